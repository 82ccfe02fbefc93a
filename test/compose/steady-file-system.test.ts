import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FileFacts } from "../../src/compose/file-system.js";
import { SteadyFileSystem } from "../../src/compose/steady-file-system.js";
import { MemoryFileSystem } from "../memory-file-system.js";

/** A disk that is changed between two questions. */
class ChangingFileSystem extends MemoryFileSystem {
  size = 0;
  isThere = true;
  questions = 0;

  override facts(): FileFacts | null {
    this.questions += 1;
    return this.isThere ? { kind: "file", size: this.size, modified: 0 } : null;
  }

  override realPath(path: string): string {
    this.questions += 1;
    return `${path}${this.size}`;
  }
}

describe("a file system that answers twice alike", () => {
  it("tells of a file what it told before", () => {
    const files = new ChangingFileSystem();
    const steady = new SteadyFileSystem(files);
    assert.equal(steady.facts("/a")?.size, 0);
    assert.equal(steady.realPath("/a"), "/a0");
    files.size = 1;
    assert.equal(steady.facts("/a")?.size, 0);
    assert.equal(steady.realPath("/a"), "/a0");
    assert.equal(steady.facts("/b")?.size, 1);
    assert.equal(files.questions, 3);
  });

  it("tells again that there is nothing", () => {
    const files = new ChangingFileSystem();
    files.isThere = false;
    const steady = new SteadyFileSystem(files);
    assert.equal(steady.facts("/a"), null);
    files.isThere = true;
    assert.equal(steady.facts("/a"), null);
  });

  it("asks again rather than keep more than it should", () => {
    const files = new ChangingFileSystem();
    const steady = new SteadyFileSystem(files);
    for (let number = 0; number <= 2000; number += 1) steady.facts(`/${number}`);
    steady.facts("/2000");
    assert.equal(files.questions, 2001);
    steady.facts("/0");
    assert.equal(files.questions, 2002);
  });
});
