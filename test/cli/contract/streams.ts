import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { builtProgram } from "../built-program.js";
import { allCommands } from "../../../src/cli/command.js";
import { failing, harmless, oldEngine, profileName, working } from "../stacks.js";
import { temporaryFolder } from "../temporary-folder.js";
import { assertCode, cli, messagesOf, type Contract } from "./contract.js";

const escape = "\u001b";
const terminal = { columns: 80, variables: { TERM: "xterm" } };
const several = { "compose.yaml": `${failing}  db:\n    image: node:18-bookworm\n`, "a/compose.yaml": failing, "b/Dockerfile": "FROM debian:8\n" };

function shell(cwd: string, line: string): { status: number | null; stdout: string; stderr: string } {
  return spawnSync("bash", ["-o", "pipefail", "-c", line], { cwd, env: { ...process.env, run: `${process.execPath} ${builtProgram}` }, encoding: "utf8" });
}

/** What goes to standard output and standard error, and how it looks. */
export const streams: Contract = {
  "out-results": async (test) => {
    for (const words of [[], ["inspect"], ["diagnose"], ["docker-run", "docker run node:20-bookworm"]]) {
      const run = await cli(test, [...words, ...oldEngine], { stdin: "RuntimeError: can't start new thread\n" });
      assert.notEqual(run.stdout, "");
      assert.equal(run.stderr, "");
    }
  },
  "out-nothing": async (test) => {
    const run = await cli(test, oldEngine, { files: { "compose.yaml": working } });
    assert.deepEqual([run.stdout, run.stderr], ["", ""]);
  },
  "out-errors": async (test) => {
    for (const words of [["gone"], ["--nonsense"], ["inspect", "gone"], ["diagnose", "gone"], ["docker-run", "ls"], ["explain", "x"], ["profile"]]) {
      const run = await cli(test, words);
      assert.equal(run.stdout, "");
      assert.match(run.stderr, /^compose-lint: [^\n]+\n$/u);
    }
  },
  "out-fix": async (test) => {
    const run = await cli(test, [...oldEngine, "--fix"]);
    assert.equal(run.stdout, "");
    assert.match(run.stderr, new RegExp(`^Wrote ${profileName}\\nFixed compose\\.yaml\\n`, "u"));
  },
  "out-diff": async (test) => {
    const diff = await cli(test, [...oldEngine, "--fix-dry-run"]);
    assert.match(diff.stdout, /^--- \/dev\/null\n\+\+\+ b\/seccomp-compose-lint\.json\n@@ /u);
    const report = await cli(test, [...oldEngine, "--fix-dry-run", "--format", "json"]);
    assert.deepEqual(messagesOf(report), []);
  },
  "out-help": async (test) => {
    for (const words of [["--help"], ["inspect", "-h"], ["--version"], ["profile", "-v"]]) {
      const run = await cli(test, [...words, "gone"]);
      assertCode(run, 0);
      assert.equal(run.stderr, "");
    }
    assert.match((await cli(test, ["--version"])).stdout, /^\d+\.\d+\.\d+\n$/u);
  },
  "out-format": async (test) => {
    const { folder, stdout } = await cli(test, [...oldEngine, "--format", "json", "-o", "a.json", "--format", "compact"]);
    assert.match(stdout, /: line 3, col 12, Error - /u);
    assert.ok(Array.isArray(JSON.parse(readFileSync(path.join(folder, "a.json"), "utf8"))));
    const alone = await cli(test, [...oldEngine, "-o", "a.txt"]);
    assert.equal(alone.stdout, "");
    assert.match(readFileSync(path.join(alone.folder, "a.txt"), "utf8"), /^\ncompose\.yaml\n/u);
    for (const words of [["-o", "a.json", "--format", "json", "-o", "b.json", "-o", "c.json"], ["--format", "json", "--format", "compact"]]) {
      const run = await cli(test, [...oldEngine, ...words]);
      assertCode(run, 2);
      assert.deepEqual(readdirSync(run.folder), ["compose.yaml"]);
    }
  },
  "out-colour": async (test) => {
    const isColoured = async (words: readonly string[], surroundings: object): Promise<boolean> => (await cli(test, [...oldEngine, ...words], surroundings)).stdout.includes(escape);
    assert.deepEqual([await isColoured([], {}), await isColoured([], terminal), await isColoured(["--color"], {}), await isColoured(["--no-color"], terminal)], [false, true, true, false]);
    assert.equal(await isColoured(["--format", "json"], terminal), false);
  },
  "out-width": async (test) => {
    for (const columns of [80, 120]) {
      const { stdout } = await cli(test, oldEngine, { columns, variables: { TERM: "dumb" } });
      assert.ok(stdout.split("\n").every((line) => line.length <= columns));
    }
    const commands = allCommands.map((command) => (command === "lint" ? ["--help"] : [command, "--help"]));
    for (const columns of [80, 100]) {
      for (const words of [...commands, ["hosts"], ["rules"], ["inspect", ...oldEngine]]) {
        const { stdout } = await cli(test, words, { columns, variables: { TERM: "dumb" } });
        for (const line of stdout.split("\n")) assert.ok(line.length <= columns, `${words.join(" ")} at ${columns}: ${line}`);
      }
    }
    assert.match((await cli(test, ["hosts"])).stdout, /^debian-11-docker\.io +20\.10\.5 +1\.0\.0-rc93 .*$/mu);
    const longest = Math.max(...(await cli(test, oldEngine)).stdout.split("\n").map((line) => line.length));
    assert.ok(longest > 90 && longest <= 100, String(longest));
  },
  "out-control": async (test) => {
    const files = { "compose.yaml": 'services:\n  "a\\e[1m":\n    image: node:20-bookworm\n' };
    for (const words of [[], ["inspect"], ["--format", "json"]]) {
      const { stdout } = await cli(test, [...words, ...oldEngine], { files });
      // JSON has the backslash of the message as two.
      assert.ok(stdout.replaceAll("\\\\", "\\").includes(String.raw`a\u001b[1m`) && !stdout.includes(escape));
    }
  },
  "out-order": async (test) => {
    const { stdout } = await cli(test, ["b", "a", ".", ...oldEngine, "--format", "json"], { files: several });
    const names = (JSON.parse(stdout) as { filePath: string }[]).map(({ filePath }) => filePath.split("/").slice(-2).join("/"));
    assert.deepEqual([names[0], names[1], names[2]?.endsWith("compose.yaml")], ["b/Dockerfile", "a/compose.yaml", true]);
    const sorted = (await cli(test, [".", ...oldEngine, "--format", "json"], { files: several })).stdout;
    const paths = (JSON.parse(sorted) as { filePath: string }[]).map(({ filePath }) => filePath);
    assert.deepEqual(paths, [...paths].sort());
    const findings = (JSON.parse(sorted) as { messages: { line: number }[] }[]).map(({ messages }) => messages.map(({ line }) => line));
    for (const lines of findings) assert.deepEqual(lines, [...lines].sort((one, other) => one - other));
  },
  "out-same": (test) => {
    const folder = temporaryFolder(test, several);
    const runs = ["C", "de_DE.UTF-8"].map((locale) => shell(folder, `LC_ALL=${locale} TZ=Asia/Tokyo $run . --engine 20.10.9 --date 2026-11-27 --format json`).stdout);
    assert.notEqual(runs[0], "");
    assert.equal(runs[0], runs[1]);
  },
  "out-numbers": async (test) => {
    const [message] = messagesOf(await cli(test, [...oldEngine, "--format", "json"]));
    assert.deepEqual([message?.line, message?.column], [3, 12]);
    assert.match((await cli(test, oldEngine)).stdout, /^ {2}3:12 {2}error/mu);
  },
  "out-paths": async (test) => {
    const run = await cli(test, [...oldEngine, "a"], { files: { "a/compose.yaml": failing } });
    assert.match(run.stdout, /^\na\/compose\.yaml\n/u);
    const json = await cli(test, [...oldEngine, "--format", "json"]);
    assert.equal((JSON.parse(json.stdout) as { filePath: string }[])[0]?.filePath, `${json.folder}/compose.yaml`);
  },
  "out-pipe": (test) => {
    const { status, stderr } = shell(temporaryFolder(test, { "compose.yaml": failing }), "$run --engine 20.10.9 | true");
    assert.deepEqual([status, stderr], [1, ""]);
  },
  "out-full": (test) => {
    const { status, stderr } = shell(temporaryFolder(test, { "compose.yaml": failing }), "$run --engine 20.10.9 > /dev/full");
    assert.deepEqual([status, stderr], [2, "compose-lint: The output cannot be written: no space is left.\n"]);
  },
  "out-quiet": async (test) => {
    const files = { "compose.yaml": harmless };
    assert.equal((await cli(test, [...oldEngine, "--quiet"], { files })).stdout, "");
    assert.equal((await cli(test, [...oldEngine, "--quiet", "--max-warnings", "0"], { files })).code, 1);
    assert.match((await cli(test, [...oldEngine, "--quiet", "--baseline", "b.json", "--update-baseline"], { files })).stderr, /: 1 finding in 1 file/u);
  },
};
