import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { evaluateTemplate, type VariableLookup } from "../../src/compose/interpolation.js";
import { assertEvenGrowth } from "../even-growth.js";

const variables: Record<string, string> = { A: "a", B: "b-value", EMPTY: "", _x1: "under" };
const lookup: VariableLookup = (name) => {
  const value = variables[name];
  return value === undefined ? null : { value, origin: { kind: "process" } };
};

// Template and result, as Docker Compose 2.40.3 gives them for `image:`.
const values: readonly (readonly [string, string])[] = [
  ["plain", "plain"],
  ["$A", "a"],
  ["${A}", "a"],
  ["$A$B", "ab-value"],
  ["x${A}y", "xay"],
  ["$A-$B", "a-b-value"],
  ["$_x1", "under"],
  ["$$A", "$A"],
  ["$$$A", "$a"],
  ["$$$$", "$$"],
  ["100$", "100$"],
  ["$ A", "$ A"],
  ["$5", "$5"],
  ["$.A", "$.A"],
  ["${U:-d}", "d"],
  ["${U-d}", "d"],
  ["${EMPTY:-d}", "d"],
  ["${EMPTY-d}", ""],
  ["${A:-d}", "a"],
  ["${A:+alt}", "alt"],
  ["${A+alt}", "alt"],
  ["${EMPTY:+alt}", ""],
  ["${EMPTY+alt}", "alt"],
  ["${U:+alt}", ""],
  ["${U+alt}", ""],
  ["${A:?no}", "a"],
  ["${EMPTY?no}", ""],
  ["${U:-${A}}", "a"],
  ["${U:-${V:-${B}}}", "b-value"],
  ["${U:-x${A}y}z", "xayz"],
  ["${U:-d}/${A:-e}", "d/a"],
  ["${U:-$$5}", "$5"],
  ["${U:-a:b-c?d+e}", "a:b-c?d+e"],
  ["${U:-{}}", "{}"],
  ["${U-:-x}", ":-x"],
  ["${U:-}", ""],
  ["${U:-d} and ${A}", "d and a"],
  ["${A}}", "a}"],
  ["{$A}", "{a}"],
];

describe("evaluateTemplate", () => {
  for (const [template, expected] of values) {
    it(`makes ${JSON.stringify(expected)} of ${JSON.stringify(template)}`, () => {
      const result = evaluateTemplate(template, lookup);
      assert.equal(result.value, expected);
      assert.deepEqual(result.problems, []);
    });
  }

  for (const template of ["${}", "${", "${1}", "${A.B}", "${A", "${A:-x", "${ A}", "${A:x}", "${A:-a\nb}", "${U:-${A}", "${U:-{}} ${A}"]) {
    it(`refuses ${JSON.stringify(template)}`, () => {
      const { problems } = evaluateTemplate(template, lookup);
      assert.deepEqual([...new Set(problems.map((problem) => problem.code))], ["invalid-template"]);
    });
  }

  it("says which required variable is missing, why, and where", () => {
    const { problems } = evaluateTemplate("node:${U:?set it to $A}", lookup);
    assert.deepEqual(problems, [
      {
        code: "required-variable-missing",
        message: "The variable `U` is required here and has no value, so Docker Compose refuses the project. The file says of it: set it to a",
        range: [5, 23],
      },
    ]);
  });

  it("evaluates an unneeded default too, as Compose does, and marks its variables unused", () => {
    const { value, problems, variables: uses } = evaluateTemplate("${A:-${U?no}}", lookup);
    assert.equal(value, "a");
    assert.deepEqual(problems.map((problem) => problem.code), ["required-variable-missing"]);
    assert.deepEqual(uses.map(({ name, used, state }) => [name, used, state]), [["A", true, "set"], ["U", false, "unset"]]);
  });

  it("tells where each part comes from", () => {
    const template = "node:${V:-20}${U:-$A}$X";
    const { parts } = evaluateTemplate(template, lookup);
    assert.deepEqual(
      parts.map(({ text, range, source }) => [text, template.slice(...range), source.kind]),
      [
        ["node:", "node:", "literal"],
        ["20", "20", "default"],
        ["a", "$A", "variable"],
        ["", "$X", "missing"],
      ],
    );
  });

  it("reports a variable as missing only without an operator", () => {
    const { variables: uses } = evaluateTemplate("$U ${U} ${U-} ${U+x} $A", lookup);
    assert.deepEqual(uses.map((use) => use.missing), [true, true, false, false, false]);
  });

  it("gives the ranges of name and argument", () => {
    const template = "a${NAME:-${IN}}b";
    const [outer, inner] = evaluateTemplate(template, lookup).variables;
    assert.equal(template.slice(...(outer?.range ?? [0, 0])), "${NAME:-${IN}}");
    assert.equal(template.slice(...(outer?.nameRange ?? [0, 0])), "NAME");
    assert.equal(template.slice(...(outer?.argument ?? [0, 0])), "${IN}");
    assert.equal(template.slice(...(inner?.range ?? [0, 0])), "${IN}");
  });

  it("limits how deep variables may be nested", () => {
    const { problems } = evaluateTemplate("${U:-".repeat(5000) + "}".repeat(5000), lookup);
    assert.equal(problems[0]?.code, "template-too-deep");
  });

  it("limits how long the values of variables make a text", () => {
    const half: VariableLookup = () => ({ value: "x".repeat(512 * 1024), origin: { kind: "process" } });
    const fitting = evaluateTemplate("${A}-${A}", half);
    assert.deepEqual([fitting.value.length, fitting.problems], [1024 * 1024 + 1, []]);
    const template = "${A}-${A}-${B}-${C}".repeat(3000);
    const { value, parts, problems } = evaluateTemplate(template, half);
    assert.deepEqual([value, parts], ["", []]);
    assert.deepEqual(problems.map(({ code, range }) => [code, template.slice(...range)]), [["template-too-long", "${B}"]]);
    assert.equal(evaluateTemplate("${U:?${A}}".repeat(3000), (name) => (name === "U" ? null : half(name))).value, "");
  });

  it("has no limit on the parts of a default", () => {
    assert.equal(evaluateTemplate(`\${U:-${"x$$".repeat(100_000)}}`, () => null).value.length, 200_000);
  });

  it("takes linear time for long hostile texts", () => {
    for (const piece of ["${", "${A:-{ ", "$", "${A}", "${A:-x} "]) {
      assertEvenGrowth((size) => evaluateTemplate(piece.repeat(size), lookup), 20_000);
    }
  });

  it("never throws, and its parts lie in the text and make up the value", () => {
    const piece = fc.constantFrom("$", "{", "}", "A", "U", ":-", "?", "+", "-", "\n", " ", "${A}", "${U:-", "x");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("");
        const { value, parts, variables: uses, problems } = evaluateTemplate(text, lookup);
        assert.equal(parts.map((part) => part.text).join(""), value);
        for (const { range } of [...parts, ...uses, ...problems]) {
          assert.ok(range[0] >= 0 && range[0] <= range[1] && range[1] <= text.length);
        }
      }),
      { seed: 5, numRuns: 2000 },
    );
  });
});
