import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { it } from "node:test";
import { writeProjects } from "../../../tools/bench/many-projects.js";
import { builtProgram } from "../built-program.js";
import { temporaryFolder } from "../temporary-folder.js";

/** So many that V8 would begin to mark. */
const FILES = 400;

it("V8 does not begin to mark in a run over some hundred files", (test) => {
  const folder = temporaryFolder(test);
  writeProjects(folder, FILES);
  const { stdout, status } = spawnSync(
    process.execPath,
    ["--trace-gc", "--trace-incremental-marking", builtProgram, "--engine", "20.10.9", "--concurrency", "off", "--format", "compact", "."],
    { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 },
  );
  assert.equal(status, 1);
  assert.match(stdout, /Scavenge/u);
  assert.doesNotMatch(stdout, /Start marking/u);
});
