import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { parseComposeFile } from "../../src/compose/parse.js";
import { composeCorpus, corpusMissing } from "./corpus-files.js";
import { treeViolations, uncoveredText } from "./tree-violations.js";
import { disagreementsWithYaml } from "./yaml-agreement.js";

const seed = 20261123;

// Pieces of YAML and of Compose that make all kinds of right and wrong files when they are thrown together.
const pieces = [
  "a", "b", "services", "image", "web", "x-y", "security_opt", "build", ": ", ":", "\n", "\n  ", "\n    ", "\n- ", "- ",
  "? ", "&a ", "&b ", "*a", "*b", "<<: ", "!t ", "!!str ", "!reset ", "!e!x ", "! ", "!<tag:x> ", "{", "}", "[", "]", ",",
  ", ", "'x'", '"y\\n"', "'", '"', "|\n  ", ">-\n    ", "|2+ # c\n", "# c", " #c", "\t", "\r\n", "\r", "---\n", "...\n",
  "%YAML 1.2\n", "\ufeff", "1", "null", "~", "true", " ", "  ", "\u2028", "@", "`", "%", "\\", "=", "seccomp=x", "é", "😀",
  "\ud800", "\u0007", "\0",
];
const heap = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(""));

function check(text: string): boolean {
  const parsed = parseComposeFile(text);
  assert.deepEqual(treeViolations(text, parsed), [], JSON.stringify(text));
  const isValid = parsed.syntaxProblems.length === 0;
  if (isValid) assert.deepEqual(disagreementsWithYaml(text, parsed), [], JSON.stringify(text));
  // A merge key is no node with anchor and tag, though YAML allows them there.
  const hasMergeProperty = /[&!]\S*\s+<</u.test(text);
  if (isValid && !hasMergeProperty) assert.equal(uncoveredText(text, parsed), "", JSON.stringify(text));
  return isValid;
}

describe("parseComposeFile, whatever the text", () => {
  it("gives a sound tree for pieces of YAML in any order", (test) => {
    let valid = 0;
    fc.assert(fc.property(heap, (text) => void (valid += Number(check(text)))), { seed, numRuns: 4000 });
    test.diagnostic(`${valid} of 4000 texts are valid YAML`);
    assert.ok(valid > 800 && valid < 3200, "there are both kinds");
  });

  it("gives a sound tree for random bytes and characters", () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array).toString("latin1"));
    const anything = fc.oneof(bytes, fc.string({ unit: "binary", maxLength: 60 }), fc.string({ maxLength: 60 }));
    fc.assert(fc.property(anything, (text) => void check(text)), { seed, numRuns: 2000 });
  });

  it("gives a sound tree for real files that were damaged", { skip: corpusMissing }, (test) => {
    let valid = 0;
    const wound = fc.tuple(fc.nat(), fc.nat(8), fc.constantFrom(...pieces, ""));
    const damaged = fc
      .tuple(fc.constantFrom(...composeCorpus().map(({ text }) => text)), fc.array(wound, { minLength: 1, maxLength: 5 }))
      .map(([text, wounds]) =>
        wounds.reduce((result, [place, removed, added]) => {
          const at = place % (result.length + 1);
          return result.slice(0, at) + added + result.slice(at + removed);
        }, text),
      );
    fc.assert(fc.property(damaged, (text) => void (valid += Number(check(text)))), { seed, numRuns: 1500 });
    test.diagnostic(`${valid} of 1500 texts are still valid YAML`);
    assert.ok(valid > 100 && valid < 1400, "there are both kinds");
  });

  it("gives the same tree each time", () => {
    fc.assert(
      fc.property(heap, (text) => {
        const places = (): unknown => parseComposeFile(text).ast.project.services.map(({ name, range }) => [name, range]);
        assert.deepEqual(places(), places());
      }),
      { seed, numRuns: 200 },
    );
  });
});

describe("parseComposeFile of valid Compose files in any style", () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/u);
  const scalar = fc.oneof(
    word,
    word.map((text) => `'${text} ''x'''`),
    word.map((text) => `"${text}\\t#"`),
    fc.constant("12"),
  );
  const flow = fc.array(scalar, { maxLength: 4 }).map((items) => `[${items.join(", ")}]`);
  const comment = fc.constantFrom("", "", " # note");

  interface Written {
    name: string;
    image: string;
    options: string[];
  }

  const service = fc.record({ name: word, image: word, options: fc.array(word, { maxLength: 3 }) });
  const style = fc.record({
    indent: fc.constantFrom(1, 2, 4),
    seqIndent: fc.constantFrom(0, 2),
    inFlow: fc.boolean(),
    quote: fc.constantFrom("", "'", '"'),
    lineBreak: fc.constantFrom("\n", "\r\n", "\r"),
    finalBreak: fc.boolean(),
    comment,
    extra: fc.oneof(scalar, flow),
  });

  it("finds each service, its image and its entries, in the text of their nodes", () => {
    const services = fc.uniqueArray(service, { selector: ({ name }) => name, minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(services, style, (written, how) => {
        const text = render(written, how);
        const { ast, syntaxProblems, structureProblems } = parseComposeFile(text);
        assert.deepEqual([...syntaxProblems, ...structureProblems], [], text);
        assert.deepEqual(
          ast.project.services.map(({ name, image, securityOpt }) => [
            name, image?.text, image && text.slice(...image.range), securityOpt?.entries.map(({ option }) => option),
          ]),
          written.map(({ name, image, options }) => [name, image, how.quote + image + how.quote, options]),
        );
        assert.equal(uncoveredText(text, parseComposeFile(text)), "");
      }),
      { seed, numRuns: 500 },
    );
  });

  type Style = typeof style extends fc.Arbitrary<infer T> ? T : never;

  function render(services: Written[], how: Style): string {
    const lines = [`services:${how.comment}`];
    const pad = (level: number): string => " ".repeat(level * how.indent);
    const quoted = (text: string): string => how.quote + text + how.quote;
    for (const { name, image, options } of services) {
      const entries = options.map(quoted);
      if (how.inFlow) {
        lines.push(`${pad(1)}${name}: {image: ${quoted(image)}, security_opt: [${entries.join(", ")}], x-more: ${how.extra}}${how.comment}`);
        continue;
      }
      lines.push(`${pad(1)}${name}:${how.comment}`, `${pad(2)}image: ${quoted(image)}${how.comment}`);
      if (entries.length === 0) lines.push(`${pad(2)}security_opt: []`);
      else lines.push(`${pad(2)}security_opt:`, ...entries.map((entry) => `${pad(2)}${" ".repeat(how.seqIndent)}- ${entry}${how.comment}`));
      lines.push(`${pad(2)}x-more: ${how.extra}`);
    }
    return lines.join(how.lineBreak) + (how.finalBreak ? how.lineBreak : "");
  }
});
