import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { parseDocument } from "yaml";
import type { ScalarStyle } from "../../src/compose/ast.js";
import { parseComposeFile } from "../../src/compose/parse.js";
import { scalarContent } from "../../src/compose/yaml-scalar.js";
import { lineBreakOf, scalarText, styleAround } from "../../src/compose/yaml-style.js";

const styles: ScalarStyle[] = ["plain", "single-quoted", "double-quoted", "literal", "folded"];

function styleOf(text: string): [mapIndent: number, seqIndent: number] {
  const { ast } = parseComposeFile(text);
  const map = ast.project.services[0]?.map;
  assert.ok(map != null);
  const { mapIndent, seqIndent } = styleAround(text, ast, map);
  return [mapIndent, seqIndent];
}

describe("styleAround", () => {
  const cases: [text: string, mapIndent: number, seqIndent: number][] = [
    ["services:\n  web:\n    image: x\n", 2, 2],
    ["services:\n    web:\n        image: x\n", 4, 4],
    ["services:\n  web:\n    image: x\n    ports:\n    - 1\n", 2, 0],
    ["services:\n  web:\n    image: x\n    labels:\n        a: b\n    ports:\n      - 1\n", 4, 2],
    ["services:\n  web:\n    image: x\nx-list:\n- a\n", 2, 0],
    ["services:\n  web:\n    image: x\n  db:\n    ports:\n        - 1\n", 2, 4],
    ["services: {web: {image: x}}\n", 2, 2],
    ["services:\n  web: {image: x, ports: [1]}\n  db:\n     image: y\n", 2, 2],
    ["{services: {web: {image: x}}}", 2, 2],
  ];
  for (const [text, mapIndent, seqIndent] of cases) {
    it(`finds ${mapIndent} and ${seqIndent} in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(styleOf(text), [mapIndent, seqIndent]);
    });
  }
});

describe("lineBreakOf", () => {
  it("is that of the first line, and LF where there is one line", () => {
    assert.deepEqual(["a\nb\r\n", "a\r\nb\n", "a\rb", "a"].map(lineBreakOf), ["\n", "\r\n", "\r", "\n"]);
  });
});

describe("scalarText", () => {
  // Entries of a list are single lines of printable text.
  const word = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.string({ unit: fc.constantFrom(...Array.from("aZ0._/=:@~+-#,[]{}'\"\\ &*!|>%`?\té")), maxLength: 8 }),
    fc.constantFrom("true", "null", "~", "12", "1_000", "0x1f", "1e3", ".5", "2026-01-01", "", "-", "yes", "=", "<<", "1:30", "0o7", ".inf", "+.INF", ".nan", "0b1", "190:20:30", "---", "..."),
  );

  it("is read as the same text, in block and in flow style, by YAML and by Compose", () => {
    fc.assert(
      fc.property(word, fc.constantFrom(...styles), (value, style) => {
        const text = scalarText(value, style);
        for (const source of [`a:\n  - ${text}\n`, `a: [x, ${text}, y]`, `{a: ${text}}`, `a: ${text} # c\n`]) {
          const document = parseDocument(source);
          assert.deepEqual(document.errors, [], source);
          const found: unknown = document.getIn(source.includes("- ") && source.startsWith("a:\n") ? ["a", 0] : source.startsWith("a: [") ? ["a", 1] : ["a"]);
          assert.equal(found, value, source);
        }
        const { ast } = parseComposeFile(`a: ${text}\n`);
        const contents = ast.documents[0]?.contents;
        const scalar = contents?.type === "YamlMap" ? contents.pairs[0]?.value : null;
        assert.ok(scalar?.type === "YamlScalar");
        assert.deepEqual(scalarContent(scalar), { type: "string", value }, text);
      }),
      { seed: 20261123, numRuns: 2000 },
    );
  });

  it("keeps quotes, and leaves them out where they were none and none are needed", () => {
    assert.equal(scalarText("seccomp=./p.json", "plain"), "seccomp=./p.json");
    assert.equal(scalarText("seccomp=./p.json", "literal"), "seccomp=./p.json");
    assert.equal(scalarText("it's", "single-quoted"), "'it''s'");
    assert.equal(scalarText("a: b", "plain"), `"a: b"`);
    assert.equal(scalarText("/a/b", "double-quoted"), `"/a/b"`);
  });
});
