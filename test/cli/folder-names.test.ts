import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import { FolderNames, missingProjectFiles, projectNames, projectNamesAmong } from "../../src/cli/folder-names.js";
import { ListedFileSystem } from "../../src/cli/listed-file-system.js";
import { MemoryFileSystem } from "../memory-file-system.js";

describe("the names of folders", () => {
  it("rule out what a folder was seen not to have", () => {
    const names = new FolderNames();
    names.note("/a", ["compose.yaml", "README.md"]);
    assert.ok(names.mayHold("/a/compose.yaml"));
    assert.ok(!names.mayHold("/a/compose.override.yml"));
    assert.ok(!names.mayHold("/a/.env"));
    assert.ok(!names.mayHold("/a/package.json"));
    assert.ok(!names.mayHold("/a/.gitignore"));
  });

  it("rule out nothing of folders that nobody looked into, and no other names", () => {
    const names = new FolderNames();
    names.note("/a", []);
    assert.ok(names.mayHold("/a/other.yaml"));
    assert.ok(names.mayHold("/b/compose.yaml"));
    assert.ok(names.mayHold("/a/b/compose.yaml"));
  });

  it("take names for the same that some file system takes for the same", () => {
    const names = new FolderNames();
    // The last is the sign for kelvin, which is a small k where cases are not told apart.
    names.note("/a", ["Compose.YAML", "PACKAGE.JSON", "doc\u212Aer-compose.yml"]);
    for (const name of ["compose.yaml", "package.json", "docker-compose.yml"]) assert.ok(names.mayHold(`/a/${name}`), name);
    assert.ok(!names.mayHold("/a/compose.yml"));
  });

  it("tell which names of a project a folder has, and which files it lacks", () => {
    const names = new FolderNames();
    names.note("/a", ["compose.yaml", "package.json"]);
    const answer = names.projectNamesIn("/a") ?? -1;
    assert.equal(answer, projectNamesAmong(["README.md", "compose.yaml"]));
    assert.notEqual(answer, projectNamesAmong(["compose.yaml", ".env"]));
    assert.equal(names.projectNamesIn("/b"), null);
    const missing = missingProjectFiles("/a", answer);
    assert.deepEqual([missing.length, missing.includes(path.join("/a", ".env")), missing.includes(path.join("/a", "compose.yaml"))], [projectNames.length - 1, true, false]);
  });

  it("are handed over", () => {
    const [here, there] = [new FolderNames(), new FolderNames()];
    here.note("/a", [".env"]);
    there.take(structuredClone(here.known));
    assert.deepEqual([there.mayHold("/a/.env"), there.mayHold("/a/compose.yml")], [true, false]);
  });

  it("save the file system below the question", () => {
    const below = new MemoryFileSystem({ "/a/.env": "A=1", "/a/compose.yaml": "services: {}" });
    const names = new FolderNames();
    names.note("/a", ["compose.yaml"]);
    const listed = new ListedFileSystem(below, names);
    const told: unknown[] = [];
    const telling = new ListedFileSystem(below, names, (...folder) => told.push(folder));
    assert.equal(telling.facts("/a/.env"), null);
    assert.equal(telling.facts("/a/package.json"), null);
    assert.equal(telling.facts("/a/compose.yaml")?.kind, "file");
    assert.deepEqual(told, [["/a", projectNamesAmong(["compose.yaml"])]]);
    assert.deepEqual(listed.read("/a/.env"), { ok: false, problem: "not-found" });
    assert.equal(listed.facts("/a/.env"), null);
    assert.deepEqual(listed.read("/a/compose.yaml"), { ok: true, text: "services: {}" });
    assert.equal(listed.facts("/a/compose.yaml")?.kind, "file");
  });
});
