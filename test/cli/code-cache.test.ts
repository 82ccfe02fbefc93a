import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { codeCacheFolder, readCode, writeCode, type CacheSurroundings } from "../../src/cli/code-cache.js";
import { temporaryFolder } from "./temporary-folder.js";

const uid = process.getuid?.() ?? null;

function surroundings(variables: Record<string, string>, platform: NodeJS.Platform = "linux"): CacheSurroundings {
  return { variables, platform, uid };
}

describe("the folder of compiled code", () => {
  const cases: [name: string, variables: Record<string, string>, platform: NodeJS.Platform, folder: string | null][] = [
    ["the user's cache", { HOME: "/home/x" }, "linux", "/home/x/.cache/compose-lint/code"],
    ["the cache that XDG names", { HOME: "/home/x", XDG_CACHE_HOME: "/y" }, "linux", "/y/compose-lint/code"],
    ["not a relative one of XDG", { HOME: "/home/x", XDG_CACHE_HOME: "y" }, "linux", "/home/x/.cache/compose-lint/code"],
    ["none in a relative home", { HOME: "x" }, "linux", null],
    ["none in a relative home on macOS", { HOME: "x" }, "darwin", null],
    ["none in a relative folder on Windows", { LOCALAPPDATA: "x" }, "win32", null],
    ["macOS", { HOME: "/Users/x" }, "darwin", "/Users/x/Library/Caches/compose-lint/code"],
    ["the one that Node is told", { HOME: "/home/x", NODE_COMPILE_CACHE: "/z" }, "linux", "/z/compose-lint"],
    ["none where Node is told so", { HOME: "/home/x", NODE_DISABLE_COMPILE_CACHE: "1" }, "linux", null],
    ["none without a home", {}, "linux", null],
    ["none without a home on Windows", {}, "win32", null],
  ];
  for (const [name, variables, platform, folder] of cases) {
    it(name, () => {
      assert.equal(codeCacheFolder(surroundings(variables, platform)), folder);
    });
  }
});

describe("compiled code", () => {
  const own = surroundings({});
  const kept = { code: Buffer.from("code of some length"), generation: 2, bytecode: 1234 };

  it("is read as it was written, by its owner alone", (test) => {
    const file = path.join(temporaryFolder(test), "cache", "lint");
    writeCode(file, kept, own);
    assert.deepEqual(readCode(file, own), kept);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(statSync(path.dirname(file)).mode & 0o777, 0o700);
    assert.deepEqual(readdirSync(path.dirname(file)), ["lint"]);
  });

  it("is not read where it is not whole", (test) => {
    const file = path.join(temporaryFolder(test), "cache", "lint");
    writeCode(file, kept, own);
    const whole = readFileSync(file);
    for (let length = 0; length < whole.length; length += 1) {
      truncateSync(file, 0);
      writeFileSync(file, whole.subarray(0, length));
      assert.equal(readCode(file, own), null, `${length} bytes`);
    }
    // As a file system may leave it after a power failure.
    writeFileSync(file, Buffer.alloc(whole.length));
    assert.equal(readCode(file, own), null);
  });

  it("is read as it was written where it has an empty sector of its own", (test) => {
    const file = path.join(temporaryFolder(test), "cache", "lint");
    const empty = { ...kept, code: Buffer.alloc(4096) };
    writeCode(file, empty, own);
    assert.deepEqual(readCode(file, own), empty);
  });

  it("is not read where a sector of it was lost", (test) => {
    const file = path.join(temporaryFolder(test), "cache", "lint");
    const code = Buffer.from(Array.from({ length: 64 * 512 }, (_, index) => 1 + (index * index) % 251));
    writeCode(file, { ...kept, code }, own);
    const whole = readFileSync(file);
    for (let start = 0; start < whole.length; start += 512) {
      writeFileSync(file, Buffer.from(whole).fill(0, start, Math.min(start + 512, whole.length)));
      assert.equal(readCode(file, own), null, `512 bytes from ${start} on`);
    }
    for (let start = 0; start + 4096 < whole.length; start += 4096) {
      writeFileSync(file, Buffer.from(whole).fill(7, start, start + 4096));
      assert.equal(readCode(file, own), null, `other bytes from ${start} on`);
    }
    writeFileSync(file, whole);
    assert.deepEqual(readCode(file, own)?.code, code);
  });

  it("is neither read from nor written to a folder in which others may write", (test) => {
    const folder = path.join(temporaryFolder(test), "cache");
    const file = path.join(folder, "lint");
    writeCode(file, kept, own);
    chmodSync(folder, 0o777);
    assert.equal(readCode(file, own), null);
    writeCode(path.join(folder, "fix"), kept, own);
    assert.deepEqual(readdirSync(folder), ["lint"]);
    chmodSync(folder, 0o700);
    assert.deepEqual(readCode(file, own), kept);
  });

  it("is not read from another user's folder", { skip: uid === null ? "this system has no user numbers" : false }, (test) => {
    const file = path.join(temporaryFolder(test), "cache", "lint");
    writeCode(file, kept, own);
    assert.equal(readCode(file, { ...own, uid: (uid ?? 0) + 1 }), null);
  });

  it("is no trouble where it cannot be kept", (test) => {
    const folder = temporaryFolder(test, { file: "" });
    writeCode(path.join(folder, "file", "lint"), kept, own);
    symlinkSync("loop", path.join(folder, "loop"));
    writeCode(path.join(folder, "loop", "lint"), kept, own);
    assert.equal(readCode(path.join(folder, "loop", "lint"), own), null);
    assert.deepEqual(readdirSync(folder).sort(), ["file", "loop"]);
  });

  it("of builds that nobody uses any more is taken away", (test) => {
    const folder = path.join(temporaryFolder(test), "cache");
    mkdirSync(folder, { mode: 0o700 });
    for (const [name, days] of [["old", 40], ["recent", 20]] as const) {
      writeFileSync(path.join(folder, name), "");
      const time = Date.now() / 1000 - days * 86_400;
      utimesSync(path.join(folder, name), time, time);
    }
    writeCode(path.join(folder, "lint"), kept, own);
    assert.deepEqual(readdirSync(folder).sort(), ["lint", "recent"]);
  });
});
