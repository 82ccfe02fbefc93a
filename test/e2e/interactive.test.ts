import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { temporaryFolder } from "../cli/temporary-folder.js";
import { isContinuousIntegration, repository } from "./places.js";
import { runProgram } from "./run-program.js";
import { Terminal } from "./terminal.js";
import { isInstalled } from "./unavailable.js";

const program = path.join(repository, "dist", "bin.cjs");
const skip = isInstalled("tmux") || isContinuousIntegration ? false : "needs tmux";
const engine = ["--engine", "20.10.9", "--date", "2026-08-01"];
const three = "services:\n  web:\n    image: node:20\n  jobs:\n    image: python:3.11\n  cache:\n    image: redis:7\n";
const one = "services:\n  web:\n    image: node:20\n";
const asks = /What to do\?\n/u;

interface Session {
  folder: string;
  terminal: Terminal;
  read: (name?: string) => string;
}

function start(test: TestContext, files: Record<string, string>, words: readonly string[] = [], size: { columns?: number; rows?: number; variables?: Record<string, string> } = {}): Session {
  const folder = temporaryFolder(test, files);
  const terminal = new Terminal(test, [process.execPath, program, ...engine, "--interactive", ...words], { cwd: folder, ...size });
  return { folder, terminal, read: (name = "compose.yaml") => readFileSync(path.join(folder, name), "utf8") };
}

/** Answers one question after the other: each waits until it is asked. */
async function answer(terminal: Terminal, answers: readonly (() => void)[]): Promise<void> {
  for (const say of answers) {
    await terminal.hasOnScreen(/Ctrl-C ends\.\s*$/u);
    const before = terminal.text;
    say();
    while (terminal.text === before) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("--interactive in a terminal", { skip }, () => {
  it("shows a finding with its lines and its choices in 80 columns, without colour", async (test) => {
    const { terminal, read } = start(test, { "compose.yaml": three });
    await terminal.hasOnScreen(/Ctrl-C ends/u);
    const screen = terminal.screen;
    assert.match(screen, /^compose\.yaml:3:12 {2}error {2}compose-lint\/thread-creation\n\n3 \| {5}image: node:20\n {2}\| {12}\^{7}\n/mu);
    assert.match(screen, /On Docker Engine 20\.10\.9, the service `web` will crash/u);
    assert.match(screen, /^> f {3}Fix: write seccomp-compose-lint\.json, and refer to it\n {2}1 {3}Use node:20-bullseye/mu);
    assert.match(screen, /^ {2}3 {3}Add `seccomp=unconfined`, which switches the sandbox of seccomp off\n {2}i {3}Ignore it/mu);
    assert.match(screen, /^What each change may break:\n {2}f {5}The profile belongs to the engine[^]*\n {2}1, 2 {2}Programs that were[^]*\n {2}3 {5}No program stops working, but/mu);
    assert.match(screen, /2 more in this file\./u);
    assert.ok(screen.split("\n").every((line) => line.length <= 80));
    terminal.press("q");
    assert.equal(await terminal.end(), 1);
    assert.equal(read(), three);
  });

  it("mends, changes a tag with the arrows, and ignores with a reason; then nothing is left", async (test) => {
    const { terminal, read, folder } = start(test, { "compose.yaml": three });
    await answer(terminal, [() => { terminal.press("Enter"); }, () => { terminal.press("Down", "Enter"); }]);
    await answer(terminal, [() => { terminal.press("i"); }]);
    await terminal.shows(/Why can it be ignored\?/u);
    terminal.press("Enter");
    await terminal.shows(/give a reason\./u);
    terminal.type("new host in March");
    terminal.press("Enter");
    assert.equal(await terminal.end(), 0);
    assert.match(terminal.text, /2 changed, 1 ignored with a reason, 0 skipped\.\nNo problems are left\./u);
    assert.match(read(), /node:20\n {4}security_opt:\n {6}- seccomp=\.\/seccomp-compose-lint\.json\n/u);
    assert.match(read(), /python:3\.11-alpine\n {2}cache:\n {4}# compose-lint-disable-next-line thread-creation -- new host in March\n {4}image: redis:7\n$/u);
    const again = await runProgram(process.execPath, [program, ...engine], { cwd: folder });
    assert.deepEqual([again.code, again.stdout], [0, ""]);
  });

  it("shows the diff of a change, and asks again", async (test) => {
    const { terminal, read } = start(test, { "compose.yaml": one });
    await answer(terminal, [() => { terminal.press("d"); }]);
    await terminal.shows(/Of which change\?\n/u);
    terminal.press("1");
    await terminal.shows(/\+ {4}image: node:20-bullseye/u);
    await terminal.shows(asks);
    assert.equal(read(), one);
    await answer(terminal, [() => { terminal.press("q"); }]);
    assert.equal(await terminal.end(), 1);
  });

  it("does one thing for all of a rule in several files, and goes back over it", async (test) => {
    const { terminal, read } = start(test, { "a/compose.yaml": three, "b/compose.yaml": `${one}  x:\n    image: nope\n    security_opt: [seccomp=unconfined]\n` }, ["."]);
    await answer(terminal, [() => { terminal.press("a"); }]);
    await terminal.shows(/What to do about all of compose-lint\/thread-creation\?\n/u);
    terminal.press("f");
    await terminal.shows(/b\/compose\.yaml:8:20 {2}warning/u);
    assert.match(read("b/compose.yaml"), /seccomp=\.\/seccomp-compose-lint\.json/u);
    await answer(terminal, [() => { terminal.press("b"); }]);
    await terminal.shows(/a\/compose\.yaml:3:12 {2}error/u, 2);
    assert.equal(read("a/compose.yaml"), three);
    await answer(terminal, [() => { terminal.press("S"); }, () => { terminal.press("S"); }]);
    assert.equal(await terminal.end(), 1);
    assert.match(terminal.text, /0 changed, 0 ignored with a reason, 5 skipped\.\nLeft: 5 problems \(4 errors, 1 warning\)/u);
  });

  it("says that files are gone, and does not count what was found in them", async (test) => {
    const { terminal, folder } = start(test, { "a/compose.yaml": three, "b/compose.yaml": one, "c/compose.yaml": one }, ["."]);
    await terminal.hasOnScreen(/Ctrl-C ends/u);
    rmSync(path.join(folder, "a/compose.yaml"));
    rmSync(path.join(folder, "b/compose.yaml"));
    await answer(terminal, [() => { terminal.press("f"); }]);
    await terminal.shows(/a\/compose\.yaml is gone\.[^]*b\/compose\.yaml is gone\.[^]*c\/compose\.yaml:3:12/u);
    await answer(terminal, [() => { terminal.press("s"); }]);
    assert.equal(await terminal.end(), 1);
    assert.match(terminal.text, /0 changed, 0 ignored with a reason, 1 skipped\.\nLeft: 1 problem \(1 error, 0 warnings\)\./u);
  });

  it("ends at Ctrl-C with what was accepted before, whole, and nothing else", async (test) => {
    const { terminal, read, folder } = start(test, { "compose.yaml": three });
    await answer(terminal, [() => { terminal.press("2"); }, () => { terminal.press("C-c"); }]);
    assert.equal(await terminal.end(), 130);
    assert.equal(read(), three.replace("node:20", "node:20-alpine"));
    assert.deepEqual(readdirSync(folder), ["compose.yaml"]);
    assert.match(terminal.text, /Interrupted\. What was changed before stays\.\n1 changed, 0 ignored with a reason, 0 skipped\.\n/u);
  });

  it("ends at Ctrl-C while a reason is typed, and quits at Ctrl-D", async (test) => {
    const { terminal, read } = start(test, { "compose.yaml": one });
    await answer(terminal, [() => { terminal.press("i"); }]);
    await terminal.shows(/Why can it be ignored\?/u);
    terminal.type("half a rea");
    terminal.press("C-c");
    assert.equal(await terminal.end(), 130);
    assert.equal(read(), one);
    const second = start(test, { "compose.yaml": one });
    await answer(second.terminal, [() => { second.terminal.press("C-d"); }]);
    assert.equal(await second.terminal.end(), 1);
    assert.equal(second.read(), one);
  });

  it("leaves the terminal as it was when a signal ends it", async (test) => {
    const { terminal, read } = start(test, { "compose.yaml": one });
    await terminal.hasOnScreen(/Ctrl-C ends/u);
    assert.equal(terminal.isCursorShown, false);
    process.kill(terminal.child, "SIGTERM");
    assert.equal(await terminal.end(), 143);
    assert.equal(terminal.isCursorShown, true);
    assert.equal(read(), one);
  });

  it("goes back from the reason with Escape", async (test) => {
    const { terminal, read } = start(test, { "compose.yaml": one });
    await answer(terminal, [() => { terminal.press("i"); }]);
    await terminal.shows(/Why can it be ignored\?/u);
    terminal.press("Escape");
    await terminal.shows(asks);
    await answer(terminal, [() => { terminal.press("s"); }]);
    assert.equal(await terminal.end(), 1);
    assert.equal(read(), one);
  });

  it("is drawn anew when the terminal gets another size, also a small one", async (test) => {
    const { terminal } = start(test, { "compose.yaml": one });
    await terminal.hasOnScreen(/Ctrl-C ends/u);
    terminal.resize(44, 12);
    await terminal.hasOnScreen(/more below/u);
    terminal.press("Down", "Down", "Down");
    await terminal.hasOnScreen(/^> 3 {3}Add `seccomp=unconfined`/mu);
    terminal.resize(100, 45);
    await terminal.hasOnScreen(/^> 3 {3}Add `seccomp=unconfined`, which switches the sandbox of seccomp off$/mu);
    terminal.press("q");
    assert.equal(await terminal.end(), 1);
  });

  it("shows control characters of files, and obeys none", async (test) => {
    const { terminal } = start(test, { "compose.yaml": `services:\n  "a\\e[31mb":\n    image: node:20 # \u001b[31mred\u009b\n` });
    await terminal.hasOnScreen(/Ctrl-C ends/u);
    assert.match(terminal.screen, /a\\u001b\[31mb/u);
    terminal.press("s");
    await terminal.hasOnScreen(/# \\u001b\[31mred\\u009b/u);
    terminal.press("q");
    await terminal.end();
  });

  it("writes a report to a file of what is left", async (test) => {
    const { terminal, folder } = start(test, { "compose.yaml": three }, ["--format", "json", "--output-file", "report.json"]);
    await answer(terminal, [() => { terminal.press("1"); }, () => { terminal.press("q"); }]);
    assert.equal(await terminal.end(), 1);
    assert.ok(existsSync(path.join(folder, "report.json")));
    assert.equal((JSON.parse(readFileSync(path.join(folder, "report.json"), "utf8")) as { messages: unknown[] }[])[0]?.messages.length, 2);
  });

  it("asks nothing where nothing is found", async (test) => {
    const { terminal } = start(test, { "compose.yaml": "services:\n  web:\n    image: node:20-alpine\n" });
    assert.equal(await terminal.end(), 0);
    assert.match(terminal.text, /No problems are left/u);
  });
});
