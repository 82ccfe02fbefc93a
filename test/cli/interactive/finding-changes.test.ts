import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import { NodeFileSystem } from "../../../src/compose/node-file-system.js";
import { addProjectFiles } from "../../../src/cli/project-files.js";
import { changesOf } from "../../../src/cli/interactive/finding-changes.js";
import { FileJudge } from "../../../src/cli/interactive/file-judge.js";
import { temporaryFolder } from "../temporary-folder.js";

describe("changesOf", () => {
  it("names all files that a fix writes, in each project that has the entry", (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "include: [a/compose.yaml]\n", "a/compose.yaml": "services:\n  web:\n    image: node:20\n" });
    const fileSystem = new NodeFileSystem();
    const files = ["compose.yaml", "a/compose.yaml"].map((name) => path.join(folder, name));
    const { scope } = addProjectFiles(files, { options: {}, root: null, files: [] }, fileSystem, {});
    const judge = new FileJudge({ cwd: folder, fileSystem, settings: { engine: "20.10.9" }, variables: {}, scope, fix: false }, () => undefined);
    const judged = judge.current(files[1] ?? "");
    assert.ok(typeof judged === "object");
    const [finding] = judged.findings;
    assert.ok(finding !== undefined);
    const [change] = changesOf(judged, finding, folder);
    assert.equal(change?.label, `Fix: write ${path.join("a", "seccomp-compose-lint.json")} and seccomp-compose-lint.json, and refer to them`);
    assert.deepEqual(change.planned.map((file) => path.relative(folder, file.path)), [path.join("a", "seccomp-compose-lint.json"), "seccomp-compose-lint.json"]);
  });
});
