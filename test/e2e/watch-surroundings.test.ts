import assert from "node:assert/strict";
import { readFileSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { temporaryFolder } from "../cli/temporary-folder.js";
import { packUnavailable } from "./packed-package.js";
import { runProgram } from "./run-program.js";
import { failing, program, Watching, working } from "./watching.js";

const off = "rules: { thread-creation: off }\n";
const plugin = (message: string): string => `import { message } from "./message.mjs";
export default { meta: { namespace: "own" }, rules: { all: { meta: { type: "problem", schema: [], languages: ["compose-lint/compose"] }, create: (context) => ({ Service: (node) => context.report({ node, message }) }) } } };
export const other = ${JSON.stringify(message)};
`;
const format = (word: string): string => `export default () => "${word}\\n";\n`;

/** Makes each \`watch\` of Node fail from one on, as where a limit of the system is reached. */
const refusing = (code: string, from: number): string => `const fs = require("node:fs");
const { watch } = fs;
let count = 0;
fs.watch = (...words) => {
  count += 1;
  if (count < ${from}) return watch(...words);
  throw Object.assign(new Error("${code}: watch"), { code: "${code}", syscall: "watch" });
};
`;

describe("--watch", { skip: packUnavailable() ?? false }, () => {
  it("sees configurations and files of ignores that are made after the start", async (test) => {
    const nested = { "repo/.git/HEAD": "", "repo/a/compose.yaml": working, "repo/a/b/compose.yaml": failing };
    const cases: [made: string, text: string, files: Record<string, string>, words: string[], within?: string][] = [
      ["compose-lint.config.yaml", off, { "compose.yaml": failing }, ["compose.yaml"]],
      ["compose-lint.config.yaml", off, { "a/b/compose.yaml": failing }, ["a/b"]],
      ["a/compose-lint.config.yaml", off, { "a/b/compose.yaml": failing }, ["a/b"]],
      ["compose-lint.config.yaml", off, { "in/compose.yaml": failing }, [], "in"],
      ["repo/.gitignore", "b\n", nested, ["."], "repo/a"],
      ["repo/a/.compose-lintignore", "b/\n", nested, ["b/compose.yaml", "compose.yaml"], "repo/a"],
      ["other/compose-lint.config.yaml", off, { "in/compose.yaml": "include: [../other/more.yaml]\n", "other/more.yaml": failing }, [], "in"],
    ];
    for (const [made, text, files, words, within = "."] of cases) {
      const watching = new Watching(test, files, words, { within });
      assert.match(await watching.answer(), /thread-creation/u, made);
      watching.write(made, text);
      assert.match(await watching.answers(/No errors\./u), new RegExp(`${path.basename(made).replaceAll(".", "\\.")} changed\\.`, "u"));
      await watching.end("SIGTERM");
    }
    const watching = new Watching(test, nested, ["."], { within: "repo/a" });
    await watching.answer();
    watching.write("repo/.git/info/exclude", "x\n");
    assert.match(await watching.answer(), /exclude changed\./u);
  });

  it("sees changes to what flags name, and to what that names", async (test) => {
    const cases: [words: string[], files: Record<string, string>, changes: [file: string, text: string, expected: RegExp][]][] = [
      [["-c", "../own.yaml"], { "own.yaml": "extends: ./base.yaml\n", "base.yaml": off }, [
        ["base.yaml", "rules: { thread-creation: error }\n", /thread-creation/u],
        ["base.yaml", "rles: {}\n", /rles/u],
        ["base.yaml", off, /No errors\./u],
        ["own.yaml", "rules: {}\n", /thread-creation/u],
      ]],
      [["--plugin", "../plugin.mjs", "--rule", "own/all: error"], { "plugin.mjs": plugin("1"), "message.mjs": "export const message = 'first';\n" }, [
        ["message.mjs", "export const message = 'second';\n", /second/u],
        ["plugin.mjs", "export default {\n", /plugin\.mjs cannot be loaded/u],
        ["plugin.mjs", plugin("2"), /second/u],
      ]],
      [["--baseline", "../known.json"], { "known.json": '{"in/compose.yaml": {"compose-lint/thread-creation": {"count": 1}}}' }, [
        ["known.json", "{}", /thread-creation/u],
        ["known.json", "{", /no baseline/u],
        ["known.json", '{"in/compose.yaml": {"compose-lint/thread-creation": {"count": 1}}}', /No errors\./u],
      ]],
      [["-o", "report.txt", "--format", "../format.mjs"], { "format.mjs": format("first") }, [["format.mjs", format("second"), /second/u]]],
    ];
    for (const [words, files, changes] of cases) {
      const watching = new Watching(test, { ...files, "in/compose.yaml": failing }, words, { within: "in" });
      await watching.answer();
      for (const [file, text, expected] of changes) {
        watching.write(file, text);
        await watching.answers(expected);
      }
      await watching.end("SIGTERM");
    }
  });

  it("sees a file come that COMPOSE_FILE names in vain", async (test) => {
    const watching = new Watching(test, { "compose.yaml": working });
    await watching.answer();
    watching.write(".env", "COMPOSE_FILE=later.yaml\n");
    await watching.answers(/COMPOSE_FILE names \S*later\.yaml, and there is nothing of that name/u);
    watching.write("later.yaml", failing);
    await watching.answers(/later\.yaml: line 3/u);
  });

  it("tells once of what is gone", async (test) => {
    const watching = new Watching(test, { "a/compose.yaml": failing, "b/compose.yaml": working }, ["."]);
    await watching.answer();
    rmSync(path.join(watching.folder, "a/compose.yaml"));
    await watching.answers(/a\/compose\.yaml changed/u);
    watching.write("b/compose.yaml", failing);
    await watching.answers(/b\/compose\.yaml: line 3/u);
    assert.equal([...watching.printed.matchAll(/a\/compose\.yaml[^\n]* changed/gu)].length, 1, watching.printed);
  });

  it("follows what runs read also where the file of --cache cannot be written, and says so once", async (test) => {
    const compose = "services:\n  web:\n    image: alpine:${RELEASE}\n";
    const watching = new Watching(test, { "compose.yaml": compose, ".env": "RELEASE=3.23\n", blocked: "" }, ["--cache", "--cache-location", "blocked/cache", "--rule", "undefined-variable: error"]);
    assert.match(await watching.answer(), /^compose-lint: The cache blocked\/cache was not written: a part of its path is a file\..*\nNo errors\./u);
    rmSync(path.join(watching.folder, ".env"));
    await watching.answers(/RELEASE/u);
    watching.write(".env", "RELEASE=3.23\n");
    await watching.answers(/No errors/u);
    assert.equal(watching.printed.split("was not written").length, 2);
  });

  it("begins with the file of --cache, and writes what is new to it", async (test) => {
    for (const words of [["--cache"], ["--cache", "--cache-location=kept/cache"], ["--cache-location", "kept/cache", "--cache"]]) {
      const file = words.length === 1 ? ".compose-lintcache" : "kept/cache";
      const watching = new Watching(test, { "compose.yaml": failing }, words);
      await watching.answer();
      const first = readFileSync(path.join(watching.folder, file), "utf8");
      assert.match(first, /thread-creation/u);
      watching.write("compose.yaml", working);
      await watching.answers(/No errors/u);
      assert.doesNotMatch(readFileSync(path.join(watching.folder, file), "utf8"), /thread-creation/u);
      await watching.end("SIGTERM");
      assert.deepEqual(readdirSync(watching.temporary), []);
    }
  });

  it("takes the folder of caches where there is none for temporary files, and else says so", async (test) => {
    const caches = temporaryFolder(test);
    const missing = path.join(caches, "missing");
    const variables = { TMPDIR: missing, XDG_CACHE_HOME: path.join(caches, "made"), LOCALAPPDATA: path.join(caches, "made") };
    const watching = new Watching(test, { "compose.yaml": working }, [], { variables });
    await watching.answers(/No errors/u);
    await watching.end("SIGTERM");
    assert.deepEqual(readdirSync(variables.XDG_CACHE_HOME).filter((name) => name.includes("watch")), []);
    const none = { ...variables, XDG_CACHE_HOME: path.join(missing, "too"), NODE_DISABLE_COMPILE_CACHE: "1" };
    const { code, stderr } = await runProgram(process.execPath, [program, "--watch"], { cwd: watching.folder, env: { ...process.env, ...none } });
    assert.equal(code, 2);
    assert.match(stderr, /^compose-lint: --watch keeps results between its runs in a temporary folder, and none can be made in \S*missing \(there is no such folder\) or \S*too \(there is no such folder\)\. Set TMPDIR to a folder that may be written\.\n$/u);
  });

  it("ends with 2 and says why where the system watches no more, at the start and later", async (test) => {
    for (const [error, limit] of [["EMFILE", "fs.inotify.max_user_instances"], ["ENOSPC", "fs.inotify.max_user_watches"]] as const) {
      const preload = temporaryFolder(test, { "start.cjs": refusing(error, 1), "later.cjs": refusing(error, 20) });
      const at = (name: string): NodeJS.ProcessEnv => ({ NODE_OPTIONS: `--require ${path.join(preload, name)}` });
      const told = new RegExp(`^compose-lint: --watch cannot see all changes: ${process.platform === "linux" ? `the system limits .*${limit.replaceAll(".", "\\.")}` : "the system watches no more"}.* Close other programs that watch files[^\\n]+\\n$`, "mu");
      const start = new Watching(test, { "compose.yaml": working }, [], { variables: at("start.cjs") });
      assert.equal(await start.ended(), 2);
      assert.match(start.printed, told);
      assert.doesNotMatch(start.printed, /Watching for changes/u);
      const later = new Watching(test, { "compose.yaml": working }, ["."], { variables: at("later.cjs") });
      await later.answers(/No errors/u);
      for (let number = 0; number < 20; number += 1) later.write(`${number}/compose.yaml`, working);
      assert.equal(await later.ended(), 2);
      assert.match(later.printed, told);
    }
  });
});
