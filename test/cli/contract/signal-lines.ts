import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { builtProgram, startProgram } from "../built-program.js";
import { failing, oldEngine } from "../stacks.js";
import { temporaryFolder } from "../temporary-folder.js";
import type { Contract } from "./contract.js";

/** Signals; test/cli/signals.test.ts has them in every situation. */
export const signalLines: Contract = {
  "signal-end": async (test) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      const { child, end } = startProgram(test, temporaryFolder(test), ["--stdin", ...oldEngine]);
      await pause(200);
      child.kill(signal);
      assert.deepEqual(await end(), { code: null, signal, stdout: "", stderr: "" });
    }
  },
  "signal-questions": async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    // `script` gives the program a terminal, which is asked afterwards whether it shows what is typed.
    const line = `stty cols 80 rows 24; ${process.execPath} ${builtProgram} ${oldEngine.join(" ")} -i; echo status $?; stty -a`;
    const child = spawn("script", ["-qec", line, "/dev/null"], { cwd: folder, env: { ...process.env, TERM: "xterm" } });
    test.after(() => child.kill("SIGKILL"));
    let shown = "";
    child.stdout.on("data", (data: Buffer) => {
      shown += data.toString();
    });
    while (!shown.includes("Ctrl-C")) await pause(20);
    const end = once(child, "exit");
    child.stdin.write("\u0003");
    await end;
    assert.match(shown, /status 130/u);
    assert.match(shown, / icanon .* echo /su);
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), failing);
  },
  "signal-files": async (test) => {
    const names = Array.from({ length: 60 }, (_, index) => `p${index}`);
    const folder = temporaryFolder(test, Object.fromEntries(names.map((name) => [`${name}/compose.yaml`, failing])));
    const { child, end } = startProgram(test, folder, [".", ...oldEngine, "--fix", "--rule", "thread-creation: [error, {fix: unconfined}]"]);
    await new Promise((resolve) => child.stderr.once("readable", resolve));
    child.kill("SIGTERM");
    await end();
    for (const name of names) {
      assert.deepEqual(readdirSync(path.join(folder, name)), ["compose.yaml"]);
      assert.match(readFileSync(path.join(folder, name, "compose.yaml"), "utf8"), /^services:\n {2}web:\n {4}image: node:20-bookworm\n(?: {4}security_opt:\n {6}# .*\n {6}- seccomp=unconfined\n)?$/u);
    }
  },
};
