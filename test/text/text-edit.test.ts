import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { applyEdits, type TextEdit } from "../../src/text/text-edit.js";

describe("applyEdits", () => {
  it("returns the text where there is nothing to do", () => {
    assert.equal(applyEdits("abc", []), "abc");
  });

  it("replaces, inserts and removes, whatever the order given", () => {
    const edits: TextEdit[] = [
      { range: [6, 6], text: "!" },
      { range: [2, 4], text: "XYZ" },
      { range: [0, 1], text: "" },
    ];
    for (const order of [edits, edits.toReversed()]) assert.equal(applyEdits("abcdef", order), "bXYZef!");
  });

  it("keeps the order of insertions at one place", () => {
    const edits: TextEdit[] = ["1", "2", "3"].map((text) => ({ range: [1, 1], text }));
    assert.equal(applyEdits("ab", edits), "a123b");
  });

  it("inserts in front of a replacement that starts at the same place", () => {
    const edits: TextEdit[] = [
      { range: [1, 2], text: "B" },
      { range: [1, 1], text: "+" },
    ];
    assert.equal(applyEdits("abc", edits), "a+Bc");
  });

  it("takes edits that touch one another", () => {
    const edits: TextEdit[] = [
      { range: [0, 2], text: "1" },
      { range: [2, 4], text: "2" },
    ];
    assert.equal(applyEdits("abcd", edits), "12");
  });

  it("leaves the edits given as they are", () => {
    const edits: TextEdit[] = [
      { range: [2, 2], text: "y" },
      { range: [0, 0], text: "x" },
    ];
    applyEdits("ab", edits);
    assert.deepEqual(edits.map(({ text }) => text), ["y", "x"]);
  });

  it("is the same as cutting the text by hand, for any edits that do not overlap", () => {
    const piece = fc.record({ kept: fc.string(), removed: fc.string(), added: fc.string() });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.nat(11), (pieces, rotation) => {
        let text = "";
        let expected = "";
        const edits: TextEdit[] = [];
        for (const { kept, removed, added } of pieces) {
          // Two insertions at one place would depend on their order.
          text += `|${kept}`;
          edits.push({ range: [text.length, text.length + removed.length], text: added });
          text += removed;
          expected += `|${kept}${added}`;
        }
        const shuffled = [...edits.slice(rotation), ...edits.slice(0, rotation)];
        assert.equal(applyEdits(text, shuffled), expected);
      }),
      { seed: 20261123, numRuns: 500 },
    );
  });
});
