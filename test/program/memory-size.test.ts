import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  goBytes,
  javaBytes,
  mysqlBytes,
  phpBytes,
  postgresBytes,
  readableBytes,
  redisBytes,
} from "../../src/program/memory-size.js";
import { assertEvenGrowth } from "../even-growth.js";

const mib = 1024 * 1024;

const readers = [goBytes, javaBytes, mysqlBytes, phpBytes, postgresBytes, redisBytes];

describe("sizes", () => {
  it("never throw and stay quick for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const read of readers) read(text);
      }),
      { seed: 3, numRuns: 1000 },
    );
    for (const piece of ["1", "1_", "1."]) {
      for (const read of readers) assertEvenGrowth((size) => { assert.equal(read(piece.repeat(size)), null); }, 100_000);
    }
  });
});

describe("sizes of programs", () => {
  it("follow each program's own units", () => {
    assert.equal(javaBytes("512m"), 512 * mib);
    assert.equal(javaBytes("1G"), 1024 * mib);
    assert.equal(javaBytes("1048576"), mib);
    assert.equal(javaBytes("1.5g"), null);
    assert.equal(mysqlBytes("128M"), 128 * mib);
    assert.equal(mysqlBytes("128MB"), null);
    assert.equal(postgresBytes("128MB"), 128 * mib);
    assert.equal(postgresBytes("'1 GB'"), 1024 * mib);
    assert.equal(postgresBytes("16384"), 128 * mib);
    assert.equal(postgresBytes("4096", 1024), 4 * mib);
    assert.equal(postgresBytes("128mb"), null);
    assert.equal(redisBytes("100mb"), 100 * mib);
    assert.equal(redisBytes("100m"), 100e6);
    assert.equal(redisBytes("1024"), 1024);
    assert.equal(goBytes("256MiB"), 256 * mib);
    assert.equal(goBytes("256MB"), null);
    assert.equal(phpBytes("128M"), 128 * mib);
    assert.equal(phpBytes("-1"), null);
  });

  it("are written for people", () => {
    assert.deepEqual([0, 900, 1024, 1.5 * 1024 ** 3, 512 * mib].map(readableBytes), [
      "0 B", "900 B", "1 KiB", "1.5 GiB", "512 MiB",
    ]);
  });
});
