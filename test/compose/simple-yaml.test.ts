import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { composeCorpus, corpusMissing } from "./corpus-files.js";
import { readsAsYamlDoes } from "./simple-yaml-agreement.js";

const seed = 20261127;

const simple: Record<string, string> = {
  "a map": "a: b\nc: d\n",
  "no line break at the end": "a: b",
  "spaces at the ends of lines": "a: b   \nc:   \nd: e\n  \n",
  "spaces at the end": "a: b\n   ",
  "an empty value at the end": "a:\n  b:  \n  \n",
  "a comment behind an empty value at the end": "a:\n  b:  \n  \n#c\n",
  "empty lines and comments": "# one\n\n  # two\na: b # three\n\n#four\n",
  "empty values": "a:\nb:   # nothing\nc:\n  d:\n",
  "a document mark": "# c\n---\na: b\n",
  "lists": "a:\n- b\n-   c: 1\n    d: 2\ne:\n  - f\n  -\n    g: h\n  - - i\n    - j\n",
  "keys of all kinds": "x-a.b/c: 1\n\"q\": 2\n'r': 3\n80: 4\ntrue: 5\na b: 6\n",
  "plain scalars": "a: b c  d\nb: http://x:80/?q#r\nc: a:b\nd: a#b\ne: -x\nf: $A\ng: ${A:-b}\nh: 08:00\ni: é\n",
  "numbers and words": "a: 1\nb: 010\nc: 1.50\nd: -3\ne: .5\nf: 1e3\ng: true\nh: null\ni: ~\nj: yes\nk: +7\nl: -0\nm: 1_000\n",
  "quotes": "a: 'it''s'\nb: \"x \\\" \\\\ \\n\"\nc: ''\nd: \"\" # e\ne: '#'\n",
  "brackets": "a: [b, 'c', \"d\", 1, []]\nb: {c: d, \"e\":f, g: {}}\nc: []\n",
  "brackets on more lines": "a:\n  b: [\n    c,\n    d\n   ]\n",
  "a file in JSON": '{\n  "a": {"b": [1, true,\n null]},\n"c": "d"\n}\n',
  "anchors and aliases": "x: &x\n  a: b\ny: &y c\nz: &z [d]\nl: [*x, *y]\nm: *z\nn:\n  <<: *x\no:\n  <<: [*x, *x]\np: &x\n  - e\nq: *x\n",
  "the anchor of a list item": "a:\n  - &b c\n  - &d\n    e: f\n  - *d\n",
};

const notSimple: Record<string, string> = {
  "nothing": "",
  "comments alone": "# a\n",
  "a scalar": "a\n",
  "a block scalar": "a: |\n  b\n",
  "a scalar of two lines": "a: b\n  c\n",
  "a quote of two lines": "a: 'b\n  c'\n",
  "a tag": "a: !reset\n",
  "a tab": "a:\tb\n",
  "a question mark": "? a\n: b\n",
  "two documents": "a: b\n---\nc: d\n",
  "a key twice": "a: b\na: c\n",
  "a wrong indentation": "a:\n    b: c\n  d: e\n",
  "a list behind a key": "a: - b\n",
  "a map behind a key": "a: b: c\n",
  "an alias without anchor": "a: *b\n",
  "an alias in itself": "a: &a\n  b: *a\n",
  "a bracket without end": "a: [b\nc: d\n",
  "brackets in the wrong column": "a:\n  b: [\n  c\n  ]\n",
  "text behind a quote": "a: 'b'c\n",
  "a merge of no map": "a: &a b\nc:\n  <<: *a\n",
  "a byte order mark": "\ufeffa: b\n",
};

describe("readSimpleYaml", () => {
  for (const [name, text] of Object.entries(simple)) {
    it(`reads ${name} as yaml does`, () => {
      for (const ending of ["\n", "\r\n", "\r"]) assert.ok(readsAsYamlDoes(text.replaceAll("\n", ending)), JSON.stringify(ending));
    });
  }

  for (const [name, text] of Object.entries(notSimple)) {
    it(`leaves to yaml: ${name}`, () => {
      assert.equal(readsAsYamlDoes(text), false);
    });
  }

  it("reads most of the corpus, and each as yaml does", { skip: corpusMissing }, (test) => {
    const files = composeCorpus();
    const left = files.filter(({ text }) => !readsAsYamlDoes(text)).map(({ name }) => name);
    test.diagnostic(`${left.length} of ${files.length} files are left to yaml`);
    assert.ok(left.length < files.length / 4, left.join("\n"));
  });

  const pieces = [
    "a", "b", "c: ", "d:", ": ", ":", "\n", "\n  ", "\n    ", "\n- ", "- ", "-", "\n  - ", "&a ", "&b ", "*a", "*b", "<<: ", "{", "}",
    "[", "]", ",", ", ", "'x'", '"y\\n"', "'", '"', "# c", " #c", "---\n", "...", "1", "0x1", ".5", "1.", "null", "~", "true", " ",
    "  ", "\r\n", "\r", "\u2028", "\u0085", "@", "%", "\\", "=", "é", "😀", "?", "!", "|", ">", "\n\n", "k: v\n", "  k: v\n", "- v\n",
  ];

  it("agrees with yaml on pieces of YAML in any order", (test) => {
    let read = 0;
    const heap = fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((parts) => parts.join(""));
    fc.assert(fc.property(heap, (text) => void (read += Number(readsAsYamlDoes(text)))), { seed, numRuns: 20_000 });
    test.diagnostic(`${read} of 20000 texts are simple`);
    assert.ok(read > 500, `${read} texts are simple`);
  });

  it("agrees with yaml on real files that were damaged", { skip: corpusMissing }, (test) => {
    let read = 0;
    const wound = fc.tuple(fc.nat(), fc.nat(6), fc.constantFrom(...pieces, ""));
    const damaged = fc
      .tuple(fc.constantFrom(...composeCorpus().map(({ text }) => text)), fc.array(wound, { minLength: 1, maxLength: 3 }))
      .map(([text, wounds]) =>
        wounds.reduce((result, [place, removed, added]) => {
          const at = place % (result.length + 1);
          return result.slice(0, at) + added + result.slice(at + removed);
        }, text),
      );
    fc.assert(fc.property(damaged, (text) => void (read += Number(readsAsYamlDoes(text)))), { seed, numRuns: 3000 });
    test.diagnostic(`${read} of 3000 texts are simple`);
    assert.ok(read > 500, `${read} texts are simple`);
  });
});
