import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { independentProblems } from "../../src/compose/independent-problems.js";
import { parseComposeFile } from "../../src/compose/parse.js";
import { composeCorpus, corpusMissing } from "./corpus-files.js";
import { halfTyped, kindsOfHalfTyped } from "./half-typed.js";
import { problemsOf } from "./outline.js";
import { Random } from "./random.js";

const seed = 20261127;
const textsPerKind = 500;

function valid(texts: readonly string[]): string[] {
  return texts.filter((text) => parseComposeFile(text).syntaxProblems.length === 0);
}

function ownFiles(): string[] {
  const examples = path.join(import.meta.dirname, "../../examples");
  const names = readdirSync(examples, { recursive: true, encoding: "utf8" }).filter((name) => /compose.*\.ya?ml$/u.test(name));
  return names.map((name) => readFileSync(path.join(examples, name), "utf8"));
}

function checkAll(texts: readonly string[], random: Random): void {
  for (const kind of kindsOfHalfTyped) {
    for (let index = 0; index < textsPerKind; index += 1) {
      const text = halfTyped(random.pick(texts), kind, random);
      const { syntaxProblems } = parseComposeFile(text);
      assert.ok(syntaxProblems.length <= 1, `${kind}: ${problemsOf(text).join(", ")}\n${text}`);
    }
  }
}

describe("half-typed YAML has one syntax problem at most", () => {
  it("in our own files", () => {
    checkAll(valid(ownFiles()), new Random(seed));
  });

  it("in the files of the corpus", { skip: corpusMissing }, (test) => {
    const texts = valid(composeCorpus().map(({ text }) => text));
    test.diagnostic(`${texts.length} files`);
    assert.ok(texts.length > 150);
    checkAll(texts, new Random(seed));
  });

  it("and the services above it are known", () => {
    let count = 0;
    for (const text of valid(ownFiles())) {
      for (const service of parseComposeFile(text).ast.project.services) {
        count += 1;
        // Cut within the line behind the service.
        const cut = text.slice(0, text.indexOf("\n", service.range[1]) + 6);
        const names = parseComposeFile(cut).ast.project.services.map(({ name }) => name);
        assert.ok(names.includes(service.name), `${service.name} in ${JSON.stringify(cut)}`);
      }
    }
    assert.ok(count > 5, String(count));
  });
});

describe("one mistake is one syntax problem", () => {
  const service = "services:\n  web:\n    image: x\n    ports:\n      - a\n    volumes:\n      - b\n      - c\n  db:\n    image: y\n    ports: [z]\n    restart: always\n";
  const mistakes: [name: string, from: string, to: string, problem: string][] = [
    ["the name of a service that is missing", "  db:\n", "", "duplicate-key 9:4"],
    ["the key above a map that is missing", "  web:\n", "", "BAD_INDENT 8:0"],
    ["the key above a list that is half typed", "    volumes:\n", "    vol\n", "MULTILINE_IMPLICIT_KEY 6:4"],
    ["a key with a space too few", "    ports:\n", "   ports:\n", "BAD_INDENT 4:0"],
    ["a line break that is missing", "  db:\n", "  db:", "BLOCK_AS_IMPLICIT_KEY 9:9"],
  ];
  for (const [name, from, to, problem] of mistakes) {
    it(`be it ${name}`, () => {
      const found = problemsOf(service.replace(from, to)).filter((entry) => !/^[a-z]+-not-a/u.test(entry));
      assert.deepEqual(found.map((entry) => entry.split(" ").slice(0, 2).join(" ")), [problem]);
    });
  }

  it("be it an anchor that is gone, or that contains its own aliases", () => {
    assert.deepEqual(problemsOf("a: *x\nb: [*x, *x]\nc: *y\n").map((problem) => problem.slice(0, 17)), ["unknown-alias 1:3", "unknown-alias 3:3"]);
    assert.deepEqual(problemsOf("a: &x [*x, *x]\n"), [`alias-cycle 1:7 "*x"`]);
    assert.deepEqual(problemsOf("x-a:&x\n  b: c\nd: *x\n").length, 1, "an anchor in a line that cannot be read");
  });

  it("and two mistakes are two", () => {
    const two: [string, number[]][] = [
      [service.replace("- a", "- a: b: c").replace("restart: always", "restart: 'always"), [5, 12]],
      [service.replace("image: x", "image: x: y").replace("[z]", "[z"), [3, 11]],
      [service.replace("image: x", "image: &a &b x").replace("image: y", "image: @y"), [3, 10]],
      [service.replace("    image: x\n", "    image: x\n    image: y\n").replace("    restart: always", "    ports: always"), [4, 13]],
    ];
    for (const [text, lines] of two) {
      assert.deepEqual(parseComposeFile(text).syntaxProblems.map(({ loc }) => loc.start.line), lines, text);
    }
  });

  it("and a text of nothing but mistakes is not read again and again", () => {
    for (const [count, most] of [[50, 40], [400, 4], [5000, 3]] as const) {
      const text = "a\n".repeat(count);
      const problems = Array.from({ length: count }, (_, line) => {
        const place = { line: line + 1, column: 0 };
        return { code: "BAD_INDENT", message: "Bad.", range: [line * 2, line * 2] as [number, number], loc: { start: place, end: place } };
      });
      let readings = 0;
      const kept = independentProblems(problems, text, () => {
        readings += 1;
        return problems;
      });
      assert.ok(readings >= 1 && readings <= most, `${readings} readings of ${count} problems`);
      assert.ok(kept.length >= 1 && kept.length <= 5);
    }
  });

  it("nor is one and the same mend of it read twice", () => {
    const text = `services:\n${Array.from({ length: 40 }, (_, index) => `  s${index}:\n    image: "node:20\n`).join("")}`;
    const { syntaxProblems } = parseComposeFile(text);
    const problems = Array.from({ length: 40 }, (_, index) => {
      const place = { line: 2 * index + 3, column: 11 };
      const start = text.indexOf("image", index === 0 ? 0 : text.indexOf(`s${index}:`)) + 7;
      return { code: "unclosed-quote", message: "Bad.", range: [start, start + 1] as [number, number], loc: { start: place, end: place } };
    });
    const texts: string[] = [];
    independentProblems(problems, text, (mended) => {
      texts.push(mended);
      return problems;
    });
    assert.ok(texts.length > 5);
    assert.equal(new Set(texts).size, texts.length);
    assert.ok(syntaxProblems.length <= 5);
  });

  it("and exceptions have their stacks afterwards", () => {
    const { stackTraceLimit } = Error;
    parseComposeFile("a: b: c\n");
    assert.equal(Error.stackTraceLimit, stackTraceLimit);
  });

  it("while all keys that stand twice are named", () => {
    const [problem] = parseComposeFile(service.replace("  db:\n", "")).syntaxProblems;
    assert.equal(
      problem?.message,
      "The key `image` stands twice in this map (first in line 3), and so do `ports`. Docker Compose refuses such a file. Keep one of each, or write the key that is missing above them.",
    );
  });
});
