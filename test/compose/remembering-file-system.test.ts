import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FileContent, FileFacts } from "../../src/compose/file-system.js";
import { RememberingFileSystem } from "../../src/compose/remembering-file-system.js";
import { MemoryFileSystem } from "../memory-file-system.js";

/** One text for all files, of a size and a time that a test chooses. */
class ChangingFileSystem extends MemoryFileSystem {
  readings = 0;
  content: FileContent = { ok: true, text: "one" };
  present: FileFacts | null = { kind: "file", size: 3, modified: 1 };

  override read(): FileContent {
    this.readings += 1;
    return this.content;
  }

  override facts(): FileFacts | null {
    return this.present;
  }
}

describe("a file system that remembers what it has read", () => {
  it("reads a file once while its size and its time stay the same", () => {
    const files = new ChangingFileSystem();
    const remembering = new RememberingFileSystem(files);
    remembering.read("/a");
    files.content = { ok: true, text: "two" };
    assert.deepEqual(remembering.read("/a"), { ok: true, text: "one" });
    files.present = { kind: "file", size: 3, modified: 2 };
    assert.deepEqual(remembering.read("/a"), { ok: true, text: "two" });
    files.content = { ok: true, text: "three" };
    files.present = { kind: "file", size: 5, modified: 2 };
    assert.deepEqual(remembering.read("/a"), { ok: true, text: "three" });
    assert.equal(files.readings, 3);
  });

  it("asks again for what could not be read, and forgets what is gone", () => {
    const files = new ChangingFileSystem();
    const remembering = new RememberingFileSystem(files);
    files.content = { ok: false, problem: "no-permission" };
    remembering.read("/a");
    files.content = { ok: true, text: "one" };
    assert.deepEqual(remembering.read("/a"), { ok: true, text: "one" });
    files.content = { ok: false, problem: "not-found" };
    files.present = null;
    assert.deepEqual(remembering.read("/a"), { ok: false, problem: "not-found" });
    files.content = { ok: true, text: "two" };
    files.present = { kind: "file", size: 3, modified: 1 };
    assert.deepEqual(remembering.read("/a"), { ok: true, text: "two" });
  });

  it("keeps as many files as it may", () => {
    const files = new ChangingFileSystem();
    const remembering = new RememberingFileSystem(files, 2);
    for (const file of ["/a", "/b", "/c", "/b", "/c"]) remembering.read(file);
    assert.equal(files.readings, 3);
    remembering.read("/a");
    assert.equal(files.readings, 4);
  });
});
