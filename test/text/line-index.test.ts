import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { LineIndex } from "../../src/text/line-index.js";

const endings: [name: string, ending: string][] = [["LF", "\n"], ["CRLF", "\r\n"], ["CR", "\r"]];

// Line breaks of every kind close to one another, and characters that are no line breaks in YAML 1.2.
const text = fc
  .array(fc.constantFrom("\n", "\r\n", "\r", "a", "bc", "😀", "\u2028", "\u0085", "\t"), { maxLength: 40 })
  .map((parts) => parts.join(""));

describe("LineIndex", () => {
  for (const [name, ending] of endings) {
    it(`ends a line at ${name}`, () => {
      const lines = new LineIndex(["ab", "", "c"].join(ending));
      const second = 2 + ending.length;
      assert.equal(lines.lineCount, 3);
      assert.deepEqual(lines.positionAt(0), { line: 1, column: 0 });
      assert.deepEqual(lines.positionAt(2), { line: 1, column: 2 });
      assert.deepEqual(lines.positionAt(second), { line: 2, column: 0 });
      assert.deepEqual(lines.positionAt(second + ending.length), { line: 3, column: 0 });
      assert.deepEqual(lines.positionAt(second + ending.length + 1), { line: 3, column: 1 });
      assert.equal(lines.lineStart(3), second + ending.length);
    });
  }

  it("gives the place between CR and LF to the line that they end", () => {
    const lines = new LineIndex("a\r\nb");
    assert.deepEqual(lines.positionAt(2), { line: 1, column: 2 });
    assert.equal(lines.lineCount, 2);
  });

  it("has an empty last line after a final line break, and one line in an empty text", () => {
    assert.equal(new LineIndex("a\n").lineCount, 2);
    assert.deepEqual(new LineIndex("a\n").positionAt(2), { line: 2, column: 0 });
    assert.equal(new LineIndex("").lineCount, 1);
    assert.deepEqual(new LineIndex("").positionAt(0), { line: 1, column: 0 });
  });

  it("counts UTF-16 units, not characters", () => {
    assert.deepEqual(new LineIndex("😀x").positionAt(2), { line: 1, column: 2 });
  });

  it("does not take NEL, LS and PS for line breaks", () => {
    assert.equal(new LineIndex("a\u0085b\u2028c\u2029d").lineCount, 1);
  });

  it("clamps what lies outside the text", () => {
    const lines = new LineIndex("ab\nc");
    assert.deepEqual(lines.positionAt(-5), { line: 1, column: 0 });
    assert.deepEqual(lines.positionAt(99), { line: 2, column: 1 });
    assert.equal(lines.offsetAt({ line: 99, column: 0 }), 3);
    assert.equal(lines.offsetAt({ line: 0, column: 1 }), 1);
    assert.equal(lines.offsetAt({ line: 2, column: 99 }), 4);
    assert.equal(lines.offsetAt({ line: 1, column: -3 }), 0);
  });

  it("locates both ends of a range", () => {
    assert.deepEqual(new LineIndex("ab\ncd\n").locationOf([1, 4]), {
      start: { line: 1, column: 1 },
      end: { line: 2, column: 1 },
    });
  });

  it("agrees with a count from the start of the text, in any order of questions", () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(60), { maxLength: 20 }), (source, offsets) => {
        const lines = new LineIndex(source);
        for (const wanted of offsets) {
          const offset = Math.min(wanted, source.length);
          const ends = [...source.matchAll(/\r\n|[\r\n]/gu)].map((found) => found.index + found[0].length);
          const before = ends.filter((end) => end <= offset);
          assert.deepEqual(lines.positionAt(wanted), { line: before.length + 1, column: offset - (before.at(-1) ?? 0) });
        }
      }),
      { seed: 20261123, numRuns: 500 },
    );
  });

  it("turns each offset into a place and back", () => {
    fc.assert(
      fc.property(text, (source) => {
        const lines = new LineIndex(source);
        for (let offset = 0; offset <= source.length; offset += 1) {
          assert.equal(lines.offsetAt(lines.positionAt(offset)), offset);
        }
      }),
      { seed: 20261123, numRuns: 300 },
    );
  });

  it("finds places in any order in a text of many lines without walking all of it", () => {
    const lines = new LineIndex("x\n".repeat(200_000));
    for (let index = 0; index < 200_000; index += 1) {
      const line = (index * 7919) % 200_000;
      assert.equal(lines.positionAt(line * 2).line, line + 1);
    }
  });
});
