import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { parseDotenv } from "../../src/compose/dotenv.js";
import { assertEvenGrowth } from "../even-growth.js";

function valuesOf(text: string): Record<string, string | null> {
  const { values, problems } = parseDotenv(text, {
    lookup: (name) => (name === "OUTER" ? { value: "outer", origin: { kind: "process" } } : null),
  });
  assert.deepEqual(problems, []);
  return Object.fromEntries([...values].map(([name, entry]): [string, string | null] => [name, entry.value]));
}

// A file and what it sets, as Docker Compose 2.40.3 reads it.
const files: readonly (readonly [string, Record<string, string>])[] = [
  ["A=1", { A: "1" }],
  ["A=1\nB=2\n", { A: "1", B: "2" }],
  ["A = 1 \n", { A: "1" }],
  ["export A=1\n", { A: "1" }],
  ["A: 1\n", { A: "1" }],
  ["# no\n\n  # no\nA=1\n", { A: "1" }],
  ["A=1 # c\n", { A: "1" }],
  ["A=1#c\n", { A: "1#c" }],
  ["A=#c\n", { A: "#c" }],
  ["A=\nB=2\n", { A: "", B: "2" }],
  ["A='x y # z'\n", { A: "x y # z" }],
  ["A='$B \\n'\n", { A: "$B \\n" }],
  ["A='it\\'s'\n", { A: "it's" }],
  ['A="a\\nb\\t\\"c\\""\n', { A: 'a\nb\t"c"' }],
  ['A="\\$x $$y"\n', { A: "$x $y" }],
  ['A="\\0101\\0999\\q"\n', { A: "A\\999\\q" }],
  ['A="two\nlines"\nB=1\n', { A: "two\nlines", B: "1" }],
  ["A=1\nB=$A/${A}/${C:-c}\n", { A: "1", B: "1/1/c" }],
  ["A=$OUTER\n", { A: "outer" }],
  ["OUTER\nA=1\n", { OUTER: "outer", A: "1" }],
  ["NOWHERE\nA=1\n", { A: "1" }],
  ["A=1\r\nB='2'\r\n", { A: "1", B: "2" }],
  ["\ufeffA=1\n", { A: "1" }],
  ["A.b-c[0]=1\nÄ=2\n", { "A.b-c[0]": "1", Ä: "2" }],
  ["A='1' # c\nB=2\n", { A: "1", B: "2" }],
  ["A=a=b\n", { A: "a=b" }],
  ["A=1\nA=2\n", { A: "2" }],
  ["LAST", { "": "LAST" }],
];

describe("parseDotenv", () => {
  for (const [text, expected] of files) {
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.deepEqual(valuesOf(text), expected);
    });
  }

  for (const [text, code, place] of [
    ["A B=1\nC=2\n", "space-in-key", "A B"],
    ["A!=1\nC=2\n", "invalid-key", "!"],
    ['A="x\nC=2\n', "unterminated-quote", '"x'],
    ["C=2\nA=${}\n", "invalid-template", "${}"],
    ["C=2\nA=${U?no}\n", "required-variable-missing", "${U?no}"],
    ["C=2\nexport ", "missing-key", "export "],
  ] as const) {
    it(`reports ${code} in ${JSON.stringify(text)} and reads the rest`, () => {
      const { values, problems } = parseDotenv(text);
      assert.deepEqual(problems.map((problem) => [problem.code, text.slice(...problem.range)]), [[code, place]]);
      assert.equal(values.get("C")?.value, "2");
    });
  }

  it("gives the places of names, values and variables", () => {
    const text = "# c\nexport NAME = \"va$X\"  # c\nB=y${Z}\n";
    const entries = parseDotenv(text).entries;
    assert.deepEqual(
      entries.map(({ keyRange, valueRange, variables }) => [
        text.slice(...keyRange),
        text.slice(...valueRange),
        ...variables.map((use) => text.slice(...use.range)),
      ]),
      [
        ["NAME", '"va$X"', "$X"],
        ["B", "y${Z}", "${Z}"],
      ],
    );
  });

  it("never throws, ends, and keeps its places in the text", () => {
    const piece = fc.constantFrom("A", "=", ":", "\n", " ", "'", '"', "\\", "$", "{", "}", "#", "export ", "\r\n", "ä", "!", "-");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join("");
        const { entries, problems } = parseDotenv(text);
        for (const range of [...entries.flatMap((entry) => [entry.range, entry.keyRange, entry.valueRange]), ...problems.map((problem) => problem.range)]) {
          assert.ok(range[0] >= 0 && range[0] <= range[1] && range[1] <= text.length, JSON.stringify({ text, range }));
        }
      }),
      { seed: 5, numRuns: 3000 },
    );
  });

  it("takes linear time", () => {
    for (const line of ["A=1\n", "!\n", 'A="\n', "A='b' ", "#\n", "A\n"]) {
      assertEvenGrowth((size) => parseDotenv(line.repeat(size)), 10_000);
    }
  });
});
