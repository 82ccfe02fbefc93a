import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { editDistance } from "../../src/text/edit-distance.js";

describe("editDistance", () => {
  const cases: [from: string, to: string, distance: number][] = [
    ["", "", 0], ["", "ab", 2], ["ab", "", 2], ["image", "image", 0], ["iamge", "image", 1], ["imag", "image", 1], ["imagee", "image", 1],
    ["imege", "image", 1], ["FORM", "FROM", 1], ["kitten", "sitting", 3], ["ca", "abc", 3],
  ];
  for (const [from, to, distance] of cases) {
    it(`of ${JSON.stringify(from)} and ${JSON.stringify(to)} is ${distance}, both ways`, () => {
      assert.deepEqual([editDistance(from, to), editDistance(to, from)], [distance, distance]);
    });
  }
});
