import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { runCli } from "../run-cli.js";
import { failing, harmless, oldEngine } from "../stacks.js";
import { temporaryFolder } from "../temporary-folder.js";

// eslint-disable-next-line no-control-regex -- escapes are what it is for
const escapes = /\u001b\[[\d;]*m/gu;

const isWindows = process.platform === "win32";

describe("several reports at once", () => {
  it("each goes to the file behind it, and one is printed", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const run = await runCli(folder, [...oldEngine, "--format", "json", "-o", "out/a.json", "--format", "stylish", "--format=html", "--output-file=b.html"]);
    assert.equal(run.code, 1);
    assert.match(run.stdout, /^\ncompose\.yaml\n {2}3:12 {2}error/);
    assert.equal((JSON.parse(readFileSync(path.join(folder, "out/a.json"), "utf8")) as unknown[]).length, 1);
    assert.match(readFileSync(path.join(folder, "b.html"), "utf8"), /^<!doctype html>/);
  });

  it("--output-file alone writes the usual report, without colour, and prints nothing", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const run = await runCli(folder, [...oldEngine, "-o", "report.txt", "--color"], { columns: 70 });
    assert.deepEqual([run.code, run.stdout, run.stderr], [1, "", ""]);
    const text = readFileSync(path.join(folder, "report.txt"), "utf8");
    assert.match(text, /\n1 problem \(1 error, 0 warnings\)\.\n/);
    assert.doesNotMatch(text, escapes);
  });

  it("a file that cannot be written is told of, and the others are written", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    mkdirSync(path.join(folder, "taken"));
    const run = await runCli(folder, [...oldEngine, "--format", "json", "-o", "taken", "--format", "compact"]);
    assert.equal(run.code, 2);
    assert.match(run.stdout, /: line 3, col 12, Error - /);
    assert.match(run.stderr, /^compose-lint: taken was not written: /);
  });

  const replaced: [name: string, words: string[], what: string][] = [
    ["compose.yaml", ["compose.yaml", "--format", "json"], "a Compose file"],
    ["./compose.yaml", ["."], "a Compose file"],
    ["compose.yaml", ["other/compose.yaml", "--fix"], "a Compose file"],
    ["app/Dockerfile", [], "a Dockerfile"],
    ["link.json", [], "a Compose file"],
    ["stack.yaml", ["stack.yaml"], "a file that is linted, read, or named by a project"],
    ["stack.yaml", ["stack.yaml", "--format", "html"], "a file that is linted, read, or named by a project"],
    ["stack.yaml", ["stack.yaml", "--fix"], "a file that is linted, read, or named by a project"],
    ["stack.yaml", ["stack.yaml", "--cache"], "a file that is linted, read, or named by a project"],
    ["stack.yaml", ["stacklink.yaml"], "a file that is linted, read, or named by a project"],
    ["stacklink.yaml", ["stack.yaml"], "a file that is linted, read, or named by a project"],
    ["stack.yaml", ["--stdin", "--stdin-filename", "stack.yaml"], "a file that is linted, read, or named by a project"],
    ["other/base.yaml", ["other"], "a file that is linted, read, or named by a project"],
    ["other/base.yaml", ["other", "--fix"], "a file that is linted, read, or named by a project"],
    ["unread.yaml", ["unread.yaml"], "a file that is linted, read, or named by a project"],
  ];
  for (const [name, words, what] of replaced) {
    it(`-o ${name} ${words.join(" ")} does not replace ${what}`, { skip: isWindows && [name, ...words].join(" ").includes("link.") ? "links need rights on Windows" : false }, async (test) => {
      const files = {
        "compose.yaml": failing,
        "stack.yaml": failing,
        "unread.yaml": Buffer.from([0x61, 0xe9, 0x0a]),
        "app/Dockerfile": "FROM alpine:3.23\n",
        "other/compose.yaml": "services:\n  web:\n    extends: { file: base.yaml, service: web }\n",
        "other/base.yaml": failing,
      };
      const folder = temporaryFolder(test, files);
      if (!isWindows) {
        symlinkSync("compose.yaml", path.join(folder, "link.json"));
        symlinkSync("stack.yaml", path.join(folder, "stacklink.yaml"));
      }
      const names = readdirSync(folder);
      const run = await runCli(folder, [...oldEngine, "-o", name, ...words], { stdin: failing });
      assert.deepEqual([run.code, run.stdout, run.stderr], [2, "", `compose-lint: --output-file ${name} names ${what}, which the report would replace. Name another file, such as report.txt.\n`]);
      assert.deepEqual(readdirSync(folder), names);
      for (const [file, text] of Object.entries(files)) assert.deepEqual(readFileSync(path.join(folder, file)), Buffer.from(text), file);
    });
  }

  it("a report of before is replaced, and a new file has no name that the next run would lint", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing, "report.yaml": "old\n" });
    for (const name of ["report.yaml", "reports/compose.txt", "Dockerfile.sarif"]) {
      assert.equal((await runCli(folder, [...oldEngine, "-o", name])).code, 1);
      assert.match(readFileSync(path.join(folder, name), "utf8"), /1 problem/u);
    }
    const { code, stderr } = await runCli(folder, [...oldEngine, "-o", "reports/compose.yaml"]);
    assert.deepEqual([code, stderr], [2, "compose-lint: --output-file reports/compose.yaml names a Compose file, and the report would be taken for it. Name another file, such as report.txt.\n"]);
  });

  it("a diff takes the place of the report for people alone", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const both = await runCli(folder, [...oldEngine, "--fix-dry-run", "--format", "json", "-o", "a.json"]);
    assert.match(both.stdout, /^--- \/dev\/null\n/);
    assert.equal((JSON.parse(readFileSync(path.join(folder, "a.json"), "utf8")) as unknown[]).length, 1);
    assert.match((await runCli(folder, [...oldEngine, "--fix-dry-run", "--format", "sarif"])).stdout, /^\{\n {2}"\$schema"/);
  });
});

describe("a format of one's own", () => {
  const files = {
    "compose.yaml": failing,
    "package.json": '{ "type": "module" }',
    "own.mjs": "export default (results, { cwd, rulesMeta }) => `${results[0].filePath.slice(cwd.length)} ${results[0].messages[0].ruleId} ${rulesMeta[results[0].messages[0].ruleId].type}`;\n",
    "async.cjs": "module.exports = async (results) => `${results.length} files\\n`;\n",
    "none.mjs": "export const a = 1;\n",
    "throws.mjs": 'export default () => { throw new Error("not today"); };\n',
    "wrong.mjs": "export default () => 7;\n",
    "broken.mjs": "export default (\n",
    "node_modules/eslint-formatter-short/package.json": '{ "main": "index.js" }',
    "node_modules/eslint-formatter-short/index.js": "module.exports = (results) => `${results[0].errorCount}`;\n",
    "node_modules/@acme/format/package.json": '{ "main": "index.js" }',
    "node_modules/@acme/format/index.js": "module.exports = () => 'acme\\n';\n",
  };
  const cases: [format: string, stdout: string | null, stderr?: RegExp][] = [
    ["./own.mjs", "/compose.yaml compose-lint/thread-creation problem\n"],
    ["./async.cjs", "1 files\n"],
    ["short", "1\n"],
    ["eslint-formatter-short", "1\n"],
    ["@acme/format", "acme\n"],
    ["./none.mjs", null, /^compose-lint: The format \.\/none\.mjs has no function as its default export\.\n$/],
    ["./throws.mjs", null, /^compose-lint: The format \.\/throws\.mjs failed: not today\n$/],
    ["./wrong.mjs", null, /^compose-lint: The format \.\/wrong\.mjs gave no text\.\n$/],
    ["./broken.mjs", null, /^compose-lint: The format \.\/broken\.mjs cannot be loaded: /],
    ["./missing.mjs", null, /^compose-lint: The format \.\/missing\.mjs cannot be loaded: /],
    ["fs", null, /^compose-lint: There is no format fs\./],
  ];
  for (const [format, stdout, stderr] of cases) {
    it(`is ${format}`, async (test) => {
      const run = await runCli(temporaryFolder(test, files), [...oldEngine, "--format", format]);
      assert.equal(run.code, stdout === null ? 2 : 1, run.stderr);
      assert.equal(run.stdout, stdout ?? "");
      assert.match(run.stderr, stderr ?? /^$/);
    });
  }
});

describe("colour and width", () => {
  const words = [...oldEngine, ".", "--code-frame"];
  const files = { "compose.yaml": failing, "sub/compose.yaml": harmless };
  const cases: [name: string, surroundings: Parameters<typeof runCli>[2], isColoured: boolean][] = [
    ["a terminal", { columns: 80, variables: { TERM: "xterm" } }, true],
    ["a terminal with NO_COLOR", { columns: 80, variables: { TERM: "xterm", NO_COLOR: "1" } }, false],
    ["a terminal with an empty NO_COLOR", { columns: 80, variables: { TERM: "xterm", NO_COLOR: "" } }, true],
    ["a dumb terminal", { columns: 80, variables: { TERM: "dumb" } }, false],
    ["a pipe", { variables: { TERM: "xterm" } }, false],
    ["a pipe with FORCE_COLOR", { variables: { FORCE_COLOR: "1" } }, true],
    ["a pipe in CI", { variables: { CI: "true" } }, false],
    ["a pipe with both", { variables: { FORCE_COLOR: "1", NO_COLOR: "1" } }, false],
  ];
  for (const [name, surroundings, isColoured] of cases) {
    it(`are right in ${name}`, async (test) => {
      const { stdout } = await runCli(temporaryFolder(test, files), words, surroundings);
      assert.equal(new RegExp(escapes).test(stdout), isColoured);
      assert.ok(!stdout.includes("\u001b]8"));
      const lines = stdout.replaceAll(escapes, "").split("\n");
      const width = surroundings?.columns ?? 100;
      for (const line of lines) assert.ok(line.length <= width, line);
      assert.ok(lines.some((line) => line.length > width - 20), "the width is used");
    });
  }

  it("has links only in a terminal that is known to show them", async (test) => {
    const folder = temporaryFolder(test, files);
    const linked = async (variables: NodeJS.ProcessEnv, columns?: number): Promise<boolean> =>
      (await runCli(folder, words, { variables, ...(columns === undefined ? {} : { columns }) })).stdout.includes("\u001b]8;;https://");
    assert.equal(await linked({ TERM: "xterm-kitty" }, 80), true);
    assert.equal(await linked({ TERM: "xterm", VTE_VERSION: "7200" }, 80), true);
    assert.equal(await linked({ TERM: "xterm", VTE_VERSION: "5000" }, 80), false);
    assert.equal(await linked({ TERM: "xterm-kitty", CI: "1" }, 80), false);
    assert.equal(await linked({ TERM: "xterm-kitty", NO_COLOR: "1" }, 80), false);
    assert.equal(await linked({ TERM: "xterm-kitty", FORCE_HYPERLINK: "0" }, 80), false);
    assert.equal(await linked({ TERM: "xterm-kitty" }), false);
  });
});
