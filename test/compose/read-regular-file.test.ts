import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { readRegularFile } from "../../src/compose/read-regular-file.js";
import { temporaryFolder } from "../cli/temporary-folder.js";

const isUnix = process.platform === "win32" ? "Windows has no such files" : false;
const isLinux = process.platform === "linux" ? false : "only Linux has /proc";

function problemOf(file: string, maximum = 1000): string {
  const content = readRegularFile(file, maximum);
  return content.ok ? `${content.bytes.length} bytes` : content.problem;
}

describe("readRegularFile", () => {
  it("reads a file of up to the maximum, also an empty one", (test) => {
    const folder = temporaryFolder(test, { empty: "", some: "abc", most: "x".repeat(1000), more: "x".repeat(1001) });
    const names = ["empty", "some", "most", "more", "none", "some/below"];
    assert.deepEqual(names.map((name) => problemOf(path.join(folder, name))), ["0 bytes", "3 bytes", "1000 bytes", "too-large", "not-found", "not-found"]);
    assert.deepEqual(readRegularFile(path.join(folder, "some"), 1000), { ok: true, bytes: Buffer.from("abc") });
    writeFileSync(path.join(folder, "large"), "ab".repeat(300_000));
    assert.equal(problemOf(path.join(folder, "large"), 1e6), "600000 bytes");
  });

  it("opens no folder, pipe or device, be it through a link, and no circle of links", { skip: isUnix }, (test) => {
    const folder = temporaryFolder(test, {});
    mkdirSync(path.join(folder, "folder"));
    assert.equal(spawnSync("mkfifo", [path.join(folder, "pipe")]).status, 0);
    symlinkSync("pipe", path.join(folder, "link"));
    symlinkSync("circle", path.join(folder, "circle"));
    for (const file of ["folder", "pipe", "link"].map((name) => path.join(folder, name)).concat("/dev/zero", "/dev/null", "/dev/tty")) assert.equal(problemOf(file), "not-a-file", file);
    assert.equal(problemOf(path.join(folder, "circle")), "unreadable");
  });

  it("reads no more of a file in /proc that claims to be empty", { skip: isLinux }, () => {
    assert.equal(problemOf("/proc/self/maps", 100), "too-large");
    assert.match(problemOf("/proc/self/stat", 10_000), /^[1-9]\d* bytes$/u);
  });
});
