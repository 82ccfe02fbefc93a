import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { fileOfArchive } from "../../src/engine/tar-file.js";

describe("fileOfArchive", () => {
  it("reads the first file of what tar writes, in its formats", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "compose-lint-tar-"));
    try {
      const name = "n".repeat(150);
      writeFileSync(path.join(folder, name), "text\n".repeat(300));
      writeFileSync(path.join(folder, "empty"), "");
      mkdirSync(path.join(folder, "sub"));
      symlinkSync("empty", path.join(folder, "link"));
      const tar = (format: string, file: string): Buffer => execFileSync("tar", ["-C", folder, `--format=${format}`, "-cf", "-", file]);
      for (const format of ["gnu", "pax", "ustar"]) {
        if (format !== "ustar") assert.equal(fileOfArchive(tar(format, name))?.toString(), "text\n".repeat(300), format);
        assert.equal(fileOfArchive(tar(format, "empty"))?.length, 0);
        assert.equal(fileOfArchive(tar(format, "sub")), null);
        assert.equal(fileOfArchive(tar(format, "link")), null);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("finds nothing in what is no archive", () => {
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(1024), Buffer.from("x".repeat(600)), Buffer.alloc(511)]) {
      assert.equal(fileOfArchive(bytes), null);
    }
  });
});
