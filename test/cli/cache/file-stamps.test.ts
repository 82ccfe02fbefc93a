import assert from "node:assert/strict";
import { closeSync, fstatSync, linkSync, openSync, renameSync, statSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { NodeFileSystem } from "../../../src/compose/node-file-system.js";
import { FileContents } from "../../../src/cli/cache/file-contents.js";
import type { KeptContent } from "../../../src/cli/cache/lint-cache.js";
import { FileStamps, isOnTellingSystem, stampOf, type TimesOfFile } from "../../../src/cli/run/file-stamps.js";
import { digestOf } from "../../../src/cli/run/dependency.js";
import { temporaryFolder } from "../temporary-folder.js";

const MINUTE = 60_000;
const LONG_AGO = 1_600_000_000;
const first = "services:\n  web:\n    image: node:20\n";
const second = "services:\n  web:\n    image: node:18\n";

const changed = 1_700_000_000_000;
const stats: TimesOfFile = { size: 3, mtimeMs: changed, ctimeMs: changed, ino: 5, dev: 7 };

/** The stamp of a file that is read so long after the time that it is said to have been changed at. */
function stampAfter(milliseconds: number, other: Partial<TimesOfFile> = {}, tellsChanges = () => true): string | null {
  const stamps = new FileStamps({ now: () => changed + milliseconds, tellsChanges });
  stamps.noteOpened("/a", { ...stats, ...other });
  return stamps.ofRead("/a");
}

describe("the stamp of a file that was read", () => {
  it("is there where the file was changed long enough before", () => {
    assert.equal(stampAfter(MINUTE), `3 ${changed} ${changed} 5 7`);
  });

  it("is not there where the file may change again within one tick of coarse times, of two seconds on FAT", () => {
    for (const milliseconds of [0, 1, 999, 2000, 2999, 3999]) assert.equal(stampAfter(milliseconds), null);
    assert.notEqual(stampAfter(4000), null);
  });

  it("is not there where one of its times lies in the future, as after the clock was set back", () => {
    assert.equal(stampAfter(MINUTE, { mtimeMs: changed + 2 * MINUTE }), null);
    assert.equal(stampAfter(MINUTE, { ctimeMs: changed + 2 * MINUTE }), null);
    assert.equal(stampAfter(-MINUTE), null);
  });

  it("is not there on a file system that may tell of changes too late, which is asked once", () => {
    let asked = 0;
    const stamps = new FileStamps({ now: () => changed + MINUTE, tellsChanges: () => { asked += 1; return false; } });
    for (const file of ["/a", "/b", "/c"]) {
      stamps.noteOpened(file, stats);
      assert.equal(stamps.ofRead(file), null);
    }
    assert.equal(asked, 1);
    assert.equal(isOnTellingSystem("/proc/self/status"), false);
    assert.equal(isOnTellingSystem("/there/is/none"), false);
  });

  it("is that of the file that was opened last, once", () => {
    const stamps = new FileStamps({ now: () => changed + MINUTE, tellsChanges: () => true });
    stamps.noteOpened("/a", stats);
    assert.equal(stamps.ofRead("/b"), null);
    stamps.noteOpened("/a", stats);
    assert.notEqual(stamps.ofRead("/a"), null);
    assert.equal(stamps.ofRead("/a"), null);
  });

  it("is the same asked of an open file as of its name", (test) => {
    const file = path.join(temporaryFolder(test, { a: first }), "a");
    const descriptor = openSync(file, "r");
    const open = fstatSync(descriptor);
    closeSync(descriptor);
    assert.equal(stampOf(open), stampOf(statSync(file)));
  });
});

/** Contents of a folder with one file that was read a while after it was written, which `digest` counts. */
function knownFolder(folder: string): { file: string; digest: () => { digest: string; reads: number }; kept: Map<string, KeptContent> } {
  const kept = new Map<string, KeptContent>();
  const stamps = new FileStamps({ now: () => Date.now() + MINUTE, tellsChanges: () => true });
  let reads = 0;
  const fileSystem = new NodeFileSystem(undefined, (file, opened) => {
    reads += 1;
    stamps.noteOpened(file, opened);
  });
  const contents = new FileContents({ store: { content: (file) => kept.get(file) ?? null, keepContent: (file, content) => void kept.set(file, content) }, fileSystem, stamps, noteKnown: () => undefined });
  const file = path.join(folder, "compose.yaml");
  // Whole seconds, which can be given to another content without loss.
  utimesSync(file, LONG_AGO, LONG_AGO);
  const digest = (): { digest: string; reads: number } => {
    reads = 0;
    return { digest: contents.digest(file), reads };
  };
  return { file, digest, kept };
}

/** Makes sure that what follows is in another tick of the system's clock. */
function nextTick(): void {
  for (const start = Date.now(); Date.now() - start < 20; );
}

describe("the content of a file", () => {
  it("is not read again while the stamp is the same", (test) => {
    const { digest } = knownFolder(temporaryFolder(test, { "compose.yaml": first }));
    assert.deepEqual(digest(), { digest: digestOf(`=${first}`), reads: 1 });
    assert.deepEqual(digest(), { digest: digestOf(`=${first}`), reads: 0 });
  });

  const changes: [how: string, change: (file: string) => void][] = [
    ["is written", (file) => { writeFileSync(file, second); }],
    ["is written and gets its old times again", (file) => {
      writeFileSync(file, second);
      utimesSync(file, LONG_AGO, LONG_AGO);
    }],
    ["is replaced by another file of the same size and times", (file) => {
      writeFileSync(`${file}.new`, second);
      utimesSync(`${file}.new`, LONG_AGO, LONG_AGO);
      renameSync(`${file}.new`, file);
    }],
    ["is written under its other name", (file) => {
      linkSync(file, `${file}.link`);
      writeFileSync(`${file}.link`, second);
      utimesSync(`${file}.link`, LONG_AGO, LONG_AGO);
    }],
    ["is a link that leads elsewhere", (file) => {
      writeFileSync(`${file}.other`, second);
      utimesSync(`${file}.other`, LONG_AGO, LONG_AGO);
      unlinkSync(file);
      symlinkSync(`${file}.other`, file);
    }],
  ];
  for (const [how, change] of changes) {
    it(`is read when the file ${how}`, (test) => {
      const { file, digest } = knownFolder(temporaryFolder(test, { "compose.yaml": first }));
      digest();
      nextTick();
      change(file);
      assert.deepEqual(digest(), { digest: digestOf(`=${second}`), reads: 1 });
      assert.deepEqual(digest(), { digest: digestOf(`=${second}`), reads: 0 });
    });
  }

  it("is read when the folder above is another one, whose file has the same size and times", (test) => {
    const folder = temporaryFolder(test, { "here/compose.yaml": first, "there/compose.yaml": second });
    const { digest } = knownFolder(path.join(folder, "here"));
    digest();
    utimesSync(path.join(folder, "there", "compose.yaml"), LONG_AGO, LONG_AGO);
    renameSync(path.join(folder, "here"), path.join(folder, "old"));
    renameSync(path.join(folder, "there"), path.join(folder, "here"));
    assert.deepEqual(digest(), { digest: digestOf(`=${second}`), reads: 1 });
  });

  it("is read when the file was touched alone, and then has the new stamp", (test) => {
    const { file, digest, kept } = knownFolder(temporaryFolder(test, { "compose.yaml": first }));
    digest();
    const before = kept.get(file)?.stamp;
    nextTick();
    utimesSync(file, 1, 1);
    assert.deepEqual(digest(), { digest: digestOf(`=${first}`), reads: 1 });
    assert.notEqual(kept.get(file)?.stamp, before);
    assert.equal(digest().reads, 0);
  });

  it("is read when the file is gone, and when it is back", (test) => {
    const { file, digest } = knownFolder(temporaryFolder(test, { "compose.yaml": first }));
    digest();
    unlinkSync(file);
    assert.equal(digest().digest, "not-found");
    writeFileSync(file, second);
    assert.deepEqual(digest(), { digest: digestOf(`=${second}`), reads: 1 });
  });

  it("is read each time where its times lie in the future", (test) => {
    const { file, digest } = knownFolder(temporaryFolder(test, { "compose.yaml": first }));
    const future = Date.now() / 1000 + 3600;
    utimesSync(file, future, future);
    assert.equal(digest().reads, 1);
    assert.equal(digest().reads, 1);
  });

  it("is read each time where it is so short that it stands in the place of its digest", (test) => {
    const { digest } = knownFolder(temporaryFolder(test, { "compose.yaml": "a: b\n" }));
    assert.deepEqual([digest(), digest()], [{ digest: "=a: b\n", reads: 1 }, { digest: "=a: b\n", reads: 1 }]);
  });
});
