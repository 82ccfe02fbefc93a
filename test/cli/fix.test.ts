import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, lstatSync, readFileSync, readdirSync, readlinkSync, statSync, symlinkSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { applyFixes } from "../../src/cli/apply-fixes.js";
import { fileResult } from "../../src/lint/lint-result.js";
import { runCli } from "./run-cli.js";
import { failing, fixed, oldEngine, profileName, working } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

/** Every file below a folder, by its relative path. */
function filesBelow(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map(({ parentPath, name }) => path.join(parentPath, name)).sort();
  return Object.fromEntries(files.map((file) => [path.relative(folder, file), readFileSync(file, "utf8")]));
}

/** Writes the fixes of files and the file that they refer to, by their names in a folder. */
async function write(
  folder: string,
  names: { required: string; fixed: readonly string[]; neededBy?: readonly string[] },
): Promise<{ failures: string[]; told: string }> {
  let told = "";
  const output = { print: () => undefined, tell: (text: string) => void (told += text), columns: null, colour: false, links: false };
  const results = names.fixed.map((name) => ({ ...fileResult(path.join(folder, name), failing, [], []), output: fixed }));
  const neededBy = names.neededBy?.map((name) => path.join(folder, name));
  const requiredFiles = [{ path: path.join(folder, names.required), text: "{}", ...(neededBy === undefined ? {} : { neededBy }) }];
  const { failures } = await applyFixes({ results, requiredFiles, warningCount: 0, failures: [] }, folder, output);
  return { failures, told };
}

describe("--fix", () => {
  it("writes the profile, then the Compose file, and finds nothing more", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const run = await runCli(folder, [...oldEngine, "--fix"]);
    assert.deepEqual([run.code, run.stdout], [0, ""]);
    assert.ok(run.stderr.startsWith(`Wrote ${profileName}\nFixed compose.yaml\nWhat these changes may break:\n  profile  `));
    const files = filesBelow(folder);
    assert.deepEqual(Object.keys(files), ["compose.yaml", profileName]);
    assert.equal(files["compose.yaml"], fixed);
    const profile = JSON.parse(files[profileName] ?? "") as { comment: string; syscalls: { names: string[] }[] };
    assert.match(profile.comment, /^Written by compose-lint\b.*20\.10\.9/);
    assert.ok(profile.syscalls.some(({ names }) => names.includes("clone3")));

    assert.deepEqual(await runCli(folder, [...oldEngine]), { code: 0, stdout: "", stderr: "" });
    assert.deepEqual(await runCli(folder, [...oldEngine, "--fix"]), { code: 0, stdout: "", stderr: "" });
    assert.deepEqual(filesBelow(folder), files);
  });

  it("writes one profile per folder that has Compose files to fix", async (test) => {
    const folder = temporaryFolder(test, { "a/compose.yaml": failing, "b/compose.yaml": working, "c/compose.yaml": failing });
    assert.equal((await runCli(folder, [...oldEngine, "--fix", "."])).code, 0);
    const files = filesBelow(folder);
    assert.deepEqual(Object.keys(files), ["a/compose.yaml", `a/${profileName}`, "b/compose.yaml", "c/compose.yaml", `c/${profileName}`]);
    assert.equal(files["b/compose.yaml"], working);
  });

  it("writes a profile that several files of a project name before the first of them", async (test) => {
    const part = (name: string): string => failing.replace("web:", `${name}:`);
    const projects = {
      override: { "compose.yaml": failing, "compose.override.yaml": part("db") },
      include: { "compose.yaml": `include: [i1.txt, i2.txt]\n${failing}`, "i1.txt": part("i1"), "i2.txt": part("i2") },
      extends: { "compose.yaml": `${failing}  api:\n    extends: {file: base.yaml, service: db}\n`, "base.yaml": part("db") },
      unconfined: { "compose.yaml": failing, "compose.override.yaml": part("db").replace(/$/u, "    security_opt: [seccomp=unconfined]\n") },
    };
    for (const [name, files] of Object.entries(projects)) {
      const folder = temporaryFolder(test, files);
      const run = await runCli(folder, [...oldEngine, "--rule", "no-unconfined-seccomp: error", "--fix", "."]);
      const written = run.stderr.split("\n").filter((line) => /^(?:Wrote|Fixed) /u.test(line));
      assert.equal(written[0], `Wrote ${profileName}`, `${name}: ${run.stdout}${run.stderr}`);
      assert.deepEqual(written.slice(1).sort(), Object.keys(files).map((file) => `Fixed ${file}`).sort(), name);
      for (const file of Object.keys(files)) assert.match(readFileSync(path.join(folder, file), "utf8"), /seccomp=.*seccomp-compose-lint\.json/u, `${name}/${file}`);
    }
  });

  it("writes no profile for an engine that needs none", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    await runCli(folder, ["--engine", "20.10.10", "--fix"]);
    assert.deepEqual(filesBelow(folder), { "compose.yaml": failing });
  });

  it("writes no profile for the option unconfined, and goes on warning", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const rule = ["--rule", "thread-creation: [error, {fix: unconfined}]"];
    const run = await runCli(folder, [...oldEngine, ...rule, "--fix"]);
    assert.equal(run.code, 0);
    assert.match(run.stdout, /warning[^]*no-unconfined-seccomp/);
    const { "compose.yaml": text = "", ...others } = filesBelow(folder);
    assert.deepEqual(others, {});
    assert.match(text, /\n {6}# No seccomp sandbox: .*\n {6}- seccomp=unconfined\n$/);
  });

  it("keeps line ends, mode, byte order mark and a symbolic link", async (test) => {
    const folder = temporaryFolder(test, { "real/base.yaml": `\ufeff${failing}`.replaceAll("\n", "\r\n") });
    const real = path.join(folder, "real/base.yaml");
    chmodSync(real, 0o640);
    symlinkSync("real/base.yaml", path.join(folder, "compose.yaml"));
    assert.equal((await runCli(folder, [...oldEngine, "--fix"])).code, 0);
    assert.ok(lstatSync(path.join(folder, "compose.yaml")).isSymbolicLink());
    assert.equal(readFileSync(real, "utf8"), `\ufeff${fixed}`.replaceAll("\n", "\r\n"));
    assert.equal(statSync(real).mode & 0o777, 0o640);
  });

  it("writes through no link that leads out of what was named", async (test) => {
    const files = { "compose.yaml": failing };
    const outside = temporaryFolder(test, files);
    const folder = temporaryFolder(test, { "in/compose.yaml": `include: [link/compose.yaml]\n${failing.replace("web:", "own:")}` });
    symlinkSync(outside, path.join(folder, "in/link"));
    const run = await runCli(folder, [".", ...oldEngine, "--fix"]);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /in\/link\/compose\.yaml was not written: a symbolic link leads from there to \S+, outside of what is linted\. To have it written, name it\.\n/);
    assert.deepEqual(filesBelow(outside), files);
    assert.equal((await runCli(folder, ["in/link/compose.yaml", ...oldEngine, "--fix"])).code, 0);
    assert.equal(readFileSync(path.join(outside, "compose.yaml"), "utf8"), fixed);
  });

  it("writes where a link to a folder that was named leads, and where the current folder is one", async (test) => {
    const outside = temporaryFolder(test, { "a/compose.yaml": failing, "b/compose.yaml": failing });
    const folder = temporaryFolder(test, {});
    symlinkSync(outside, path.join(folder, "link"));
    assert.equal((await runCli(folder, ["link/a", ...oldEngine, "--fix"])).code, 0);
    assert.equal((await runCli(path.join(folder, "link/b"), [...oldEngine, "--fix"])).code, 0);
    for (const name of ["a", "b"]) assert.equal(readFileSync(path.join(outside, name, "compose.yaml"), "utf8"), fixed);
  });

  it("writes a profile where a link at its place leads, if that is not there yet, and keeps the link", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing, "profiles/readme": "" });
    symlinkSync("profiles/web.json", path.join(folder, profileName));
    const run = await runCli(folder, [...oldEngine, "--fix"]);
    assert.equal(run.code, 0, run.stderr);
    assert.equal(readlinkSync(path.join(folder, profileName)), "profiles/web.json");
    assert.ok("syscalls" in (JSON.parse(readFileSync(path.join(folder, "profiles/web.json"), "utf8")) as object));
    assert.equal((await runCli(folder, oldEngine)).code, 0);
  });

  it("writes no profile where a link at its place leads out of what is linted, or to itself, and leaves the file and the link", async (test) => {
    const outside = temporaryFolder(test);
    for (const [target, why] of [[path.join(outside, "x.json"), /a symbolic link leads from there to \S+x\.json, outside of what is linted/u], [profileName, /No fix is offered: \.\/seccomp-compose-lint\.json exists and cannot be read\./u]] as const) {
      const folder = temporaryFolder(test, { "compose.yaml": failing });
      symlinkSync(target, path.join(folder, profileName));
      const run = await runCli(folder, [...oldEngine, "--fix"]);
      assert.equal(run.code, target === profileName ? 1 : 2);
      assert.match(`${run.stdout}${run.stderr}`.replaceAll(/\s+/gu, " "), why);
      assert.equal(readlinkSync(path.join(folder, profileName)), target);
      assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), failing);
    }
    assert.deepEqual(readdirSync(outside), []);
  });

  it("never overwrites a profile of someone else, nor refers to it", async (test) => {
    const foreign = '{"defaultAction": "SCMP_ACT_ERRNO"}';
    const folder = temporaryFolder(test, { "compose.yaml": failing, [profileName]: foreign });
    const run = await runCli(folder, [...oldEngine, "--fix"]);
    assert.equal(run.code, 1);
    assert.match(run.stdout.replaceAll(/\s+/g, " "), /No fix is offered: \.\/seccomp-compose-lint\.json exists/);
    assert.deepEqual(filesBelow(folder), { "compose.yaml": failing, [profileName]: foreign });
  });

  it("changes no Compose file whose profile cannot be written, and says which", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing, file: "" });
    // A file stands where a folder would have to be.
    const outcome = await write(folder, { required: "file/profile.json", fixed: ["compose.yaml"] });
    assert.deepEqual(outcome.failures, [
      "file/profile.json was not written: a part of its path is a file. compose.yaml is left as before: the fix refers to it.",
    ]);
    assert.equal(outcome.told, "");
    assert.deepEqual(filesBelow(folder), { "compose.yaml": failing, file: "" });
  });

  it("changes the files that do not refer to the profile that cannot be written", async (test) => {
    const folder = temporaryFolder(test, { "a.yaml": failing, "b.yaml": failing, file: "" });
    const outcome = await write(folder, { required: "file/profile.json", fixed: ["a.yaml", "b.yaml"], neededBy: ["a.yaml"] });
    assert.equal(outcome.failures.length, 1);
    assert.equal(outcome.told, "Fixed b.yaml\n");
    assert.deepEqual(filesBelow(folder), { "a.yaml": failing, "b.yaml": fixed, file: "" });
  });

  it("goes on with the other files where one is gone or was changed", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing, "edited.yaml": "services: {}\n" });
    const outcome = await write(folder, { required: "profile.json", fixed: ["gone.yaml", "edited.yaml", "compose.yaml"] });
    assert.deepEqual(outcome.failures, [
      "gone.yaml was not written: it is gone since it was read.",
      "edited.yaml was not written: it was changed by something else since it was read. Run this again.",
    ]);
    assert.equal(outcome.told, "Wrote profile.json\nFixed compose.yaml\n");
    assert.deepEqual(filesBelow(folder), { "compose.yaml": fixed, "edited.yaml": "services: {}\n", "profile.json": "{}" });
  });

  it("writes no profile where no file can be made to name it", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const outcome = await write(folder, { required: "profile.json", fixed: ["gone.yaml"] });
    assert.deepEqual([outcome.failures.length, outcome.told], [1, ""]);
    assert.deepEqual(filesBelow(folder), { "compose.yaml": failing });
  });

  it("writes a file that has two names once", async (test) => {
    const folder = temporaryFolder(test, { "a.yaml": failing });
    symlinkSync("a.yaml", path.join(folder, "b.yaml"));
    const run = await runCli(folder, [...oldEngine, "--fix", "a.yaml", "b.yaml"]);
    assert.equal(run.code, 0, run.stderr);
    assert.equal(readFileSync(path.join(folder, "a.yaml"), "utf8"), fixed);
    assert.ok(lstatSync(path.join(folder, "b.yaml")).isSymbolicLink());
    assert.equal(run.stderr.match(/^Fixed /gmu)?.length, 1, run.stderr);
  });

  it("leaves the one file as it is whose fixes are wrong or whose rule fails, and ends with 2", async (test) => {
    const plugin = `export default { meta: { name: "own" }, rules: { bad: { meta: { type: "problem", fixable: "code" }, create: (context) => ({
      ComposeFile() {
        const { text } = context.sourceCode;
        if (text.startsWith("# throws")) throw new Error("no");
        if (text.startsWith("# breaks")) context.report({ loc: { line: 1, column: 0 }, message: "Wrong.", fix: (fixer) => fixer.replaceTextRange([0, 8], "a: [") });
      },
    }) } } };`;
    const folder = temporaryFolder(test, { "own.mjs": plugin, "a/compose.yaml": `# breaks\n${failing}`, "b/compose.yaml": `# throws\n${failing}`, "c/compose.yaml": failing });
    const run = await runCli(folder, [...oldEngine, "--plugin", "./own.mjs", "--rule", "own/bad: error", "--fix", "."]);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /^compose-lint: a\/compose\.yaml is left as it is\. With its fixes it would no longer be valid YAML\. Mend it by hand\./m);
    assert.match(run.stderr, /^compose-lint: The rule own\/bad of own\.mjs failed on b\/compose\.yaml /m);
    const files = filesBelow(folder);
    assert.deepEqual([files["a/compose.yaml"], files["b/compose.yaml"], files["c/compose.yaml"]], [`# breaks\n${failing}`, `# throws\n${fixed}`, fixed]);
    assert.ok(!Object.hasOwn(files, `a/${profileName}`), "no profile is written for the file that is left");
  });

  it("blames no rule where the projects that extend a file keep it from being mended", async (test) => {
    const extending = (image: string): string => `services:\n  web:\n    extends: {file: ../shared/compose.yaml, service: web}\n    image: ${image}\n`;
    const folder = temporaryFolder(test, { "shared/compose.yaml": failing, "p1/compose.yaml": extending("node:20"), "p2/compose.yaml": extending("node:20-alpine") });
    for (const why of ["Its fixes would bring a new error to another file of the project: ", "Its fixes would give the service `web` an entry of `security_opt` twice"]) {
      const { stderr } = await runCli(folder, [...oldEngine, "--fix", "."]);
      assert.ok(stderr.includes(`compose-lint: shared/compose.yaml is left as it is. ${why}`), stderr);
      assert.match(stderr, /That comes of other files that are read with it\. Mend it by hand where only what needs the change gets it/u);
      assert.doesNotMatch(stderr, /at fault/u);
    }
  });

  it("leaves no temporary file", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    await runCli(folder, [...oldEngine, "--fix"]);
    assert.deepEqual(readdirSync(folder), ["compose.yaml", profileName]);
  });

  it("mends no warnings with --quiet", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const range = ["--engine", ">=20.10.9 <23"];
    assert.equal((await runCli(folder, [...range, "--fix", "--quiet"])).code, 0);
    assert.deepEqual(filesBelow(folder), { "compose.yaml": failing });
    await runCli(folder, [...range, "--fix"]);
    assert.equal(filesBelow(folder)["compose.yaml"], fixed);
  });
});

describe("--fix-dry-run", () => {
  const padding = Array.from({ length: 30 }, (_, index) => `x-${index}: 1\n`).join("");
  const cases: [name: string, files: Record<string, string>][] = [
    ["a new profile", { "compose.yaml": failing }],
    ["CRLF", { "compose.yaml": failing.replaceAll("\n", "\r\n") }],
    ["mixed line ends", { "compose.yaml": failing.replace("\n", "\r\n") }],
    ["no line end at the end", { "compose.yaml": failing.trimEnd() }],
    ["a byte order mark", { "compose.yaml": `\ufeff${failing}` }],
    ["other line ends of Unicode", { "compose.yaml": `x-note: "\u2028 and \u0085"\n${failing}` }],
    ["hunks far from each other", { "compose.yaml": `${padding}${failing}  db:\n    image: redis:7-bookworm\n${padding.replaceAll("x-", "x-y")}` }],
    ["several files, some without a change", { "a/compose.yaml": failing, "b/compose.yaml": working, "c/compose.yaml": failing }],
    ["names with control characters", Object.fromEntries(["a\tb", "c\nd", "e\r\u0007", "f\u001b[31m", "g\u007f\u009b\u202e\\"].map((name) => [`${name}/compose.yaml`, failing]))],
    ["names that git quotes", { "a b/compose.yaml": failing, 'c"ü/compose.yaml': failing, "d\\e/compose.yaml": failing }],
  ];
  for (const [name, files] of cases) {
    it(`prints a diff with which git apply makes what --fix makes: ${name}`, async (test) => {
      const folder = temporaryFolder(test, files);
      const copy = temporaryFolder(test);
      cpSync(folder, copy, { recursive: true });
      const dryRun = await runCli(folder, [...oldEngine, "--fix-dry-run", "."]);
      assert.equal(dryRun.code, 0);
      assert.match(dryRun.stderr, /^What these changes may break:\n {2}profile /);
      assert.deepEqual(filesBelow(folder), files);

      assert.equal((await runCli(copy, [...oldEngine, "--fix", "."])).code, 0);
      const options = { cwd: folder, input: dryRun.stdout, encoding: "utf8" } as const;
      const apply = spawnSync("git", ["apply", "--whitespace=nowarn"], options);
      assert.deepEqual([apply.status, apply.stderr], [0, ""]);
      assert.deepEqual(filesBelow(folder), filesBelow(copy));
      assert.notDeepEqual(filesBelow(folder), files);
    });
  }

  for (const columns of [null, 100]) {
    it(`quotes names as git does ${columns === null ? "in a pipe" : "in a terminal"}`, async (test) => {
      const folder = temporaryFolder(test, { 'a\tb\nc\u001b[31m"\\\u202eü/compose.yaml': failing });
      const { stdout } = await runCli(folder, [...oldEngine, "--fix-dry-run", "."], { ...(columns === null ? {} : { columns }), variables: { NO_COLOR: "1" } });
      const name = String.raw`a\tb\nc\033[31m\"\\\342\200\256\303\274/compose.yaml`;
      assert.ok(stdout.includes(`--- "a/${name}"\n+++ "b/${name}"\n@@ -1,3 +1,5 @@\n`), stdout);
    });
  }

  it("puts no comment into JSON, and says that there is no fix", async (test) => {
    const text = '{"services": {"web": {"image": "node:20"}}}\n';
    const folder = temporaryFolder(test, { "compose.json": text });
    const words = [...oldEngine, "compose.json", "--fix", "--format", "compact"];
    const { code, stdout } = await runCli(folder, [...words, "--rule", "thread-creation: [error, {fix: unconfined}]"]);
    assert.equal(code, 1);
    assert.match(stdout, / No fix is offered: JSON has no comment that could mark `seccomp=unconfined` as chosen\./u);
    assert.equal(filesBelow(folder)["compose.json"], text);
    assert.equal((await runCli(folder, words)).code, 0);
    assert.deepEqual(JSON.parse(filesBelow(folder)["compose.json"] ?? ""), { services: { web: { image: "node:20", security_opt: [`seccomp=./${profileName}`] } } });
  });

  it("prints nothing where nothing can be fixed", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": working });
    assert.deepEqual(await runCli(folder, [...oldEngine, "--fix-dry-run"]), { code: 0, stdout: "", stderr: "" });
  });

  it("shows the change of standard input", async (test) => {
    const folder = temporaryFolder(test);
    const { stdout } = await runCli(folder, ["--stdin", ...oldEngine, "--fix-dry-run"], { stdin: failing });
    assert.match(stdout, /^--- a\/compose\.yaml\n\+\+\+ b\/compose\.yaml\n@@ -1,3 \+1,5 @@\n/m);
    assert.ok(!existsSync(path.join(folder, profileName)));
  });

  it("is JSON alone with --format json, where the output tells the change", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const { stdout } = await runCli(folder, [...oldEngine, "--fix-dry-run", "--format", "json"]);
    assert.equal((JSON.parse(stdout) as { output?: string }[])[0]?.output, fixed);
    assert.deepEqual(filesBelow(folder), { "compose.yaml": failing });
  });

  it("is coloured in a terminal", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing.replaceAll("\n", "\r\n") });
    const { stdout } = await runCli(folder, [...oldEngine, "--fix-dry-run"], { columns: 80 });
    assert.ok(stdout.includes("\u001b[32m+    security_opt:\u001b[39m\n"));
    assert.ok(stdout.includes("\u001b[36m@@ -1,3 +1,5 @@\u001b[39m\n"));
    assert.ok(!stdout.includes("\r"));
  });
});
