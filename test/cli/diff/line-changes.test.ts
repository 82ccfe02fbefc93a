import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { lineChanges } from "../../../src/cli/diff/line-changes.js";
import { assertEvenGrowth } from "../../even-growth.js";

const lines = fc.array(fc.constantFrom<string>("a", "b", "c", "d", "e", "f", "g", "h"), { maxLength: 40 });

function sides(before: readonly string[], after: readonly string[]): [old: string[], new_: string[], changed: number] {
  const marked = lineChanges(before, after);
  const without = (left: string): string[] => marked.filter(([mark]) => mark !== left).map(([, line]) => line);
  return [without("+"), without("-"), marked.filter(([mark]) => mark !== " ").length];
}

describe("lineChanges", () => {
  it("has all lines of both texts in their order", () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const [old, changed] = sides(before, after);
        assert.deepEqual([old, changed], [before, after]);
      }),
      { seed: 20261127, numRuns: 3000 },
    );
  });

  it("marks nothing of a text that is the same, and of one with insertions the inserted lines alone", () => {
    fc.assert(
      fc.property(lines, fc.array(fc.nat(40), { maxLength: 10 }), (before, places) => {
        const after = [...before];
        for (const place of places) after.splice(place, 0, "new");
        assert.equal(sides(before, after)[2], places.length);
      }),
      { seed: 20261127, numRuns: 1000 },
    );
  });

  it("finds what stands unchanged around lines that moved far", () => {
    const keys = Array.from({ length: 3000 }, (_, index) => `s${index}:`);
    const moved = [...keys.slice(1), "s0:"];
    assert.equal(sides(keys, moved)[2], 2);
  });

  // The search of the library takes the square of all that changed.
  const shapes: Record<string, (count: number) => [before: string[], after: string[]]> = {
    "services that each get two lines": (count) => [
      Array.from({ length: count }, (_, index) => [`s${index}:`, "image: node:20"]).flat(),
      Array.from({ length: count }, (_, index) => [`s${index}:`, "image: node:20", "security_opt:", "- seccomp=x"]).flat(),
    ],
    "services whose only line changes": (count) => [
      Array.from({ length: count }, (_, index) => `s${index}: {image: "node:20"}`),
      Array.from({ length: count }, (_, index) => `s${index}: {image: "node:20", pids_limit: 20}`),
    ],
    "lines that all occur more than once": (count) => [
      Array.from({ length: count }, (_, index) => `a${index % 7}`),
      Array.from({ length: count }, (_, index) => `a${(index * index) % 11}`),
    ],
  };
  for (const [name, texts] of Object.entries(shapes)) {
    it(`takes a time that grows with the length: ${name}`, () => {
      assertEvenGrowth((count) => lineChanges(...texts(count)), 2000);
    });
  }
});
