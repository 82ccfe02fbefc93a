import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { threadsFor, type Concurrency } from "../../../src/cli/run/concurrency.js";

describe("the number of threads", () => {
  const cases: [files: number, concurrency: Concurrency, cores: number, threads: number][] = [
    [10_000, "auto", 1, 0],
    [10_000, "auto", 2, 0],
    [10_000, "auto", 3, 0],
    [10_000, "auto", 4, 2],
    [10_000, "auto", 16, 8],
    [3000, "auto", 16, 3],
    [1999, "auto", 16, 0],
    [10_000, "off", 16, 0],
    [10_000, 1, 16, 0],
    [10_000, 2, 1, 2],
    [10_000, 8, 2, 8],
    [3, 8, 2, 3],
    [1, 8, 2, 0],
  ];
  for (const [files, concurrency, cores, threads] of cases) {
    it(`for ${files} files with ${concurrency} on ${cores} cores is ${threads}`, () => {
      assert.equal(threadsFor(files, concurrency, () => cores), threads);
    });
  }
});
