import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { it } from "node:test";
import { writeProjects } from "../../../tools/bench/many-projects.js";
import { builtProgram } from "../built-program.js";
import { temporaryFolder } from "../temporary-folder.js";

const FILES = 1000;
/** The trees of so many files take more than 80 MB; what the program itself needs takes less than 20. */
const MOST_MEGABYTES = 35;

it("nothing that outlives a file reaches its tree, so that collections of young garbage suffice", (test) => {
  const folder = temporaryFolder(test);
  writeProjects(folder, FILES);
  const { stdout, status } = spawnSync(process.execPath, ["--trace-gc", builtProgram, "--engine", "20.10.9", "--concurrency", "off", "--format", "compact", "."], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  assert.equal(status, 1);
  const heldAfterEach = Array.from(stdout.matchAll(/Scavenge.*? -> ([\d.]+) \(/gu), ([, megabytes]) => Number(megabytes));
  assert.ok(heldAfterEach.length > 10, `only ${heldAfterEach.length} collections`);
  const most = Math.max(...heldAfterEach);
  assert.ok(most < MOST_MEGABYTES, `${most} MB were held after a collection`);
});
