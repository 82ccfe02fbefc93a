import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { wrapText } from "../../src/cli/wrap-text.js";

describe("wrapText", () => {
  const cases: [text: string, width: number, lines: string[]][] = [
    ["a b c", 80, ["a b c"]],
    ["aa bb cc", 5, ["aa bb", "cc"]],
    ["aa bb cc", 4, ["aa", "bb", "cc"]],
    ["aaaaaaaa b", 4, ["aaaaaaaa", "b"]],
    ["a   b", 80, ["a b"]],
    ["one\ntwo three", 6, ["one", "two", "three"]],
    ["a\n\nb", 80, ["a", "", "b"]],
    ["", 10, [""]],
    ["  indented text here", 12, ["  indented", "  text here"]],
    ["- item with words", 9, ["- item", "  with", "  words"]],
    ["12. item with words", 11, ["12. item", "    with", "    words"]],
    ["a ", 10, ["a"]],
  ];
  for (const [text, width, lines] of cases) {
    it(`breaks ${JSON.stringify(text)} at ${width}`, () => {
      assert.deepEqual(wrapText(text, width), lines);
    });
  }

  it("loses no word, and makes no line too long that could be broken", () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,9}$/u), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 30 }), (list, width) => {
        const lines = wrapText(list.join(" "), width);
        assert.deepEqual(lines.join(" ").split(" "), list);
        for (const line of lines) assert.ok(line.length <= width || !line.includes(" "), line);
        for (const [index, line] of lines.entries()) {
          const next = lines[index + 1]?.split(" ")[0];
          if (next !== undefined) assert.ok(line.length + 1 + next.length > width, "a line could be longer");
        }
      }),
      { seed: 20261123, numRuns: 500 },
    );
  });
});
