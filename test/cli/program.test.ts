import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import { text } from "node:stream/consumers";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { failing, fixed, oldEngine, working } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

const bin = path.resolve("src/cli/bin.ts");
const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

interface ProgramRun {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Runs the whole program, from its sources, in a process of its own. */
async function runProgram(
  cwd: string,
  words: readonly string[],
  { stdin = "", closeStdout = false }: { stdin?: string | Uint8Array; closeStdout?: boolean } = {},
): Promise<ProgramRun> {
  const environment = { ...process.env, NO_COLOR: "1" };
  const child = spawn(process.execPath, ["--import", loader, bin, ...words], { cwd, env: environment, timeout: 60_000 });
  child.stdin.end(stdin);
  const exit = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  if (closeStdout) child.stdout.destroy();
  const [stdout, stderr, [code, signal]] = await Promise.all([closeStdout ? "" : text(child.stdout), text(child.stderr), exit]);
  return { code, signal, stdout, stderr };
}

describe("the program", () => {
  const cases: [name: string, files: Record<string, string>, words: string[], code: number, stdout: RegExp, stderr: RegExp][] = [
    ["nothing found", { "compose.yaml": working }, [...oldEngine], 0, /^$/, /^$/],
    ["an error", { "compose.yaml": failing }, [...oldEngine], 1, /\n {2}3:12 {2}error .*\n[^]*1 problem \(1 error, 0 warnings\)/, /^$/],
    ["wrong usage", {}, ["--engin"], 2, /^$/, /^compose-lint: --engin is not an option .* Did you mean --engine\?\n$/],
    ["no Compose file", {}, [], 2, /^$/, /^compose-lint: This folder has no Compose file .*\n$/],
    ["inspect", { "compose.yaml": working }, ["inspect", ...oldEngine], 0, /^SERVICE .*\nweb .* works /, /^$/],
  ];
  for (const [name, files, words, code, stdout, stderr] of cases) {
    it(`exits with ${code}: ${name}`, async (test) => {
      const run = await runProgram(temporaryFolder(test, files), words);
      assert.deepEqual([run.code, run.signal], [code, null], run.stderr);
      assert.match(run.stdout, stdout);
      assert.match(run.stderr, stderr);
    });
  }

  it("reads standard input to its end", async (test) => {
    const folder = temporaryFolder(test);
    const long = `# ${"x".repeat(200_000)}\n`;
    const run = await runProgram(folder, ["--stdin", ...oldEngine, "--fix-dry-run", "--format", "json"], { stdin: long + failing });
    assert.equal(run.code, 0, run.stderr);
    assert.equal((JSON.parse(run.stdout) as { output?: string }[])[0]?.output, long + fixed);
  });

  it("refuses standard input that is no text in UTF-8", async (test) => {
    const run = await runProgram(temporaryFolder(test), ["-"], { stdin: Buffer.from([0xff, 0xfe, 0x73, 0]) });
    assert.deepEqual([run.code, run.stdout, run.stderr], [2, "", "compose-lint: Standard input is not text in UTF-8.\n"]);
  });

  it("writes all of a long report into a pipe", async (test) => {
    const services = Array.from({ length: 500 }, (_, index) => `  s${index}:\n    image: node:20-bookworm\n`);
    const folder = temporaryFolder(test, { "compose.yaml": `services:\n${services.join("")}` });
    const run = await runProgram(folder, [...oldEngine, "--format", "json"]);
    assert.equal(run.code, 1, run.stderr);
    assert.equal((JSON.parse(run.stdout) as { errorCount: number }[])[0]?.errorCount, 500);
  });

  it("ends quietly where the reader of its output has closed the pipe", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const run = await runProgram(folder, [...oldEngine], { closeStdout: true });
    assert.deepEqual([run.signal, run.stderr], [null, ""]);
    assert.ok(run.code === 0 || run.code === 1, String(run.code));
  });
});
