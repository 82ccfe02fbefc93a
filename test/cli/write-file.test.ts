import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync, chownSync, linkSync, lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, renameSync, statSync,
  symlinkSync, utimesSync, writeFileSync,
} from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { makeStagingFolder, removeLeftStagingFolders } from "../../src/cli/staging-folder.js";
import { ChangedFileError, describeWriteProblem, writeFileSafely } from "../../src/cli/write-file.js";
import { temporaryFolder } from "./temporary-folder.js";

const isRoot = process.getuid?.() === 0;
const posixOnly = process.platform === "win32" ? "Windows has no such modes" : false;

describe("writeFileSafely", () => {
  it("ends with an error where the kernel makes no folder", { skip: process.platform === "linux" ? false : "only Linux has /proc" }, () => {
    assert.throws(() => { writeFileSafely("/proc/nothing/of/this/name", "text"); }, { code: "ENOENT" });
  });

  it("writes what it is given, byte for byte, and leaves nothing else", (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "old" });
    for (const text of ["a: 1\r\nb: 2\r\n", "\ufeffa: 1", "a: é😀\n", "", "x".repeat(300_000)]) {
      writeFileSafely(path.join(folder, "compose.yaml"), text);
      assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), text);
      assert.deepEqual(readdirSync(folder), ["compose.yaml"]);
    }
  });

  it("makes the file, and its folder, where they are not there", (test) => {
    const folder = temporaryFolder(test);
    const file = path.join(folder, "a/b/seccomp.json");
    writeFileSafely(file, "{}");
    assert.equal(readFileSync(file, "utf8"), "{}");
    assert.deepEqual(readdirSync(path.dirname(file)), ["seccomp.json"]);
  });

  it("gives a new file the mode that any new file gets", { skip: posixOnly }, (test) => {
    const folder = temporaryFolder(test);
    writeFileSync(path.join(folder, "other"), "");
    writeFileSafely(path.join(folder, "new"), "");
    assert.equal(statSync(path.join(folder, "new")).mode, statSync(path.join(folder, "other")).mode);
  });

  it("says how many other names of the file keep the old text", (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "old" });
    const file = path.join(folder, "compose.yaml");
    assert.equal(writeFileSafely(path.join(folder, "new"), ""), 0);
    for (const name of ["a", "b"]) linkSync(file, path.join(folder, name));
    assert.equal(writeFileSafely(file, "new"), 2);
    assert.equal(writeFileSafely(file, "newer"), 0);
    assert.deepEqual(["a", "b", "compose.yaml"].map((name) => readFileSync(path.join(folder, name), "utf8")), ["old", "old", "newer"]);
  });

  it("says why in words, without the call of the system, and what to do", () => {
    const problemOf = (code: string, message = ""): string => describeWriteProblem(Object.assign(new Error(message), { code }));
    assert.equal(problemOf("ENOENT", "ENOENT: no such file or directory, open '/proc/x/y'"), "there is no such place, and none can be made there. Name another file");
    assert.equal(problemOf("EMFILE", "EMFILE: too many open files, open '/a, b'"), "too many open files");
    assert.equal(problemOf("EIO", "EIO: i/o error, write"), "i/o error");
  });

  it("keeps the mode", { skip: posixOnly }, (test) => {
    const file = path.join(temporaryFolder(test, { "compose.yaml": "old" }), "compose.yaml");
    for (const mode of [0o600, 0o644, 0o664, 0o755, 0o777]) {
      chmodSync(file, mode);
      writeFileSafely(file, `${mode}`);
      assert.equal(statSync(file).mode & 0o7777, mode, mode.toString(8));
    }
  });

  it("keeps the owner, for root too", { skip: isRoot ? false : "only root can give a file to someone else" }, (test) => {
    const file = path.join(temporaryFolder(test, { "compose.yaml": "old" }), "compose.yaml");
    chownSync(file, 1234, 2345);
    chmodSync(file, 0o640);
    writeFileSafely(file, "new");
    const { uid, gid, mode } = statSync(file);
    assert.deepEqual([uid, gid, mode & 0o7777], [1234, 2345, 0o640]);
  });

  it("writes the file behind a link, and keeps the link", { skip: posixOnly }, (test) => {
    const folder = temporaryFolder(test, { "real/base.yaml": "old" });
    mkdirSync(path.join(folder, "links"));
    symlinkSync("../real/base.yaml", path.join(folder, "links/one.yaml"));
    symlinkSync("one.yaml", path.join(folder, "links/two.yaml"));
    writeFileSafely(path.join(folder, "links/two.yaml"), "new");
    assert.equal(readFileSync(path.join(folder, "real/base.yaml"), "utf8"), "new");
    assert.equal(readlinkSync(path.join(folder, "links/two.yaml")), "one.yaml");
    assert.ok(lstatSync(path.join(folder, "links/one.yaml")).isSymbolicLink());
    assert.deepEqual(readdirSync(path.join(folder, "links")), ["one.yaml", "two.yaml"]);
    assert.deepEqual(readdirSync(path.join(folder, "real")), ["base.yaml"]);
  });

  it("gives a reader that has the file open the old text to its end", { skip: posixOnly }, (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "old" });
    const before = statSync(path.join(folder, "compose.yaml")).ino;
    writeFileSafely(path.join(folder, "compose.yaml"), "new");
    assert.notEqual(statSync(path.join(folder, "compose.yaml")).ino, before, "the file was replaced, not written over");
  });

  it("throws where the new text cannot take its place, and leaves the old one and nothing else", (test) => {
    const folder = temporaryFolder(test, { "compose.yaml/inside": "a folder has this name" });
    assert.throws(() => { writeFileSafely(path.join(folder, "compose.yaml"), "new"); });
    assert.deepEqual(readdirSync(folder), ["compose.yaml"]);
    assert.deepEqual(readdirSync(path.join(folder, "compose.yaml")), ["inside"]);
  });

  it("throws where a file stands in the place of a folder", (test) => {
    const folder = temporaryFolder(test, { file: "old" });
    assert.throws(() => { writeFileSafely(path.join(folder, "file/compose.yaml"), "new"); });
    assert.equal(readFileSync(path.join(folder, "file"), "utf8"), "old");
    assert.deepEqual(readdirSync(folder), ["file"]);
  });

  it("throws for a link that leads to itself", { skip: posixOnly }, (test) => {
    const folder = temporaryFolder(test);
    symlinkSync("loop", path.join(folder, "loop"));
    assert.throws(() => { writeFileSafely(path.join(folder, "loop"), "new"); });
    assert.equal(readlinkSync(path.join(folder, "loop")), "loop");
    assert.deepEqual(readdirSync(folder), ["loop"]);
  });

  it("throws without permission and leaves the old text", { skip: isRoot ? "root may write everywhere" : posixOnly }, (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "old" });
    const file = path.join(folder, "compose.yaml");
    chmodSync(file, 0o444);
    assert.throws(() => { writeFileSafely(file, "new"); }, { code: "EACCES" });
    chmodSync(file, 0o644);
    chmodSync(folder, 0o555);
    assert.throws(() => { writeFileSafely(file, "new"); }, { code: "EACCES" });
    chmodSync(folder, 0o755);
    assert.equal(readFileSync(file, "utf8"), "old");
    assert.deepEqual(readdirSync(folder), ["compose.yaml"]);
  });

  it("keeps the group of a folder's file", { skip: isRoot ? false : "only root can give a file to any group" }, (test) => {
    const file = path.join(temporaryFolder(test, { "compose.yaml": "old" }), "compose.yaml");
    chownSync(file, 0, 2345);
    writeFileSafely(file, "new");
    assert.deepEqual([statSync(file).uid, statSync(file).gid], [0, 2345]);
  });

  it("leaves other hard links with the old text", { skip: posixOnly }, (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "old" });
    linkSync(path.join(folder, "compose.yaml"), path.join(folder, "other"));
    writeFileSafely(path.join(folder, "compose.yaml"), "new");
    assert.deepEqual(["compose.yaml", "other"].map((name) => readFileSync(path.join(folder, name), "utf8")), ["new", "old"]);
  });

  it("replaces only what was expected", (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "changed" });
    const file = path.join(folder, "compose.yaml");
    assert.throws(() => { writeFileSafely(file, "new", "old"); }, ChangedFileError);
    assert.throws(() => { writeFileSafely(file, "new", null); }, ChangedFileError);
    assert.throws(() => { writeFileSafely(path.join(folder, "gone.yaml"), "new", "old"); }, ChangedFileError);
    assert.equal(readFileSync(file, "utf8"), "changed");
    assert.deepEqual(readdirSync(folder), ["compose.yaml"]);
    writeFileSafely(file, "new", "changed");
    writeFileSafely(path.join(folder, "fresh.yaml"), "new", null);
    assert.deepEqual(["compose.yaml", "fresh.yaml"].map((name) => readFileSync(path.join(folder, name), "utf8")), ["new", "new"]);
  });

  it("writes a file that was moved away and back", (test) => {
    const folder = temporaryFolder(test, { a: "old" });
    renameSync(path.join(folder, "a"), path.join(folder, "b"));
    writeFileSafely(path.join(folder, "a"), "new");
    assert.deepEqual(readdirSync(folder), ["a", "b"]);
  });
});

describe("removeLeftStagingFolders", () => {
  /** A process that has ended, so that its number belongs to none. */
  const endedPid = (): number => spawnSync(process.execPath, ["--version"]).pid;

  it("removes what a killed process left, and nothing of processes that run", (test) => {
    const left = `.compose-lint-${endedPid()}-aB3xY9`;
    const running = `.compose-lint-${process.ppid}-aB3xY9`;
    const folder = temporaryFolder(test, {
      [`${left}/.gitignore`]: "*\n",
      [`${left}/text.tmp`]: "half of a te",
      [`${running}/text.tmp`]: "half of a te",
      ".compose-lint-99999999-file": "",
      ".compose-lint-mine/compose.yaml": "",
    });
    removeLeftStagingFolders(folder);
    assert.deepEqual(readdirSync(folder).sort(), [running, ".compose-lint-99999999-file", ".compose-lint-mine"].sort());
  });

  it("removes those of a day ago, whose process is another one by now", (test) => {
    const old = `.compose-lint-${process.ppid}-aB3xY9`;
    const folder = temporaryFolder(test, { [`${old}/text.tmp`]: "half of a te" });
    utimesSync(path.join(folder, old), new Date(0), new Date(0));
    removeLeftStagingFolders(folder);
    assert.deepEqual(readdirSync(folder), []);
  });

  it("leaves a folder with other files, and what a link of such a name leads to", { skip: posixOnly }, (test) => {
    const left = `.compose-lint-${endedPid()}-aB3xY9`;
    const folder = temporaryFolder(test, { [`${left}/work.yaml`]: "mine", "elsewhere/text.tmp": "mine" });
    symlinkSync("elsewhere", path.join(folder, `.compose-lint-${endedPid()}-zB3xY9`));
    removeLeftStagingFolders(folder);
    assert.equal(readFileSync(path.join(folder, left, "work.yaml"), "utf8"), "mine");
    assert.equal(readFileSync(path.join(folder, "elsewhere/text.tmp"), "utf8"), "mine");
  });

  it("is not needed where nothing was killed", (test) => {
    const folder = temporaryFolder(test);
    const staging = makeStagingFolder(folder);
    assert.equal(readFileSync(path.join(staging, ".gitignore"), "utf8"), "*\n");
    removeLeftStagingFolders(folder);
    assert.deepEqual(readdirSync(folder), [path.basename(staging)]);
  });
});
