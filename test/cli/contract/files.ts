import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, linkSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { builtProgram } from "../built-program.js";
import { runCli } from "../run-cli.js";
import { failing, fixed, harmless, oldEngine, profileName, working } from "../stacks.js";
import { temporaryFolder } from "../temporary-folder.js";
import { assertCode, cli, type Contract, type ContractRun } from "./contract.js";

const filesOf = ({ stdout, folder }: ContractRun): string[] => (JSON.parse(stdout) as { filePath: string }[]).map(({ filePath }) => path.relative(folder, filePath));
const json = [...oldEngine, "--format", "json"];

function program(cwd: string, words: readonly string[], variables: Readonly<Record<string, string>>): number | null {
  return spawnSync(process.execPath, [builtProgram, ...words], { cwd, env: { PATH: process.env.PATH, ...variables } }).status;
}

/** Files that are read, and files that are written. */
export const files: Contract = {
  "read-default": async (test) => {
    const run = await cli(test, json, { files: { "compose.yaml": "services:\n  a:\n    build: app\n", "app/Dockerfile": "FROM scratch\n", "other/compose.yaml": failing } });
    assert.deepEqual(filesOf(run), ["compose.yaml", "app/Dockerfile"]);
  },
  "read-folder": async (test) => {
    const run = await cli(test, [".", ...json], { files: { "a/b/compose.yaml": failing, "a/docker-compose.prod.yml": failing, "a/Dockerfile.dev": "FROM scratch\n", "a/Containerfile": "FROM scratch\n", "b/dockerfile": "FROM scratch\n", "b/app.containerfile": "FROM scratch\n", "b/Dockerfile.sarif": "{}", "b/Dockerfile.dev~": "FROM scratch\n", "a/other.yaml": failing, "node_modules/x/compose.yaml": failing } });
    assert.deepEqual(filesOf(run).sort(), ["a/Containerfile", "a/Dockerfile.dev", "a/b/compose.yaml", "a/docker-compose.prod.yml", "b/app.containerfile", "b/dockerfile"]);
  },
  "read-named": async (test) => {
    assert.deepEqual(filesOf(await cli(test, ["stack.yaml", ...json], { files: { "stack.yaml": failing } })), ["stack.yaml"]);
  },
  "read-stdin": async (test) => {
    const run = await cli(test, [...oldEngine, "-"], { files: {}, stdin: failing });
    assertCode(run, 1);
    assert.deepEqual(await runCli(run.folder, [...oldEngine, "--stdin"], { stdin: failing }), { code: run.code, stdout: run.stdout, stderr: run.stderr });
    assertCode(await cli(test, [...oldEngine, "./-"], { files: { "-": failing } }), 1);
    assertCode(await cli(test, ["-", "compose.yaml"]), 2);
    const seen = await cli(test, ["inspect", ...oldEngine, "-"], { files: {}, stdin: failing });
    assertCode(seen, 0);
    assert.match(seen.stdout, /^web +node:20-bookworm/mu);
  },
  "read-glob": async (test) => {
    assert.deepEqual(filesOf(await cli(test, ["*/stack.yaml", ...json], { files: { "a/stack.yaml": failing, "b/stack.yaml": failing, "c/x.yaml": failing } })), ["a/stack.yaml", "b/stack.yaml"]);
    assertCode(await cli(test, ["*/nothing.yaml", ...json]), 2);
  },
  "read-ignored": async (test) => {
    const tree = { ".gitignore": "a/\n", ".compose-lintignore": "b/\n", "a/compose.yaml": failing, "b/compose.yaml": failing, "c/compose.yaml": failing };
    assert.deepEqual(filesOf(await cli(test, [".", ...json], { files: tree })), ["c/compose.yaml"]);
  },
  "read-link": async (test) => {
    const folder = temporaryFolder(test, { "other/compose.yaml": failing, "other/app/compose.yaml": failing, "own/compose.yaml": failing, "own/in/compose.yaml": "include: [linked/compose.yaml]\n" });
    const own = path.join(folder, "own");
    symlinkSync("../other", path.join(own, "linked"));
    symlinkSync("../../other", path.join(own, "in/linked"));
    symlinkSync("../in", path.join(own, "linked-in"));
    const run = async (...words: string[]): Promise<{ files: string[]; stderr: string }> => {
      const ran = await runCli(own, [...words, ...json]);
      return { files: filesOf({ ...ran, folder: own }), stderr: ran.stderr };
    };
    const { files: found, stderr } = await run(".");
    // What a file names is read through links, as Compose reads it.
    assert.deepEqual(found, ["compose.yaml", "in/compose.yaml", "in/linked/compose.yaml"]);
    assert.match(stderr, /^compose-lint: The folder linked was not looked into: it is a link that leads out of what is linted, to \S+other\. To have it linted, name it; /mu);
    assert.deepEqual((await run("**/compose.yaml")).files, found);
    assert.deepEqual((await run("linked/app")).files, ["linked/app/compose.yaml"]);
  },
  "read-bytes": async (test) => {
    // Other systems make no such names.
    if (process.platform !== "linux") return;
    const folder = temporaryFolder(test, { "compose.yaml": working });
    const odd = (name: string): Buffer => Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, "latin1")]);
    mkdirSync(odd("caf\xe9"));
    const closed = await runCli(folder, [".", ...oldEngine]);
    assertCode(closed, 0);
    assert.ok(closed.stderr.startsWith(String.raw`compose-lint: The folder caf\xe9 was not looked into: its name is not valid UTF-8.`));
    writeFileSync(odd("compose.\xe9.yaml"), working);
    const unread = await runCli(folder, [".", ...oldEngine]);
    assertCode(unread, 2);
    assert.ok(unread.stderr.includes(String.raw`compose-lint: compose.\xe9.yaml was not linted: its name is not valid UTF-8.`));
    assertCode(await runCli(folder, ["caf\ufffd", ...oldEngine]), 2);
  },
  "read-once": async (test) => {
    const folder = temporaryFolder(test, { "base/compose.yaml": failing, "compose.yaml": "include: [base/compose.yaml]\n" });
    symlinkSync("base/compose.yaml", path.join(folder, "linked.yaml"));
    const run = async (...words: string[]): Promise<string[]> => filesOf({ ...(await runCli(folder, [...words, ...json])), folder });
    assert.deepEqual(await run("linked.yaml", "./linked.yaml", "base/compose.yaml", path.join(folder, "linked.yaml")), ["linked.yaml"]);
    assert.deepEqual(await run("linked.yaml", "compose.yaml"), ["linked.yaml", "compose.yaml"]);
    assert.deepEqual(await run("compose.yaml", "--fix-dry-run", "linked.yaml"), ["compose.yaml", "linked.yaml"]);
    assert.deepEqual(await run("."), ["base/compose.yaml", "compose.yaml"]);
    const diff = await runCli(folder, ["compose.yaml", "linked.yaml", ...oldEngine, "--fix-dry-run"]);
    assert.deepEqual(diff.stdout.match(/^\+\+\+ .*\.yaml$/gmu), ["+++ b/linked.yaml"]);
  },
  "read-cache": async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const file = path.join(folder, "compose.yaml");
    const run = (...words: string[]): ReturnType<typeof runCli> => runCli(folder, [...json, ...words]);
    for (const image of ["node:20", "node:20", "node:22", "node:20"]) {
      writeFileSync(file, failing.replace("node:20", image));
      utimesSync(file, 1_600_000_000, 1_600_000_000);
      const cached = await run("--cache");
      assert.deepEqual(cached, await run());
      assert.ok(cached.stdout.includes(`${image}-bookworm is Debian`), image);
    }
  },
  "read-config": async (test) => {
    const tree = { "compose-lint.config.yaml": "settings: { engine: 20.10.9 }", "a/compose.yaml": failing, "b/.compose-lintrc": "settings: { engine: 20.10.10 }", "b/compose.yaml": failing };
    assertCode(await cli(test, ["a"], { files: tree }), 1);
    assertCode(await cli(test, ["b"], { files: tree }), 0);
  },
  "write-nothing": async (test) => {
    for (const words of [[], ["inspect"], ["--fix-dry-run"], ["diagnose", "--fix-dry-run"], ["profile"]]) {
      const { folder } = await cli(test, [...words, ...oldEngine], { stdin: "RuntimeError: can't start new thread\n" });
      assert.deepEqual(readdirSync(folder), ["compose.yaml"]);
      assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), failing);
    }
  },
  "write-fix": async (test) => {
    const { folder } = await cli(test, [...oldEngine, "--fix", "a", "b"], { files: { "a/compose.yaml": failing, "b/compose.yaml": working } });
    assert.deepEqual([readdirSync(path.join(folder, "a")), readdirSync(path.join(folder, "b"))], [["compose.yaml", profileName], ["compose.yaml"]]);
    assert.equal(readFileSync(path.join(folder, "a/compose.yaml"), "utf8"), fixed);
  },
  "write-whole": async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const before = statSync(path.join(folder, "compose.yaml"));
    assert.equal(program(folder, [...oldEngine, "--fix"], {}), 0);
    const after = statSync(path.join(folder, "compose.yaml"));
    assert.notEqual(after.ino, before.ino);
    assert.equal(after.mode, before.mode);
    assert.deepEqual(readdirSync(folder), ["compose.yaml", profileName]);
    const linked = temporaryFolder(test, { "compose.yaml": failing });
    linkSync(path.join(linked, "compose.yaml"), path.join(linked, "same.txt"));
    const { stderr } = await runCli(linked, [...oldEngine, "--fix"]);
    assert.match(stderr, /^Fixed compose\.yaml\ncompose\.yaml was also there under another name \(hard links\), which keeps the old text\. Link it anew/mu);
    assert.deepEqual(["compose.yaml", "same.txt"].map((name) => readFileSync(path.join(linked, name), "utf8")), [fixed, failing]);
  },
  "write-foreign": async (test) => {
    const { folder } = await cli(test, ["profile", ...oldEngine, "-o", "p.json"], { files: { "p.json": "{}" } });
    assert.equal(readFileSync(path.join(folder, "p.json"), "utf8"), "{}");
  },
  "write-init": async (test) => {
    const known = { "compose-lint.config.yaml": "settings: { engine: 20.10.10 }\n" };
    const { folder } = await cli(test, ["init", "--yes", ...oldEngine, "--no-pre-commit", "--ci", "none"], { files: known });
    assert.deepEqual(readdirSync(folder), Object.keys(known));
    assert.equal(readFileSync(path.join(folder, "compose-lint.config.yaml"), "utf8"), known["compose-lint.config.yaml"]);
  },
  "write-reports": async (test) => {
    const { folder } = await cli(test, [...oldEngine, "-o", "a/b/report.txt"]);
    assert.match(readFileSync(path.join(folder, "a/b/report.txt"), "utf8"), /1 problem/);
    assertCode(await cli(test, [...oldEngine, "-o", "."]), 2);
  },
  "write-report-over": async (test) => {
    for (const words of [["compose.yaml"], [".", "--fix"], ["--watch"]]) {
      const run = await cli(test, [...oldEngine, "-o", "compose.yaml", ...words]);
      assertCode(run, 2);
      assert.equal(readFileSync(path.join(run.folder, "compose.yaml"), "utf8"), failing);
    }
    const other = await cli(test, [...oldEngine, "-o", "web.yaml", "web.yaml"], { files: { "web.yaml": failing } });
    assertCode(other, 2);
    assert.equal(readFileSync(path.join(other.folder, "web.yaml"), "utf8"), failing);
    const tree = {
      "compose.yaml": `${failing}    env_file: web.env\n    security_opt: ["seccomp=own.json"]\n    extends: {file: parts, service: part}\n`,
      "web.env": "A=1\n", ".env": "B=1\n", "other.env": "C=1\n", "own.json": "{}", parts: "services:\n  part: {cpus: 1}\n", "package.json": "{}", ".gitignore": "x\n", ".compose-lintignore": "x\n", ".compose-lintrc": "{}",
      "c.yaml": "{}", "p.mjs": 'export default { meta: { namespace: "acme" }, rules: {} };', "f.mjs": 'export default () => "";', "base.json": "{}",
    };
    const over = async (file: string, ...words: string[]): Promise<void> => {
      const run = await cli(test, [...oldEngine, "-o", file, ...words], { files: tree });
      assertCode(run, 2);
      assert.match(run.stderr, new RegExp(`^compose-lint: --output-file ${file.replaceAll(".", String.raw`\.`)} names .*(?:which the report would replace|and the report would be taken for it)\\. Name another file`, "mu"));
      assert.equal(run.stdout, "");
      for (const [name, text] of Object.entries(tree)) assert.equal(readFileSync(path.join(run.folder, name), "utf8"), text, name);
    };
    for (const file of ["package.json", ".gitignore", ".compose-lintignore", ".compose-lintrc", ".env", "web.env", "own.json", "parts"]) {
      for (const words of [[], ["--fix"], ["--concurrency", "2"]]) await over(file, ...words);
    }
    await over("other.env", "--env-file", "other.env");
    await over("./c.yaml", "-c", "c.yaml");
    await over("p.mjs", "--plugin", "p.mjs");
    await over("base.json", "--baseline", "base.json");
    await over("new.json", "--baseline", "new.json", "--update-baseline");
    await over(".compose-lintcache", "--cache");
    await over("new.cache", "--cache", "--cache-location", "new.cache");
    await over("web.env", "--cache");
    for (const flags of [["-o", "seccomp-compose-lint.json"], ["-o", "r.txt", "--format", "json", "-o", "./seccomp-compose-lint.json"], ["--baseline", "seccomp-compose-lint.json", "--update-baseline"]]) {
      const run = await cli(test, [...oldEngine, "--fix", ...flags]);
      assertCode(run, 2);
      assert.match(run.stderr, /^compose-lint: --(?:output-file|baseline) (?:\.\/)?seccomp-compose-lint\.json names a file that (?:--fix would write|is linted, read, or named by a project)/mu);
      assert.deepEqual(readdirSync(run.folder), ["compose.yaml"]);
      assert.equal(readFileSync(path.join(run.folder, "compose.yaml"), "utf8"), failing);
    }
    const naming = {
      "compose.yaml": `${failing}    volumes: ["./mounted.txt:/m", {type: bind, source: ./bound.txt, target: /b}]\n    env_file: [{path: perhaps.list, required: false}]\n    label_file: labels.txt\nsecrets: {s: {file: ./key.txt}}\nconfigs: {c: {file: ./c.txt}}\n`,
      "labels.txt": "a=b\n", "compose-lint.config.yaml": "extends: [./base.json, recommended]\n", "base.json": "{}",
    };
    const named = ["mounted.txt", "bound.txt", "perhaps.list", "labels.txt", "key.txt", "c.txt", "base.json"];
    const there = { ...naming, ...Object.fromEntries(named.filter((name) => !(name in naming)).map((name) => [name, "x"])) };
    for (const files of [naming, there]) {
      for (const file of [...named, "compose.prod.yaml", "Dockerfile", "a/.env", ".dockerignore", "web.dockerignore", "sub/.gitignore", "compose-lint.config.json", "package.json"]) {
        for (const words of [[], ["--fix"], ["--concurrency", "2"], ["--cache"]]) {
          const run = await cli(test, [...oldEngine, "-o", file, ...words], { files });
          assertCode(run, 2);
          assert.match(run.stderr, /^compose-lint: --output-file .* Name another file, such as report\.txt\.$/mu);
          assert.equal(run.stdout, "");
          assert.deepEqual(readdirSync(run.folder).filter((name) => name !== ".compose-lintcache").sort(), Object.keys(files).sort());
          for (const [name, text] of Object.entries(files)) assert.equal(readFileSync(path.join(run.folder, name), "utf8"), text, name);
        }
      }
    }
    const kept = temporaryFolder(test, there);
    assert.equal((await runCli(kept, [...oldEngine, "--cache"])).code, 1);
    for (const file of named) assertCode(await runCli(kept, [...oldEngine, "--cache", "-o", file]), 2);
    assertCode(await runCli(kept, [...oldEngine, "--cache", "-o", "report.txt"]), 1);
    const linked = temporaryFolder(test, { "compose.yaml": failing, "old.txt": "" });
    linkSync(path.join(linked, "compose.yaml"), path.join(linked, "same.txt"));
    linkSync(path.join(linked, "old.txt"), path.join(linked, "report.txt"));
    for (const words of [[], ["--fix"], ["--concurrency", "2"]]) assertCode(await runCli(linked, [...oldEngine, "-o", "same.txt", ...words]), 2);
    assert.equal(readFileSync(path.join(linked, "same.txt"), "utf8"), failing);
    assertCode(await runCli(linked, [...oldEngine, "-o", "report.txt"]), 1);
    // `script` gives the program a terminal, at which it would ask.
    const asked = temporaryFolder(test, { "compose.yaml": failing });
    const line = `${process.execPath} ${builtProgram} ${oldEngine.join(" ")} -i -o ${profileName}`;
    const { status, stdout } = spawnSync("script", ["-qec", line, "/dev/null"], { cwd: asked, env: { ...process.env, TERM: "xterm" }, encoding: "utf8" });
    assert.equal(status, 2, stdout);
    assert.match(stdout, /--output-file seccomp-compose-lint\.json names/u);
    assert.deepEqual(readdirSync(asked), ["compose.yaml"]);
    // A name of a format is no file.
    assertCode(await cli(test, [...oldEngine, "--format", "json", "-o", "json"]), 1);
  },
  "write-standard-output": async (test) => {
    for (const words of [["-o", "-"], ["--output-file=-"], ["--format", "stylish", "-o", "-", "--format", "json", "-o", "r.json"]]) {
      const run = await cli(test, [...oldEngine, ...words]);
      assertCode(run, 1);
      assert.match(run.stdout, /^\ncompose\.yaml\n/u);
      assert.deepEqual(readdirSync(run.folder), words.includes("r.json") ? ["compose.yaml", "r.json"] : ["compose.yaml"]);
    }
    assertCode(await cli(test, [...oldEngine, "-o", "-", "--format", "json", "-o", "-"]), 2);
    const profile = await cli(test, ["profile", ...oldEngine, "-o", "-"]);
    assert.ok("syscalls" in (JSON.parse(profile.stdout) as object));
    assert.deepEqual(readdirSync(profile.folder), ["compose.yaml"]);
    for (const words of [["--baseline", "-"], ["--baseline", "-", "--update-baseline"], ["--cache", "--cache-location", "-"], ["init", "--yes", "--baseline", "-"]]) {
      const run = await cli(test, words);
      assertCode(run, 2);
      assert.match(run.stderr, /--(?:baseline|cache-location) names a file/u);
      assert.deepEqual(readdirSync(run.folder), ["compose.yaml"]);
    }
  },
  "write-devices": (test) => {
    assert.equal(program(temporaryFolder(test, { "compose.yaml": failing }), [...oldEngine, "-o", "/dev/null"], {}), 1);
    assert.ok(statSync("/dev/null").isCharacterDevice());
  },
  "write-code-cache": (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": harmless });
    program(folder, [...oldEngine], { XDG_CACHE_HOME: path.join(folder, "xdg") });
    assert.deepEqual(readdirSync(path.join(folder, "xdg/compose-lint")), ["code"]);
    program(folder, [...oldEngine], { NODE_COMPILE_CACHE: path.join(folder, "node"), XDG_CACHE_HOME: path.join(folder, "xdg2") });
    assert.deepEqual([existsSync(path.join(folder, "node/compose-lint")), existsSync(path.join(folder, "xdg2"))], [true, false]);
    program(folder, [...oldEngine], { HOME: "home", XDG_CACHE_HOME: "xdg4" });
    assert.deepEqual([existsSync(path.join(folder, "home")), existsSync(path.join(folder, "xdg4"))], [false, false]);
    program(folder, [...oldEngine], { NODE_DISABLE_COMPILE_CACHE: "1", XDG_CACHE_HOME: path.join(folder, "xdg3") });
    assert.equal(existsSync(path.join(folder, "xdg3")), false);
  },
};
