import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { SecurityOptEntry } from "../../src/compose/ast.js";
import { parseComposeFile } from "../../src/compose/parse.js";
import { removeSecurityOpt } from "../../src/compose/remove-security-opt.js";
import { applyEdits } from "../../src/text/text-edit.js";

/** The entries of the first service that has some. */
function entriesOf(text: string): SecurityOptEntry[] {
  const { services } = parseComposeFile(text).ast.project;
  return services.find(({ securityOpt }) => securityOpt !== null)?.securityOpt?.entries ?? [];
}

/** The text without the entry; null where there is no edit. */
function without(text: string, entry: string): string | null {
  const found = entriesOf(text).find(({ scalar }) => scalar.text === entry);
  assert.ok(found, `the entry ${entry}`);
  const edit = removeSecurityOpt(text, found);
  return edit === null ? null : applyEdits(text, [edit]);
}

const service = (...lines: string[]): string => ["services:", "  web:", ...lines.map((line) => `    ${line}`), ""].join("\n");

describe("removeSecurityOpt", () => {
  const cases: [name: string, before: string[], after: string[]][] = [
    [
      "the first of a list",
      ["image: a", "security_opt:", "  - x=1", "  - label=disable", "ports: []"],
      ["image: a", "security_opt:", "  - label=disable", "ports: []"],
    ],
    [
      "the last of a list",
      ["image: a", "security_opt:", "  - label=disable", "  - x=1", "ports: []"],
      ["image: a", "security_opt:", "  - label=disable", "ports: []"],
    ],
    ["the key with the only entry", ["image: a", "security_opt:", "  - x=1", "ports: []"], ["image: a", "ports: []"]],
    ["the key at the end", ["image: a", "security_opt:", "- x=1"], ["image: a"]],
    ["the key at the start", ["security_opt:", "  - x=1", "image: a"], ["image: a"]],
    ["a list without indentation", ["image: a", "security_opt:", "- b=1", "- x=1", "ports: []"], ["image: a", "security_opt:", "- b=1", "ports: []"]],
    ["a comment behind the entry", ["image: a", "security_opt: # o", "  - b=1 # b", "  - x=1 # x"], ["image: a", "security_opt: # o", "  - b=1 # b"]],
    [
      "the comments above the entry, as deep as it",
      ["image: a", "security_opt:", "  - b=1", "  # why", "  # and when", "  - x=1", "  # next", "  - c=1"],
      ["image: a", "security_opt:", "  - b=1", "  # next", "  - c=1"],
    ],
    [
      "no comment that is less deep, or above an empty line",
      ["image: a", "security_opt:", "  # all", "", "# less", "  - x=1", "  - c=1"],
      ["image: a", "security_opt:", "  # all", "", "# less", "  - c=1"],
    ],
    ["comments inside the key", ["image: a", "security_opt:", "  # why", "  - x=1", "  # - c=1", "ports: []"], ["image: a", "  # - c=1", "ports: []"]],
    ["no comment above the key", ["image: a", "# section", "security_opt:", "  - x=1", "ports: []"], ["image: a", "# section", "ports: []"]],
    ["quotes", ["image: a", "security_opt:", "  - 'x=1'", '  - "b=1"'], ["image: a", "security_opt:", '  - "b=1"']],
    ["a tag", ["image: a", "security_opt:", "  - !!str x=1", "  - b=1"], ["image: a", "security_opt:", "  - b=1"]],
    ["a dash on its own line", ["image: a", "security_opt:", "  -", "    x=1", "  - b=1"], ["image: a", "security_opt:", "  - b=1"]],
    ["a block scalar", ["image: a", "security_opt:", "  - >-", "    x=1", "  - b=1"], ["image: a", "security_opt:", "  - b=1"]],
    ["a block scalar at the end", ["image: a", "security_opt:", "  - |-", "    x=1", "ports: []"], ["image: a", "ports: []"]],
    ["in brackets, the first", ["image: a", "security_opt: [x=1, b=1]"], ["image: a", "security_opt: [b=1]"]],
    ["in brackets, the second", ["image: a", "security_opt: [b=1,  x=1 , c=1] # o"], ["image: a", "security_opt: [b=1,  c=1] # o"]],
    ["in brackets, the last", ["image: a", "security_opt: [ b=1, x=1 ]"], ["image: a", "security_opt: [ b=1 ]"]],
    ["in brackets, before a comma", ["image: a", "security_opt: [b=1, x=1,]"], ["image: a", "security_opt: [b=1,]"]],
    ["in brackets, tags", ["image: a", "security_opt: [!!str x=1, !!str b=1]"], ["image: a", "security_opt: [!!str b=1]"]],
    ["in brackets, alone", ["image: a", "security_opt: ['x=1'] # o", "ports: []"], ["image: a", "ports: []"]],
    [
      "in brackets over lines, with comments",
      ["image: a", "security_opt: [", "  b=1, # b", "  x=1, # x", "  c=1 # c", "]"],
      ["image: a", "security_opt: [", "  b=1, # b", "  c=1 # c", "]"],
    ],
    [
      "in brackets over lines, the last",
      ["image: a", "security_opt: [", "  b=1, # b", "  x=1 # x", "]"],
      ["image: a", "security_opt: [", "  b=1, # b", "]"],
    ],
    ["in braces over lines", ["{", "  image: a,", "  security_opt: [x=1],", "  ports: []", "}"], ["{", "  image: a,", "  ports: []", "}"]],
    ["in braces, at the end", ["{image: a, security_opt: [x=1]}"], ["{image: a}"]],
    ["in braces, at the start", ["{security_opt: [x=1], image: a}"], ["{image: a}"]],
    ["what a merge key stands beside", ["<<: {image: a}", "security_opt: [x=1]"], ["<<: {image: a}"]],
  ];
  for (const [name, before, after] of cases) {
    it(`takes out ${name}`, () => {
      assert.equal(without(service(...before), "x=1"), service(...after));
    });
    it(`takes out ${name}, with CRLF`, () => {
      const crlf = (lines: string[]): string => service(...lines).replaceAll("\n", "\r\n");
      assert.equal(without(crlf(before), "x=1"), crlf(after));
    });
  }

  it("takes out the last line of a file without a line break", () => {
    assert.equal(without(service("image: a", "security_opt:", "  - x=1").trimEnd(), "x=1"), service("image: a"));
  });

  const refused: [name: string, text: string][] = [
    ["where nothing of the service would be left", service("security_opt:", "  - x=1")],
    ["where nothing would be left, in braces", "services: {web: {security_opt: [x=1]}}\n"],
    ["of a list behind an alias", `x-o: &o [x=1, b=1]\n${service("image: a", "security_opt: *o")}`],
    ["behind an alias", `x-o: &o x=1\n${service("image: a", "security_opt: [*o, b=1]")}`],
    ["that an alias needs", service("image: a", "security_opt: [&o x=1, b=1]", "x-o: *o")],
    ["that is all of a list that an alias needs", service("image: a", "security_opt: &o [x=1]", "x-o: *o")],
    ["in brackets, where a comment would go", service("image: a", "security_opt: [x=1, # x", "  b=1]")],
    ["in brackets, where a comment before it would go", service("image: a", "security_opt: [b=1, # b", "  x=1]")],
    ["behind a comment in its item", service("image: a", "security_opt:", "  - # why -", "    x=1", "  - b=1")],
    ["in an explicit pair", service("image: a", "? security_opt", ": - x=1", "  - b=1")],
  ];
  for (const [name, text] of refused) {
    it(`offers no edit for an entry ${name}`, () => {
      assert.equal(without(text, "x=1"), null);
    });
  }

  it("takes an entry out of a list that has an anchor, if others are left", () => {
    const text = service("image: a", "security_opt: &o [x=1, b=1]", "x-o: *o");
    assert.equal(without(text, "x=1"), text.replace("x=1, ", ""));
  });

  it("leaves valid YAML with the other entries and all else as it was", () => {
    const word = fc.constantFrom<string>("b=1", "'c=1'", '"d=1"', "!!str e=1", "f=1 # f", "g=1\n        # g");
    const lists = fc.record({ items: fc.array(word, { minLength: 1, maxLength: 5 }), at: fc.nat(5), flow: fc.boolean() });
    fc.assert(
      fc.property(lists, ({ items, at, flow }) => {
        const all = items.toSpliced(at, 0, "x=1");
        const words = flow ? all.map((item) => item.split(/\s+#/u, 1)[0] ?? "") : all;
        const lines = flow ? [`security_opt: [${words.join(", ")}]`] : ["security_opt:", ...words.map((item) => `  - ${item}`)];
        const text = service("image: a", ...lines, "ports: ['80']");
        const left = without(text, "x=1");
        assert.ok(left !== null);
        assert.deepEqual(parseComposeFile(left).syntaxProblems, []);
        const expected = entriesOf(text).map(({ scalar }) => scalar.text);
        assert.deepEqual(entriesOf(left).map(({ scalar }) => scalar.text), expected.filter((entry) => entry !== "x=1"));
        assert.equal(left.replaceAll(/[\s,]/gu, ""), text.replace("- x=1", "").replace("x=1", "").replaceAll(/[\s,]/gu, ""));
      }),
      { seed: 20261123, numRuns: 300 },
    );
  });
});
