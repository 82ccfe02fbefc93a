// What a user without rights is told, and what is left on the disk. Root, who runs the tests in CI, is stopped by no mode.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { packUnavailable } from "./packed-package.js";
import { NOBODY, type PlainProgram, programOfPlainUser } from "./plain-user.js";

const failing = "services:\n  web:\n    image: node:20-bookworm\n";
const fix = ["--engine", "20.10.9", "--fix"];
const isRoot = process.getuid?.() === 0;

describe("a user without rights", { skip: packUnavailable() ?? (process.platform === "win32" ? "Windows has no such modes" : false) }, () => {
  let root: string;
  let run: PlainProgram;
  before(() => {
    root = mkdtempSync(path.join(tmpdir(), "compose-lint-permissions-"));
    chmodSync(root, 0o755);
    run = programOfPlainUser(path.join(root, "program"));
  });
  after(() => {
    rmSync(root, { recursive: true, force: true });
  });

  /** A folder with a Compose file, both of that user, with these modes. */
  const project = (name: string, modes: { folder: number; file: number }): string => {
    const folder = path.join(root, name);
    const file = path.join(folder, "compose.yaml");
    mkdirSync(folder);
    writeFileSync(file, failing);
    if (isRoot) for (const one of [folder, file]) chownSync(one, NOBODY, NOBODY);
    chmodSync(file, modes.file);
    chmodSync(folder, modes.folder);
    return folder;
  };

  it("writes nothing at all where the Compose file may not be written", () => {
    const folder = project("file", { folder: 0o755, file: 0o444 });
    const { status, stderr } = run(folder, fix);
    assert.deepEqual([status, stderr], [2, "compose-lint: compose.yaml was not written: permission denied.\n"]);
    assert.deepEqual(readdirSync(folder), ["compose.yaml"]);
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), failing);
  });

  it("is told by init what could not be written, and of no next steps", () => {
    const folder = project("init", { folder: 0o555, file: 0o644 });
    const { status, stdout, stderr } = run(folder, ["init", "--yes", "--hook", "pre-commit", "--ci", "github", "--baseline", "known.json"]);
    const names = ["compose-lint.config.yaml", "known.json", ".pre-commit-config.yaml", ".github/workflows/compose-lint.yml"];
    const lines = names.map((name) => `compose-lint: ${name} was not written: permission denied.\n`);
    assert.deepEqual([status, stdout, stderr], [2, "", `${lines.join("")}\nNot all was written. Mend what is told above; \`compose-lint init\` then goes on with the rest.\n`]);
    assert.deepEqual(readdirSync(folder), ["compose.yaml"]);
  });

  it("writes nothing at all where the folder may not be written", () => {
    const folder = project("folder", { folder: 0o555, file: 0o644 });
    const { status, stderr } = run(folder, fix);
    assert.deepEqual([status, stderr], [2, "compose-lint: compose.yaml was not written: permission denied.\n"]);
    assert.deepEqual(readdirSync(folder), ["compose.yaml"]);
  });

  it("is told what is left in files whose fixes could not be written, and of what was mended in the others", () => {
    const folder = project("partly", { folder: 0o755, file: 0o644 });
    for (const [name, mode] of [["closed", 0o555], ["open", 0o755]] as const) {
      const below = path.join(folder, name);
      mkdirSync(below);
      writeFileSync(path.join(below, "compose.yaml"), failing);
      if (isRoot) for (const one of [below, path.join(below, "compose.yaml")]) chownSync(one, NOBODY, NOBODY);
      chmodSync(below, mode);
    }
    const { status, stdout, stderr } = run(folder, [...fix, "--format", "json", "closed", "open"]);
    assert.equal(status, 2);
    assert.match(stderr, /^compose-lint: closed\/compose\.yaml was not written: permission denied\.$/mu);
    const results = JSON.parse(stdout) as { filePath: string; messages: { ruleId: string; line: number }[]; errorCount: number; source?: string; output?: string; appliedFixes?: unknown[] }[];
    const [left, mended] = results;
    assert.deepEqual(left?.messages.map(({ ruleId, line }) => [ruleId, line]), [["compose-lint/thread-creation", 3]]);
    assert.deepEqual([left.errorCount, left.source, left.output, left.appliedFixes], [1, failing, undefined, undefined]);
    assert.deepEqual([mended?.messages, mended?.output, mended?.appliedFixes?.length], [[], readFileSync(path.join(folder, "open", "compose.yaml"), "utf8"), 1]);
    assert.match(run(folder, [...fix, "closed"]).stdout, /thread-creation[^]*1 problem/u);
  });

  it("is told which folder below could not be looked into, which is often the data of a container", () => {
    const folder = project("data", { folder: 0o755, file: 0o644 });
    const data = path.join(folder, "pgdata");
    mkdirSync(data, { mode: 0o000 });
    const told = "compose-lint: The folder pgdata was not looked into: permission denied. To leave it out without a word, name it in .compose-lintignore.\n";
    for (const words of [[".", "--engine", "20.10.10"], ["inspect", ".", "--engine", "20.10.10"]]) {
      const { status, stderr } = run(folder, words);
      assert.deepEqual([status, stderr], [0, told]);
    }
    writeFileSync(path.join(folder, ".compose-lintignore"), "pgdata/\n");
    assert.deepEqual(run(folder, [".", "--engine", "20.10.10"]).stderr, "");
    assert.deepEqual(run(folder, ["pgdata"]).stderr, "compose-lint: The folder pgdata cannot be read: permission denied.\n");
  });

  it("is told which file cannot be read", () => {
    const folder = project("unreadable", { folder: 0o755, file: 0o000 });
    for (const [words, done] of [[["--engine", "20.10.9"], "linted"], [["inspect", "--engine", "20.10.9"], "inspected"]] as const) {
      const { status, stderr } = run(folder, words);
      assert.deepEqual([status, stderr], [2, `compose-lint: compose.yaml was not ${done}: permission denied.\n`]);
    }
  });

  it("keeps no compiled code where it may not, without a word", () => {
    const folder = project("cache", { folder: 0o555, file: 0o644 });
    for (const env of [{ NODE_COMPILE_CACHE: folder }, { HOME: folder, XDG_CACHE_HOME: folder }]) {
      const { status, stderr } = run(folder, ["--engine", "20.10.9"], env);
      assert.deepEqual([status, stderr], [1, ""]);
    }
    assert.deepEqual(readdirSync(folder), ["compose.yaml"]);
  });

  it("is told where a profile cannot be written", () => {
    const folder = project("profile", { folder: 0o555, file: 0o644 });
    const { status, stderr } = run(folder, ["profile", "--engine", "20.10.9", "--output", "p.json"]);
    assert.deepEqual([status, stderr], [2, "compose-lint: p.json was not written: permission denied.\n"]);
  });

  it("is told by --watch of changes in a folder that may not be listed, and once it may", { timeout: 120_000 }, async (test) => {
    const folder = project("watched", { folder: 0o755, file: 0o644 });
    const closed = project("closed", { folder: 0o755, file: 0o644 });
    const base = path.join(closed, "base.yaml");
    const writeBase = (image: string): void => {
      writeFileSync(base, `services:\n  base:\n    image: ${image}\n`);
    };
    writeBase("node:20-alpine3.23");
    chmodSync(closed, 0o311);
    writeFileSync(path.join(folder, "compose.yaml"), "services:\n  web:\n    extends: {file: ../closed/base.yaml, service: base}\n");
    const program = path.join(root, "program");
    const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
    const child = spawn(path.join(program, "node"), [path.join(program, "dist", "bin.cjs"), "--engine", "20.10.9", "--format", "compact", "--watch"], { cwd: folder, env: {}, stdio: ["ignore", "pipe", "pipe"], ...user });
    test.after(() => child.kill("SIGKILL"));
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (printed += text));
    const shows = async (expected: RegExp): Promise<void> => {
      while (!expected.test(printed)) await sleep(20);
      printed = "";
    };
    await shows(/^No errors\. Watching/u);
    writeBase("node:20-bookworm");
    await shows(/base\.yaml changed\.[^]*thread-creation[^]*Watching/u);
    chmodSync(closed, 0o755);
    writeBase("node:20-alpine3.23");
    await shows(/No errors\. Watching/u);
    writeBase("node:20-bookworm");
    await shows(/thread-creation[^]*Watching/u);
  });

  it("is told that the current folder is gone", () => {
    const folder = project("gone", { folder: 0o755, file: 0o644 });
    const program = path.join(root, "program");
    const script = `rm -r '${folder}'; '${program}/node' '${program}/dist/bin.cjs' --engine 20.10.9`;
    const { status, stderr } = run(folder, ["--version"]);
    assert.deepEqual([status, stderr], [0, ""]);
    const outcome = spawnSync("sh", ["-c", script], { cwd: folder, encoding: "utf8" });
    assert.equal(outcome.status, 2);
    assert.equal(outcome.stderr, "compose-lint: The current folder does not exist any more. Change to another one.\n");
  });
});
