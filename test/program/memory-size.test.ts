import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  composeBytes,
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

const readers = [composeBytes, goBytes, javaBytes, mysqlBytes, phpBytes, postgresBytes, redisBytes];

describe("sizes of Compose", () => {
  // What `docker compose config --format json` 2.40.3 made of each as a quoted mem_limit; null is an error.
  const answers: [size: string, bytes: number | null][] = [
    ["0", 0], ["1", 1], ["512", 512], ["512b", 512], ["512B", 512], ["1 b", 1], ["1.9", 1], ["1.9b", 1],
    ["1k", 1024], ["1K", 1024], ["1kb", 1024], ["1KB", 1024], ["1kib", 1024], ["1KiB", 1024], ["1 kib", 1024],
    ["1m", mib], ["1M", mib], ["1mb", mib], ["1MiB", mib], ["0.5m", mib / 2], [".5m", mib / 2], ["+.5k", 512],
    ["1.5g", 1536 * mib], ["1.5G", 1536 * mib], ["1.5GiB", 1536 * mib], ["1.g", 1024 * mib], ["1 g", 1024 * mib],
    ["1 gb", 1024 * mib], ["+1g", 1024 * mib], ["2.5 MB", 2.5 * mib], ["1t", 1024 ** 4], ["1T", 1024 ** 4],
    ["1tb", 1024 ** 4], ["1p", 1024 ** 5], ["1P", 1024 ** 5], ["1.0000001k", 1024], ["00012k", 12288], ["1.", 1],
    ["1_000", 1000], ["1_000k", 1024000], ["1_000b", 1000], ["1_0.5k", 10752], ["1e3", 1000], ["1e3k", 1024000],
    ["1E3k", 1024000], ["1e-3g", 1073741],
    ["1ki", null], ["1  g", null], [" 1g", null], ["1g ", null], ["1g\n", null], ["1\tg", null], ["1e", null],
    ["1eb", null], ["1z", null], ["-1", null], ["-1m", null], ["abc", null], ["", null], ["1gg", null], ["1bb", null],
    ["1ib", null], ["1i", null], ["1,5g", null], ["1.2.3g", null], ["0x10", null], ["inf", null], ["\u0661g", null],
    ["1__0", null], ["_1", null], [".", null], ["9000p", null],
  ];
  it("are what the real Compose makes of them", () => {
    for (const [size, bytes] of answers) assert.equal(composeBytes(size), bytes, JSON.stringify(size));
  });

  it("are whole numbers where they are numbers", () => {
    assert.equal(composeBytes(16), 16);
    for (const size of [-1, 1.5, Number.NaN, Infinity]) assert.equal(composeBytes(size), null);
  });

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
