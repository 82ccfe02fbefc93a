import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { takesAllCores, threadsFor, type Concurrency } from "../../../src/cli/run/concurrency.js";

describe("the number of threads", () => {
  const cases: [files: number, concurrency: Concurrency, cores: number, light: number, full: number][] = [
    [10_000, "auto", 1, 0, 0],
    [10_000, "auto", 2, 2, 0],
    [10_000, "auto", 3, 3, 0],
    [10_000, "auto", 4, 4, 2],
    [10_000, "auto", 16, 8, 8],
    [100_000, "auto", 64, 8, 8],
    [4000, "auto", 16, 3, 3],
    [2499, "auto", 16, 0, 0],
    [10_000, "off", 16, 0, 0],
    [10_000, 1, 16, 0, 0],
    [10_000, 2, 1, 2, 2],
    [10_000, 12, 2, 12, 12],
    [3, 8, 2, 3, 3],
    [1, 8, 2, 0, 0],
  ];
  for (const [files, concurrency, cores, light, full] of cases) {
    it(`for ${files} files with ${concurrency} on ${cores} cores is ${light}, or ${full} where V8 needs cores to compile`, () => {
      assert.equal(threadsFor(files, concurrency, { cores: () => cores, compilesLightly: true }), light);
      assert.equal(threadsFor(files, concurrency, { cores: () => cores, compilesLightly: false }), full);
    });
  }

  it("takes all cores where less than one is left for each thread", () => {
    const machine = { cores: () => 4, compilesLightly: true };
    assert.deepEqual([1, 2, 3, 4].map((threads) => takesAllCores(threads, machine)), [false, false, true, true]);
  });
});
