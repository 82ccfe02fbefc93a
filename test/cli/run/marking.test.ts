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
    // Where code is compiled for the next run, that takes memory when the run is over.
    { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28, env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: "1" } },
  );
  assert.equal(status, 1);
  assert.ok(stdout.includes("Scavenge"), "nothing was collected");
  assert.ok(!stdout.includes("Start marking"), "V8 began to mark");
});
