import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { toldText } from "../../src/text/told-text.js";

describe("toldText", () => {
  it("leaves what a message has to show whole", () => {
    const image = `registry.example/${"a".repeat(200)}@sha256:${"0".repeat(64)}`;
    for (const text of ["", "web", "日本 😀", image, `${"word ".repeat(700)}\n`]) assert.equal(toldText(text), text);
  });

  it("shows control characters and cuts long words", () => {
    assert.equal(toldText("\u001b[31ma"), String.raw`\u001b[31ma`);
    const colours = toldText("\u001b[31mx".repeat(200));
    assert.equal(colours.length, 303);
    assert.match(colours, /^\\u001b\[31mx\\u001b.*\.\.\..*\\u001b\[31mx$/u);
    assert.equal(toldText("😀".repeat(1000)), `${"😀".repeat(240)}...${"😀".repeat(60)}`);
  });

  it("cuts long texts of short words", () => {
    assert.equal(toldText("word ".repeat(5000)), `${"word ".repeat(800)}...`);
  });

  it("gives any text some bounded length, and nothing that a terminal obeys", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 3000 }), fc.integer({ min: 1, max: 50 }), (text, times) => {
        const told = toldText(text.repeat(times));
        assert.ok(Array.from(told).length <= 4003);
        assert.doesNotMatch(told, /(?![\t\n])\p{Cc}|\p{Bidi_Control}|\p{Surrogate}|(?!\u200c|\u200d|\ufe0f)\p{Default_Ignorable_Code_Point}/u);
      }),
      { seed: 20261127, numRuns: 200 },
    );
  });
});
