import assert from "node:assert/strict";
import { it } from "node:test";
import { textTable } from "../../src/cli/text-table.js";
import { largest } from "../../src/text/largest.js";

it("the largest number is found among more than a call takes arguments", () => {
  const numbers = Array.from({ length: 300_000 }, (_, index) => index % 777);
  assert.equal(largest(numbers), 776);
  assert.equal(largest([]), 0);
});

it("a table may have any number of rows", () => {
  const table = textTable(Array.from({ length: 300_000 }, (_, index) => [String(index), "x"]));
  assert.equal(table[0], "0       x");
});
