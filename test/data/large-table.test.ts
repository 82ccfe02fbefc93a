import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { LargeTable } from "../../src/data/large-table.js";

for (const name of ["official-images.tsv", "unofficial-images.tsv"]) {
  describe(`the lines of ${name}`, () => {
    const table = new LargeTable(name);
    const [, ...lines] = readFileSync(path.join("src", "data", name), "utf8").replace(/\n$/u, "").split("\n");
    const pairs = lines.map((line): [string, string] => [line.slice(0, line.indexOf("\t")), line.slice(line.indexOf("\t") + 1)]);

    it("are sorted", () => {
      const keys = pairs.map(([key]) => key);
      assert.deepEqual(keys, keys.toSorted());
      assert.equal(new Set(keys).size, keys.length);
    });

    it("are found by their keys", () => {
      for (const [key, rest] of pairs) assert.equal(table.line(key), rest, key);
    });

    it("are not found by what is shorter, longer, or near to a key", () => {
      const keys = new Set(pairs.map(([key]) => key));
      for (const [key] of pairs) {
        for (const near of [key.slice(0, -1), `${key}-`, `${key}z`, `!${key}`, key.toUpperCase(), `${key}\u{141}`]) {
          if (!keys.has(near)) assert.equal(table.line(near), null, near);
        }
      }
      for (const other of ["", "\t", "~", "zzz", "#"]) assert.equal(table.line(other), null, other);
    });

    it("do not begin with the head", () => {
      assert.match(table.head(), /^# Made by/u);
    });
  });
}
