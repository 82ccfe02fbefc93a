import assert from "node:assert/strict";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import path from "node:path";
import { describe, it } from "node:test";
import { NodeFileSystem } from "../../../src/compose/node-file-system.js";
import { parseArguments } from "../../../src/cli/arguments.js";
import { projectChoice } from "../../../src/cli/project-choice.js";
import { lintAtOnce } from "../../../src/cli/run/lint-at-once.js";
import { loadFor } from "../../../src/cli/run/open-session.js";
import { json } from "../../../src/cli/formats/json.js";
import { ReportTargets } from "../../../src/cli/formats/report-targets.js";
import { runCli } from "../run-cli.js";
import { failing } from "../stacks.js";
import { temporaryFolder } from "../temporary-folder.js";
import { randomNumbers } from "../../random-numbers.js";
import { projectTree } from "./project-tree.js";

const asJson = ["--engine", "20.10.9", "--format", "json"];

/** What a run gives that has all files in view. */
async function atOnce(cwd: string, words: readonly string[]): Promise<string> {
  const given = parseArguments(words);
  const output = { print: () => undefined, tell: () => undefined, columns: null, colour: false, links: false };
  const fileSystem = new NodeFileSystem();
  const environment = { words, cwd, variables: {}, stdout: process.stdout, stderr: process.stderr, readStdin: () => Promise.resolve(""), stdin: process.stdin };
  const choice = projectChoice(given, environment, fileSystem);
  const outcome = await lintAtOnce(given, environment, await loadFor(given, environment, output), { choice, fileSystem, output, targets: new ReportTargets(given, cwd), fix: false, fixTypes: null, ask: null });
  return json(outcome?.run.results ?? [], { cwd, colour: false, columns: null, links: false, codeFrame: false });
}

/** One line for each file of a JSON report. */
function linesOf(report: string): string[] {
  return (JSON.parse(report) as unknown[]).map((result) => JSON.stringify(result));
}

/** Compares without printing all of two long reports. */
function assertSameLines(actual: readonly string[], expected: readonly string[]): void {
  const index = actual.findIndex((line, at) => line !== expected[at]);
  if (index !== -1) assert.deepEqual(JSON.parse(actual[index] ?? ""), JSON.parse(expected[index] ?? "null"));
  assert.equal(actual.length, expected.length);
}

describe("linting files one by one", () => {
  for (const seed of [1, 2, 3]) {
    it(`gives what linting them at once gives, in the same order (${seed})`, async (test) => {
      const folder = temporaryFolder(test, projectTree(30, randomNumbers(seed)));
      const run = await runCli(folder, [...asJson, "."]);
      const files = linesOf(run.stdout);
      assertSameLines(files, linesOf(await atOnce(folder, [...asJson, "."])));
      assert.ok(files.length > 50);
    });
  }
});

describe("a project of more files than are kept parsed", () => {
  const count = 300;
  const parts = Array.from({ length: count }, (_, index) => index);
  const files = {
    "compose.yaml": `include:\n${parts.map((index) => `  - part${index}.yaml\n`).join("")}`,
    ...Object.fromEntries(parts.map((index) => [`part${index}.yaml`, `services:\n  s${index}:\n    build: ./d${index}\n`])),
    ...Object.fromEntries(parts.map((index) => [`d${index}/Dockerfile`, 'FROM node:20\nCMD ["node", "x.js"]\n'])),
  };

  it("is put together as often as a small one", async (test) => {
    const folder = temporaryFolder(test, files);
    let opened = 0;
    const open = fs.openSync.bind(fs);
    const mocked = test.mock.method(fs, "openSync", (...given: Parameters<typeof open>) => {
      if (String(given[0]).startsWith(folder)) opened += 1;
      return open(...given);
    });
    syncBuiltinESMExports();
    test.after(() => {
      mocked.mock.restore();
      syncBuiltinESMExports();
    });
    const { code, stdout } = await runCli(folder, asJson);
    assert.equal(code, 1);
    assert.equal(linesOf(stdout).length, 1 + 2 * count);
    assert.ok(opened >= 1 + 2 * count && opened < 20 * count, `${opened} files were opened`);
  });
});

describe("--concurrency", () => {
  it("gives the same results in the same order with several threads", async (test) => {
    const folder = temporaryFolder(test, projectTree(60, randomNumbers(7)));
    const alone = await runCli(folder, [...asJson, "--concurrency", "off", "."]);
    const together = await runCli(folder, [...asJson, "--concurrency", "3", "."]);
    assert.deepEqual(together, alone);
    assert.equal(alone.code, 1);
  });

  it("keeps a project's memory: a configuration, its plugin and ignored files count in each thread", async (test) => {
    const plugin = 'export default { meta: { namespace: "mine" }, rules: { all: { meta: { type: "problem", schema: [], languages: ["compose-lint/compose"] }, create: (context) => ({ Service(node) { context.report({ node, message: "a service" }); } }) } } };\n';
    const folder = temporaryFolder(test, {
      ...projectTree(20, randomNumbers(8)),
      "plugin.mjs": plugin,
      "compose-lint.config.mjs": 'export default { plugins: ["./plugin.mjs"], rules: { "mine/all": "warn" }, ignores: ["team1/", "*.build"] };\n',
    });
    const alone = await runCli(folder, [...asJson, "--concurrency", "off", "."]);
    const together = await runCli(folder, [...asJson, "--concurrency", "2", "."]);
    assert.deepEqual(together, alone);
    assert.match(alone.stdout, /"mine\/all"/);
    assert.ok(linesOf(alone.stdout).every((line) => !/^\{"filePath":"[^"]*(?:team1\/|\.build")/u.test(line)));
  });

  it("tells of files that cannot be read, and of ignored ones, as one thread does", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing, "b/compose.yaml": new Uint8Array([0xff, 0xfe, 0x00]), "c/compose.yaml": failing, ".compose-lintignore": "c/\n" });
    const names = ["compose.yaml", "b/compose.yaml", "c/compose.yaml"];
    const alone = await runCli(folder, [...asJson, "--concurrency", "off", ...names]);
    const together = await runCli(folder, [...asJson, "--concurrency", "2", ...names]);
    assert.deepEqual(together, alone);
    assert.equal(alone.code, 2);
    assert.match(alone.stderr, /b\/compose\.yaml was not linted: it is not text in UTF-8/);
    assert.match(alone.stderr, /c\/compose\.yaml is ignored/);
  });

  it("ends with one clear sentence where a configuration is wrong, in whichever thread that is seen", async (test) => {
    // More than are linted at a time, so that some of them would be told of before the last.
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`a/${index}/compose.yaml`, failing]));
    const folder = temporaryFolder(test, { ...many, "b/compose.yaml": failing, "b/.compose-lintrc": "rules:\n  thread-creation: [error, {fix: nothing}]\n" });
    const { code, stdout, stderr } = await runCli(folder, [...asJson, "--concurrency", "2", "."]);
    assert.deepEqual({ code, stdout }, { code: 2, stdout: "" });
    assert.match(stderr, /^compose-lint: \S+b\/\.compose-lintrc: it sets thread-creation to what it cannot be\. [^\n]*\n$/);
  });

  it("ends with a clear error where a thread dies", async (test) => {
    const deadly = 'import { isMainThread } from "node:worker_threads";\nexport default { meta: { namespace: "mine" }, rules: { die: { meta: { type: "problem", schema: [], languages: ["compose-lint/compose"] }, create() { if (!isMainThread) process.exit(3); return {}; } } } };\n';
    const folder = temporaryFolder(test, { "a/compose.yaml": failing, "b/compose.yaml": failing, "plugin.mjs": deadly });
    const { code, stderr } = await runCli(folder, ["--plugin", "plugin.mjs", "--rule", "mine/die: error", "--concurrency", "2", "."]);
    assert.equal(code, 2);
    assert.match(stderr, /^compose-lint: A worker thread ended before its files were linted: it ended with status 3\. With --concurrency off /);
  });

  for (const value of ["0", "-1", "many", "1.5", "1e3"]) {
    it(`refuses ${value}`, async (test) => {
      const { code, stderr } = await runCli(temporaryFolder(test, { "compose.yaml": failing }), [`--concurrency=${value}`]);
      assert.equal(code, 2);
      assert.equal(stderr, `compose-lint: --concurrency takes a number of threads from 1 to 999, \`auto\` or \`off\`, not ${value}.\n`);
    });
  }
});

describe("the files of a chosen project", () => {
  it("are judged in it, in threads too", async (test) => {
    const folder = temporaryFolder(test, { "a.yaml": failing, "sub/b.yaml": "services:\n  web:\n    privileged: true\n" });
    const words = [...asJson, "-f", "a.yaml", "-f", "sub/b.yaml"];
    const alone = await runCli(folder, [...words, "--concurrency", "off"]);
    assert.deepEqual(await runCli(folder, [...words, "--concurrency", "2"]), alone);
    assert.equal(alone.stdout, await atOnce(folder, words));
    assert.ok(alone.stdout.includes(path.join(folder, "sub", "b.yaml")));
  });
});
