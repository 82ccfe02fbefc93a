import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { YamlScalar } from "../../src/compose/ast.js";
import { evaluateTemplate } from "../../src/compose/interpolation.js";
import { ProjectFile } from "../../src/compose/project-file.js";
import { placeInScalar, templateRange } from "../../src/compose/scalar-place.js";

function scalarOf(file: ProjectFile): YamlScalar {
  const [document] = file.ast.documents;
  assert.equal(document?.contents?.type, "YamlMap");
  const value = document.contents.pairs[0]?.value;
  assert.equal(value?.type, "YamlScalar");
  return value;
}

/** What stands in the file where a piece of the scalar's text comes from. */
function written(yaml: string, piece: string): string {
  const file = new ProjectFile("/f.yaml", yaml);
  const scalar = scalarOf(file);
  const start = scalar.text.indexOf(piece);
  assert.notEqual(start, -1, scalar.text);
  return yaml.slice(...placeInScalar(file, scalar, [start, start + piece.length]).range);
}

describe("placeInScalar", () => {
  for (const [name, yaml, piece, expected] of [
    ["plain", "a: x ${B} y\n", "${B}", "${B}"],
    ["single-quoted", "a: 'it''s ${B} here'\n", "${B}", "${B}"],
    ["double-quoted", 'a: "x\\t\\u00e4 ${B} y"\n', "${B}", "${B}"],
    ["escaped", 'a: "x\\ty"\n', "\t", "\\"],
    ["astral", 'a: "\\U0001F600 ${B}"\n', "${B}", "${B}"],
    ["folded plain", "a: one\n  two ${B}\n  three\n", "${B}", "${B}"],
    ["folded double", 'a: "one \\\n    two ${B}"\n', "${B}", "${B}"],
    ["literal", "a: |\n  FROM x\n    RUN ${B} a\n  CMD b\n", "${B}", "${B}"],
    ["literal with indicator", "a: |2-\n    FROM x\n  CMD ${B}\n", "${B}", "${B}"],
    ["folded", "a: >-\n  FROM x\n  RUN ${B} a\n\n  CMD b\n", "${B}", "${B}"],
    ["over lines", "a: |\n  RUN a \\\n    b\n", "a \\\n  b", "a \\\n    b"],
    ["CRLF", "a: |\r\n  RUN a\r\n  RUN ${B}\r\n", "${B}", "${B}"],
  ] as const) {
    it(`finds a piece of a ${name} scalar`, () => {
      assert.equal(written(yaml, piece), expected);
    });
  }

  it("finds words of any literal block where they are written", () => {
    const word = fc.constantFrom("alpha", "beta", "  gamma", "", "${D}", "it's");
    fc.assert(
      fc.property(fc.array(fc.array(word, { maxLength: 3 }), { minLength: 1, maxLength: 6 }), (lines) => {
        const content = lines.map((words) => words.join(" "));
        const yaml = `a: |\n  -\n${content.map((line) => `  ${line}\n`).join("")}  end\n`;
        const file = new ProjectFile("/f.yaml", yaml);
        const scalar = scalarOf(file);
        for (const match of scalar.text.matchAll(/\S+/gu)) {
          const { range } = placeInScalar(file, scalar, [match.index, match.index + match[0].length]);
          assert.equal(yaml.slice(...range), match[0]);
        }
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});

describe("templateRange", () => {
  it("leads from the value back to the text before interpolation", () => {
    const text = "node:${V:-20}-$X$$y";
    const template = evaluateTemplate(text, (name) => (name === "X" ? { value: "long value", origin: { kind: "process" } } : null));
    assert.equal(template.value, "node:20-long value$y");
    const back = (piece: string): string => {
      const start = template.value.indexOf(piece);
      return text.slice(...templateRange(template, [start, start + piece.length]));
    };
    assert.equal(back("node"), "node");
    assert.equal(back("20"), "20");
    assert.equal(back("value"), "$X");
    assert.equal(back("$"), "$$");
    assert.equal(back("y"), "y");
    assert.equal(back("20-long"), "20}-$X");
  });
});
