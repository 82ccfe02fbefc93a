import assert from "node:assert/strict";
import { readdirSync, renameSync, rmSync, utimesSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { temporaryFolder } from "../cli/temporary-folder.js";
import { packUnavailable } from "./packed-package.js";
import { isContinuousIntegration } from "./places.js";
import { runProgram } from "./run-program.js";
import { Terminal } from "./terminal.js";
import { isInstalled } from "./unavailable.js";
import { failing, program, Watching, working } from "./watching.js";

describe("--watch", { skip: packUnavailable() ?? false }, () => {
  it("lints again when a file, what it builds, or what it reads changes", async (test) => {
    const watching = new Watching(test, {
      "compose.yaml": "services:\n  web:\n    build: app\n  job:\n    image: alpine:${RELEASE}\n  old:\n    extends: {file: more/base.yaml, service: web}\n",
      "app/Dockerfile": "FROM node:20-alpine3.23\nCMD [\"node\"]\n",
      "more/base.yaml": working,
      ".env": "RELEASE=3.23\n",
    }, ["--rule", "undefined-variable: error"]);
    assert.equal(await watching.answer(), "No errors. Watching for changes. Ctrl-C ends.\n");
    watching.write("app/Dockerfile", "FROM node:20-bookworm\nCMD [\"node\"]\n");
    assert.match(await watching.answers(/web/u), /^\n\d\d:\d\d:\d\d app\/Dockerfile changed\.\n.*compose\.yaml: line 3, col 12, Error.*`web`/u);
    watching.write("app/Dockerfile", "FROM node:20-alpine3.23\nCMD [\"node\"]\n");
    await watching.answers(/No errors/u);
    watching.write("more/base.yaml", failing);
    assert.match(await watching.answers(/old|base/u), /base\.yaml changed/u);
    watching.write("more/base.yaml", working);
    await watching.answers(/No errors/u);
    rmSync(path.join(watching.folder, ".env"));
    assert.match(await watching.answers(/RELEASE/u), /\.env changed/u);
  });

  it("sees files that editors replace, new ones, and those that are gone", async (test) => {
    const watching = new Watching(test, { "a/compose.yaml": working }, ["."]);
    await watching.answer();
    watching.write("a/.compose.yaml.new", failing);
    renameSync(path.join(watching.folder, "a/.compose.yaml.new"), path.join(watching.folder, "a/compose.yaml"));
    await watching.answers(/a\/compose\.yaml: line 3/u);
    watching.write("b/c/compose.yaml", failing);
    await watching.answers(/b\/c\/compose\.yaml: line 3/u);
    rmSync(path.join(watching.folder, "a"), { recursive: true });
    const left = await watching.answers(/1 problem\n/u);
    assert.doesNotMatch(left, /a\/compose\.yaml: line/u);
  });

  it("sees what a person ignores in the repository", async (test) => {
    const files = { ".git/info/exclude": "", "compose.yaml": working, "b/compose.yaml": failing };
    for (const words of [["."], [".", "--cache"]]) {
      const watching = new Watching(test, files, words);
      await watching.answers(/b\/compose\.yaml: line 3/u);
      watching.write(".git/info/exclude", "b/\n");
      assert.match(await watching.answers(/No errors/u), /exclude changed/u);
      watching.write(".git/info/exclude", "");
      await watching.answers(/b\/compose\.yaml: line 3/u);
    }
  });

  it("sees folders above what is read that are moved, removed and made again", async (test) => {
    const moves: [from: string, to: string][] = [["more/s", "more/s2"], ["more", "less"], ["more/s/base.yaml", "more/s/old.yaml"]];
    for (const place of ["in", "."]) {
      const file = `${place === "in" ? "" : "../"}more/s/base.yaml`;
      const watching = new Watching(test, { "in/compose.yaml": `services:\n  web:\n    extends: {file: ${file}, service: web}\n`, [path.join("in", file)]: working }, ["in"]);
      const at = (name: string): string => path.join(watching.folder, place, name);
      await watching.answers(/No errors/u);
      for (const [from, to] of moves) {
        renameSync(at(from), at(to));
        await watching.answers(/base\.yaml does not exist/u);
        renameSync(at(to), at(from));
        await watching.answers(/No errors/u);
      }
      for (const gone of ["more/s/base.yaml", "more/s", "more"]) {
        rmSync(at(gone), { recursive: true });
        await watching.answers(/base\.yaml does not exist/u);
        watching.write(path.join("in", file), failing);
        await watching.answers(/thread-creation/u);
        watching.write(path.join("in", file), working);
        await watching.answers(/No errors/u);
      }
      await watching.end("SIGTERM");
    }
  });

  it("goes on with a folder that was named and is made again", async (test) => {
    const watching = new Watching(test, { "a/b/compose.yaml": working }, ["a/b"]);
    await watching.answer();
    rmSync(path.join(watching.folder, "a"), { recursive: true });
    await watching.answers(/no file or folder/u);
    watching.write("a/b/compose.yaml", working);
    await watching.answers(/No errors/u);
    watching.write("a/b/c/compose.yaml", failing);
    await watching.answers(/b\/c\/compose\.yaml: line 3/u);
  });

  const skipOnWindows = process.platform === "win32" && "Windows moves no folder that a program runs in";
  for (const words of [[], ["."], ["compose.yaml"]]) {
    it(`waits for the folder it runs in, which is moved, or removed and made again: --watch ${words.join(" ")}`, { skip: skipOnWindows }, async (test) => {
      const watching = new Watching(test, { "compose.yaml": working }, words);
      const { folder } = watching;
      await watching.answers(/No errors/u);
      renameSync(folder, `${folder}.moved`);
      test.after(() => { rmSync(`${folder}.moved`, { recursive: true, force: true }); });
      const gone = await watching.answers(/is gone/u);
      assert.ok(gone.includes(`compose-lint: The folder ${folder} is gone. It is linted again once it is there.\n`), gone);
      renameSync(`${folder}.moved`, folder);
      await watching.answers(/No errors/u);
      rmSync(folder, { recursive: true });
      await watching.answers(/is gone/u);
      watching.write("compose.yaml", failing);
      await watching.answers(/compose\.yaml: line 3/u);
      watching.write("compose.yaml", working);
      await watching.answers(/No errors/u);
    });
  }

  it("sees configurations come, change and go, and says what is wrong with them", async (test) => {
    const watching = new Watching(test, { "compose.yaml": failing, "compose-lint.config.mjs": "export default {};\n" });
    assert.match(await watching.answer(), /thread-creation/u);
    watching.write("compose-lint.config.mjs", "export default { rules: { 'thread-creation': 'off' } };\n");
    await watching.answers(/No errors/u);
    watching.write("compose-lint.config.mjs", "export default { rles: {} };\n");
    await watching.answers(/rles/u);
    rmSync(path.join(watching.folder, "compose-lint.config.mjs"));
    await watching.answers(/thread-creation/u);
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`ends by ${signal} and leaves nothing behind`, async (test) => {
      const watching = new Watching(test, { "compose.yaml": failing });
      await watching.answer();
      assert.deepEqual(await watching.end(signal), [null, signal]);
      assert.deepEqual(readdirSync(watching.temporary), []);
      assert.deepEqual(readdirSync(watching.folder), ["compose.yaml"]);
    });
  }

  it("ends when nobody reads what it prints, with the status of what was found", async (test) => {
    const watching = new Watching(test, { "compose.yaml": failing });
    await watching.answer();
    watching.child.stdout?.destroy();
    const ended = new Promise((resolve) => watching.child.on("exit", (code, signal) => { resolve([code, signal]); }));
    // A change that is seen in two steps may come before the pipe is closed.
    for (let turn = 0; watching.child.exitCode === null && turn < 600; turn += 1) {
      watching.write("compose.yaml", `${failing}# ${turn}\n`);
      await sleep(100);
    }
    assert.deepEqual(await ended, [1, null]);
    assert.deepEqual(readdirSync(watching.temporary), []);
  });

  it("ends behind `head` without a change", { skip: process.platform === "win32" }, async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": `${failing}  other:\n    image: node:20-bookworm\n` });
    // `head` may get its line late on a busy machine, so that it is given several chances.
    const again = setInterval(() => { utimesSync(path.join(folder, "compose.yaml"), new Date(), new Date()); }, 5000);
    test.after(() => { clearInterval(again); });
    const { code, stdout, timedOut } = await runProgram("sh", ["-c", '"$0" "$1" --engine 20.10.9 --format compact --watch | head -1', process.execPath, program], { cwd: folder });
    assert.deepEqual([code, timedOut], [0, false]);
    assert.match(stdout, /^\S+compose\.yaml: line 3, [^\n]+\n$/u);
  });

  it("takes no flags of a run that ends", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": working });
    for (const words of [["--fix"], ["--fix-dry-run"], ["--interactive"], ["--stdin"], ["--print-config", "compose.yaml"]]) {
      const { code, stderr } = await runProgram(process.execPath, [program, "--watch", ...words], { cwd: folder });
      assert.equal(code, 2, words[0]);
      assert.match(stderr, new RegExp(`--watch reports what it finds at each change, and ${words[0] ?? ""} is for one run`, "u"));
    }
  });

  it("does not begin with what is named in vain", async (test) => {
    const cases: [words: string[], told: RegExp][] = [
      [[".", "nope"], /There is no file or folder nope\./u],
      [["empty"], /The folder empty has no Compose file/u],
      [["-f", "nope.yaml"], /--file names \S*nope\.yaml, and there is nothing of that name/u],
      [["--format", "nope"], /There is no format nope\./u],
      [["--rule", "nope: error"], /There is no rule /u],
      [["--plugin", "./nope.mjs"], /\.\/nope\.mjs cannot be loaded/u],
      [["--config", "nope.yaml"], /nope\.yaml is not there/u],
      [["--baseline", "nope.json"], /nope\.json/u],
      [["--cache", "--cache-location", "compose.yaml"], /--cache-location names compose\.yaml/u],
      [["stack.yaml", "-o", "stack.yaml"], /--output-file stack\.yaml names a file that is linted/u],
    ];
    const folder = temporaryFolder(test, { "compose.yaml": working, "stack.yaml": working, "empty/readme.md": "" });
    for (const [words, told] of cases) {
      const { code, stdout, stderr, timedOut } = await runProgram(process.execPath, [program, "--engine", "20.10.9", "--watch", ...words], { cwd: folder });
      assert.deepEqual([code, stdout, timedOut], [2, "", false], words.join(" "));
      assert.match(stderr, told);
      assert.match(stderr, /^compose-lint: [^\n]+\n$/u);
    }
  });

  it("waits for a configuration that is broken at the start", async (test) => {
    const watching = new Watching(test, { "compose.yaml": failing, "compose-lint.config.yaml": "rles: {}\n" });
    assert.match(await watching.answer(), /rles/u);
    watching.write("compose-lint.config.yaml", "rules: { thread-creation: off }\n");
    await watching.answers(/No errors/u);
  });

  const skip = isInstalled("tmux") || isContinuousIntegration ? false : "needs tmux";
  it("waits for one above what it watches that is broken at the start", async (test) => {
    for (const place of ["a/b", "a/b/compose.yaml"]) {
      const watching = new Watching(test, { "a/b/compose.yaml": working, "compose-lint.config.yaml": "settings: [\n" }, [place]);
      assert.match(await watching.answer(), /compose-lint\.config\.yaml:\d+:\d+: the configuration cannot be read/u);
      watching.write("compose-lint.config.yaml", "rules: {single-document: warn}\n");
      const answer = await watching.answers(/No errors\./u);
      assert.match(answer, /^\n\d\d:\d\d:\d\d \S*compose-lint\.config\.yaml changed\.\n/u);
      await watching.end("SIGTERM");
    }
  });

  it("waits for one outside what it watches that a configuration extends", async (test) => {
    const files = { "a/b/compose.yaml": working, "shared/base.yaml": "settings: [\n", "a/b/compose-lint.config.yaml": "extends: ../../shared/base.yaml\n" };
    const cases: [place: string, files: Record<string, string>][] = [
      ["a/b", files],
      ["a/b/compose.yaml", { ...files, "a/b/compose-lint.config.yaml": "extends: [recommended, '../next.json']\n", "a/next.json": '{"extends": "../shared/base.yaml"}' }],
    ];
    for (const [place, project] of cases) {
      const watching = new Watching(test, project, [place]);
      assert.match(await watching.answer(), /base\.yaml:\d+:\d+: the configuration cannot be read/u);
      watching.write("shared/base.yaml", "rules: {single-document: warn}\n");
      assert.match(await watching.answers(/No errors\./u), /^\n\d\d:\d\d:\d\d \S*base\.yaml changed\.\n/u);
      await watching.end("SIGTERM");
    }
  });

  it("waits for what a configuration below extends, a file, a package, or one that is not installed", async (test) => {
    const below = "a/b/compose-lint.config.yaml";
    const acme = { "node_modules/@acme/base/package.json": '{"name": "@acme/base", "version": "1.0.0", "main": "base.yaml"}' };
    const cases: [files: Record<string, string>, mended: string, broken: RegExp][] = [
      [{ [below]: "extends: ../../../shared/base.yaml\n", "../shared/base.yaml": "settings: [\n" }, "../shared/base.yaml", /base\.yaml:\d+:\d+: the configuration cannot be read/u],
      [{ ...acme, [below]: "extends:\n  - recommended\n  - '@acme/base'\n", "node_modules/@acme/base/base.yaml": "settings: [\n" }, "node_modules/@acme/base/base.yaml", /base\.yaml:\d+:\d+: the configuration cannot be read/u],
      [{ "package.json": '{"compose-lint": {"extends": "./own.yaml"}}', "own.yaml": "settings: [\n" }, "own.yaml", /own\.yaml:\d+:\d+: the configuration cannot be read/u],
    ];
    for (const [files, mended, broken] of cases) {
      const inFolder = Object.fromEntries(Object.entries({ "a/b/compose.yaml": working, ...files }).map(([name, text]) => [path.join("in", name), text]));
      const watching = new Watching(test, inFolder, ["in"]);
      assert.match(await watching.answer(), broken);
      watching.write(path.join("in", mended), "rules: {single-document: warn}\n");
      await watching.answers(/No errors\./u);
      // What is no configuration by its name counts also after a run without errors.
      watching.write(path.join("in", mended), "rles: {}\n");
      await watching.answers(/rles/u);
      await watching.end("SIGTERM");
    }
    const watching = new Watching(test, { "in/a/compose.yaml": working, "in/a/compose-lint.config.json": '{"extends": ["recommended", "@acme/base"]}' }, ["in"]);
    assert.match(await watching.answer(), /@acme\/base, which is not installed here/u);
    watching.write("in/node_modules/@acme/base/base.yaml", "rules: {single-document: warn}\n");
    watching.write("in/node_modules/@acme/base/package.json", acme["node_modules/@acme/base/package.json"]);
    await watching.answers(/No errors\./u);
  });

  it("ends by Ctrl-C in a terminal", { skip }, async (test) => {
    const cwd = temporaryFolder(test, { "compose.yaml": failing });
    const terminal = new Terminal(test, [process.execPath, program, "--engine", "20.10.9", "--watch"], { cwd });
    await terminal.shows(/Ctrl-C ends\./u);
    assert.match(terminal.text, /3:12 {2}error/u);
    terminal.press("C-c");
    assert.equal(await terminal.end(), 130);
  });
});
