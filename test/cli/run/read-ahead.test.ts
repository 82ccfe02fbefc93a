import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FileContent } from "../../../src/compose/file-system.js";
import { ReadAhead } from "../../../src/cli/run/read-ahead.js";

/** Files that tell how often they were read: each time they hold one letter more. */
function growingFiles(): { read: (file: string) => FileContent } {
  const reads = new Map<string, number>();
  return {
    read: (file) => {
      const count = (reads.get(file) ?? 0) + 1;
      reads.set(file, count);
      return file === "gone" ? { ok: false, problem: "not-found" } : { ok: true, text: file.repeat(count) };
    },
  };
}

describe("ReadAhead", () => {
  it("gives what was read before until it is taken", () => {
    const ahead = new ReadAhead(growingFiles());
    assert.deepEqual(ahead.read("a"), { ok: true, text: "a" });
    assert.deepEqual(ahead.read("a"), { ok: true, text: "a" });
    assert.deepEqual(ahead.take("a"), { ok: true, text: "a" });
    assert.deepEqual(ahead.take("a"), { ok: true, text: "aa" });
  });

  it("reads what was not read before", () => {
    assert.deepEqual(new ReadAhead(growingFiles()).take("a"), { ok: true, text: "a" });
  });

  it("reads again what could not be read", () => {
    const ahead = new ReadAhead(growingFiles());
    assert.deepEqual(ahead.read("gone"), { ok: false, problem: "not-found" });
    assert.deepEqual(ahead.take("gone"), { ok: false, problem: "not-found" });
  });

  it("keeps nothing where it may not, not even that a file is empty", () => {
    const texts = ["", "later"];
    const ahead = new ReadAhead({ read: () => ({ ok: true, text: texts.shift() ?? "" }) }, 0);
    assert.deepEqual(ahead.read("a"), { ok: true, text: "" });
    assert.deepEqual(ahead.take("a"), { ok: true, text: "later" });
  });

  it("keeps no more characters than it may, and has room again for what was taken", () => {
    const ahead = new ReadAhead(growingFiles(), 3);
    for (const file of ["a", "b", "c"]) ahead.read(file);
    assert.deepEqual(ahead.take("c"), { ok: true, text: "cc" });
    assert.deepEqual(ahead.take("a"), { ok: true, text: "a" });
    ahead.read("d");
    assert.deepEqual(ahead.take("d"), { ok: true, text: "d" });
    assert.deepEqual(ahead.take("b"), { ok: true, text: "b" });
  });
});
