import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, it, type TestContext } from "node:test";
import { builtProgram, startProgram } from "./built-program.js";
import { failing, oldEngine } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

const skip = existsSync("/dev/full") ? false : "this system has no /dev/full";

describe("output that goes nowhere", { skip }, () => {
  /** Runs a line of the shell, in which `$run` is the program; tells its exit status, output and errors. */
  function shell(test: TestContext, line: string, files: Record<string, string> = { "compose.yaml": failing }): { status: number | null; stdout: string; stderr: string; folder: string } {
    const folder = temporaryFolder(test, files);
    const env = { ...process.env, NO_COLOR: "1", run: `${process.execPath} ${builtProgram}` };
    const { status, stdout, stderr } = spawnSync("bash", ["-o", "pipefail", "-c", line], { cwd: folder, env, encoding: "utf8" });
    return { status, stdout, stderr, folder };
  }

  const engine = oldEngine.join(" ");
  const cases: [name: string, line: string, status: number, stderr: RegExp][] = [
    ["a pipe that its reader closes is no error, and the status is that of the findings", `$run ${engine} | head -n 1`, 1, /^$/],
    ["a pipe that nobody ever reads", `$run ${engine} | true`, 1, /^$/],
    ["standard output that is closed from the start", `$run ${engine} >&-`, 1, /^$/],
    ["both closed from the start", `$run ${engine} >&- 2>&-`, 1, /^$/],
    ["errors that nobody can be told of", "$run --nonsense 2>&-", 2, /^$/],
    ["errors into a full disk", "$run --nonsense 2>/dev/full", 2, /^$/],
    ["a report into a full disk", `$run ${engine} >/dev/full`, 2, /^compose-lint: The output cannot be written: no space is left\.\n$/],
    ["a profile into a full disk", `$run profile ${engine} >/dev/full`, 2, /^compose-lint: The output cannot be written: no space is left\.\n$/],
    ["the help into a full disk", "$run --help >/dev/full", 2, /^compose-lint: The output cannot be written: no space is left\.\n$/],
    ["a report file on a full disk", `$run ${engine} -o /dev/full`, 2, /^compose-lint: \/dev\/full was not written: no space is left\.\n$/],
  ];
  for (const [name, line, status, stderr] of cases) {
    it(name, (test) => {
      const run = shell(test, line);
      assert.equal(run.status, status, run.stderr);
      assert.match(run.stderr, stderr);
    });
  }

  it("a closed pipe keeps no file from being written", (test) => {
    const run = shell(test, `$run ${engine} --format stylish --format json -o report.json | true`);
    assert.deepEqual([run.status, run.stderr], [1, ""]);
    assert.equal((JSON.parse(readFileSync(path.join(run.folder, "report.json"), "utf8")) as unknown[]).length, 1);
  });

  it("devices are written to and not replaced", (test) => {
    const both = `$run ${engine} --format json -o /dev/stdout --format compact -o /dev/stderr`;
    const run = shell(test, both);
    assert.match(run.stdout, /^\[\{.*\}\]\n$/u);
    assert.match(run.stderr, /\/compose\.yaml: line 3, .*\n/u);
    const intoFile = shell(test, `(echo before; ${both}; echo after) >out 2>/dev/null; cat out`);
    assert.match(intoFile.stdout, /^before\n\[\{.*\}\]\nafter\n$/u);
    assert.equal(shell(test, `$run ${engine} -o /dev/null`).status, 1);
    assert.ok(statSync("/dev/null").isCharacterDevice() && statSync("/dev/full").isCharacterDevice());
  });

  it("a named pipe gets the whole report", (test) => {
    const run = shell(test, `mkfifo pipe; $run ${engine} --format json -o pipe & cat pipe; wait $!`);
    assert.match(run.stdout, /^\[\{.*\}\]\n$/u);
    assert.equal(run.status, 1);
  });

  it("a reader that takes its time gets a large report to its end", async (test) => {
    const services = Array.from({ length: 1500 }, (_, index) => `  s${index}:\n    image: debian:bookworm\n    command: [sleep, infinity]\n`);
    const folder = temporaryFolder(test, { "compose.yaml": `services:\n${services.join("")}` });
    const { end } = startProgram(test, folder, [...oldEngine, "--format", "json"]);
    // Meanwhile the pipe is full and the program waits.
    await pause(1500);
    const { code, stdout, stderr } = await end();
    assert.equal(stderr, "");
    assert.ok(stdout.length > 500_000, String(stdout.length));
    const [result] = JSON.parse(stdout) as { messages: unknown[] }[];
    assert.equal(result?.messages.length, 1500);
    assert.equal(code, 0);
  });
});
