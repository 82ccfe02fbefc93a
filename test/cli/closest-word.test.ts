import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { closestWord } from "../../src/cli/closest-word.js";

const known = ["engine", "fix", "fix-dry-run", "format", "max-warnings", "quiet", "rule", "v"];

describe("closestWord", () => {
  const cases: [word: string, closest: string | null][] = [
    ["engin", "engine"], ["enigne", "engine"], ["engines", "engine"], ["ENGINE", null], ["fxi", "fix"], ["fx", "fix"], ["fi", "fix"],
    ["fix-dryrun", "fix-dry-run"], ["max-warning", "max-warnings"], ["maxwarnings", "max-warnings"], ["w", "v"],
    ["rules", "rule"], ["wibble", null], ["", "v"], ["quite", "quiet"], ["forma", "format"], ["\uff45\uff4e\uff47\uff49\uff4e", "engine"], ["\uff51\uff55\uff49\uff45\uff54", "quiet"], ["from", null],
  ];
  for (const [word, closest] of cases) {
    it(`is ${closest ?? "none"} for ${JSON.stringify(word)}`, () => {
      assert.equal(closestWord(word, known), closest);
    });
  }

  it("is the first of several that are equally close, and the word itself where it is known", () => {
    assert.equal(closestWord("cat", ["bat", "hat", "cat"]), "cat");
    assert.equal(closestWord("cut", ["bat", "cat", "cup"]), "cat");
    assert.equal(closestWord("a", []), null);
  });

  it("finds a long word with any one letter added, removed or replaced", () => {
    const word = fc.stringMatching(/^[a-z]{6,12}$/u);
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom("", "x"), fc.nat(1), (target, place, letter, removed) => {
        const at = place % (target.length + 1);
        const mistyped = target.slice(0, at) + letter + target.slice(at + removed);
        assert.equal(closestWord(mistyped, ["0", target, "1234567"]), target);
      }),
      { seed: 20261123 },
    );
  });
});
