import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { parseByteSize, sizeOverflow } from "../../src/compose/byte-size.js";
import { assertEvenGrowth } from "../even-growth.js";

const mib = 1024 * 1024;

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
    ["1__0", null], ["_1", null], [".", null],
    // From 2 ** 63 on Compose makes -9223372036854775808 of it.
    ["8191p", 8191 * 1024 ** 5], ["8192p", sizeOverflow], ["9000p", 9000 * 1024 ** 5], ["9007199254740993", 9007199254740992], ["1e30", 1e30], ["1e400", null],
  ];
  it("are what the real Compose makes of them", () => {
    for (const [size, bytes] of answers) assert.equal(parseByteSize(size), bytes, JSON.stringify(size));
  });

  it("never throw and stay quick for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        parseByteSize(text);
      }),
      { seed: 3, numRuns: 1000 },
    );
    for (const piece of ["1_", "1."]) assertEvenGrowth((size) => { assert.equal(parseByteSize(piece.repeat(size)), null); }, 100_000);
  });
});
