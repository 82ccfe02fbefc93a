import assert from "node:assert/strict";
import fs, { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { isOnTellingSystem } from "../../../src/cli/run/file-stamps.js";
import { startProgram } from "../built-program.js";
import { runCli, type CliRun } from "../run-cli.js";
import { randomNumbers } from "../../random-numbers.js";
import { composeText, dockerfileText, envText, overrideText, pick, projectTree } from "../run/project-tree.js";
import { failing, working } from "../stacks.js";
import { temporaryFolder } from "../temporary-folder.js";

const words = ["--engine", "20.10.9", "--format", "json"];
const cached = [...words, "--cache"];
/** In a format that shows no text of the files. */
const briefly = ["--engine", "20.10.9", "--format", "compact"];
const NAME = ".compose-lintcache";

function cacheOf(folder: string): string {
  return readFileSync(path.join(folder, NAME), "utf8");
}

/** Runs with the cache, and without: both must say the same. */
async function bothRuns(folder: string, variables: NodeJS.ProcessEnv = {}): Promise<CliRun> {
  const without = await runCli(folder, [...words, "."], { variables });
  const withCache = await runCli(folder, [...cached, "."], { variables });
  assert.equal(withCache.code, without.code);
  assert.equal(withCache.stderr, without.stderr);
  const results = [withCache, without].map(({ stdout }) => JSON.parse(stdout) as unknown[]);
  const index = (results[1] ?? []).findIndex((result, at) => JSON.stringify(result) !== JSON.stringify(results[0]?.[at]));
  if (index !== -1) assert.deepEqual(results[0]?.[index], results[1]?.[index]);
  assert.equal(withCache.stdout.length, without.stdout.length);
  return withCache;
}

/** Changes, adds or removes something, as people do. */
function edit(folder: string, files: readonly string[], random: () => number): void {
  const file = path.join(folder, pick(["shared/base.yaml", ...files], random));
  const name = path.basename(file);
  if (random() < 0.15) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(path.dirname(file), { recursive: true });
  const text = name === ".env" ? envText(random) : name.includes("override") ? overrideText(random) : /Dockerfile|\.build/u.test(name) ? dockerfileText(random) : composeText(random);
  writeFileSync(file, text);
  if (random() < 0.2) writeFileSync(path.join(path.dirname(file), ".env"), envText(random));
  if (random() < 0.1) writeFileSync(path.join(path.dirname(file), "compose.override.yml"), overrideText(random));
}

/** Changes a file, or some, in a way that its size and its time of change do not tell. */
function editUnseen(folder: string, files: readonly string[], random: () => number): void {
  const file = path.join(folder, pick(["shared/base.yaml", ...files], random));
  if (!existsSync(file)) return;
  const text = readFileSync(file, "utf8").replaceAll(/node:(?:20|18)|redis:[67]|one|two/gu, (name) => twins[name] ?? name);
  const isReplaced = random() < 0.3;
  const written = isReplaced ? `${file}~` : file;
  writeFileSync(written, text);
  utimesSync(written, LONG_AGO, LONG_AGO);
  if (isReplaced) renameSync(written, file);
}

/** A project that includes so many files. */
function includingProject(count: number, textOf: () => string): Record<string, string> {
  const names = Array.from({ length: count }, (_, index) => `parts/${index}.yaml`);
  const parts = names.map((name, index) => [name, textOf().replaceAll(/^( {2})(\w+:)$/gmu, `$1p${index}-$2`)] as const);
  return { "compose.yaml": `include:\n${names.map((name) => `  - ${name}\n`).join("")}`, ...Object.fromEntries(parts) };
}

const LONG_AGO = 1_600_000_000;
const twins: Readonly<Record<string, string>> = { "node:20": "node:18", "node:18": "node:20", "redis:7": "redis:6", "redis:6": "redis:7", one: "two", two: "one" };

/** Lets each file look as if it had been changed long ago, and counts how often a file of a kind is opened. */
function laterAndCounted(test: TestContext, kind: RegExp): () => number {
  const now = Date.now.bind(Date);
  test.mock.method(Date, "now", () => now() + 60_000);
  let opened = 0;
  const open = fs.openSync.bind(fs);
  const mocked = test.mock.method(fs, "openSync", (...given: Parameters<typeof open>) => {
    if (kind.test(String(given[0]))) opened += 1;
    return open(...given);
  });
  syncBuiltinESMExports();
  test.after(() => {
    mocked.mock.restore();
    syncBuiltinESMExports();
  });
  return () => {
    const count = opened;
    opened = 0;
    return count;
  };
}

const notOnThisDisk = isOnTellingSystem(tmpdir()) ? false : "the file system of the temporary folder is none whose times are trusted";

describe("--cache", () => {
  for (const seed of [11, 12, 13]) {
    it(`always gives what a run without it gives, whatever is edited between the runs (${seed})`, async (test) => {
      const random = randomNumbers(seed);
      const files = projectTree(14, random);
      const folder = temporaryFolder(test, files);
      for (let round = 0; round < 14; round += 1) {
        await bothRuns(folder, random() < 0.2 ? { TAG: "18" } : {});
        for (let edits = 0; edits < 3; edits += 1) edit(folder, Object.keys(files), random);
      }
    });
  }

  for (const seed of [14, 15, 16]) {
    it(`does so too where sizes and times of change do not tell what was edited (${seed})`, async (test) => {
      laterAndCounted(test, /never/u);
      const random = randomNumbers(seed);
      const files = projectTree(14, random);
      const folder = temporaryFolder(test, files);
      for (const file of Object.keys(files)) utimesSync(path.join(folder, file), LONG_AGO, LONG_AGO);
      for (let round = 0; round < 10; round += 1) {
        await bothRuns(folder);
        for (let edits = 0; edits < 4; edits += 1) (random() < 0.8 ? editUnseen : edit)(folder, Object.keys(files), random);
      }
    });
  }

  it("opens no file that has not changed since", { skip: notOnThisDisk }, async (test) => {
    const counted = laterAndCounted(test, /(?:compose\.yaml|Dockerfile|base\.yaml)$/u);
    const built = "services:\n  web:\n    build: .\n    extends:\n      file: ../base.yaml\n      service: base\n";
    const folder = temporaryFolder(test, { "base.yaml": "services:\n  base:\n    image: node:20\n", "a/compose.yaml": built, "a/Dockerfile": "FROM node:20\nRUN echo installed\n", "b/compose.yaml": `\ufeff${failing}` });
    const first = await runCli(folder, [...briefly, "--cache", "."]);
    assert.notEqual(counted(), 0);
    assert.deepEqual(await runCli(folder, [...briefly, "--cache", "."]), first);
    assert.equal(counted(), 0);
    const { atime, mtime } = statSync(path.join(folder, "a/Dockerfile"));
    writeFileSync(path.join(folder, "a/Dockerfile"), "FROM node:20\nRUN apt install x\n");
    utimesSync(path.join(folder, "a/Dockerfile"), atime, mtime);
    assert.deepEqual(await runCli(folder, [...briefly, "--cache", "."]), await runCli(folder, [...briefly, "."]));
    counted();
    await runCli(folder, [...briefly, "--cache", "."]);
    assert.equal(counted(), 0);
    assert.match(cacheOf(folder), /\/a\/Dockerfile\t\d+ [\d.]+ [\d.]+ \d+ \d+ [\w-]{22}\t/u);
  });

  it("lets no report replace a file that it need not read again", async (test) => {
    laterAndCounted(test, /never/u);
    const profile = '{ "defaultAction": "SCMP_ACT_ERRNO", "syscalls": [] }\n';
    const folder = temporaryFolder(test, { "profile.json": profile, "compose.yaml": `${failing}    security_opt: [seccomp=./profile.json]\n` });
    const first = await runCli(folder, [...briefly, "--cache"]);
    assert.equal(first.code, 1);
    const over = await runCli(folder, [...briefly, "--cache", "--output-file", "profile.json"]);
    assert.equal(over.code, 2);
    assert.match(over.stderr, /--output-file profile\.json names a file that is linted, read, or named by a project/);
    assert.equal(readFileSync(path.join(folder, "profile.json"), "utf8"), profile);
  });

  it("does so with what threads have read", { skip: notOnThisDisk }, async (test) => {
    const names = Array.from({ length: 40 }, (_, index) => `${index}/compose.yaml`);
    const folder = temporaryFolder(test, Object.fromEntries(names.map((name) => [name, failing])));
    // Threads have a clock of their own, by which the files are to be old enough.
    await new Promise((resolve) => setTimeout(resolve, 4200));
    await startProgram(test, folder, [...briefly, "--cache", "--concurrency", "2", "."]).end();
    assert.equal(cacheOf(folder).match(/\/compose\.yaml\t\d+ [\d.]+ [\d.]+ \d+ \d+ [\w-]{22}\t/gu)?.length, names.length);
  });

  it("hits by content where all files are new, as after a checkout, and writes the stamps of many", { skip: notOnThisDisk }, async (test) => {
    const counted = laterAndCounted(test, /compose\.yaml$/u);
    const names = Array.from({ length: 120 }, (_, index) => `${index}/compose.yaml`);
    const folder = temporaryFolder(test, Object.fromEntries(names.map((name, index) => [name, `# ${index}\n${failing}`])));
    const first = await runCli(folder, [...briefly, "--cache", "."]);
    const written = cacheOf(folder);
    for (const name of names) writeFileSync(path.join(folder, name), readFileSync(path.join(folder, name)));
    counted();
    assert.deepEqual(await runCli(folder, [...briefly, "--cache", "."]), first);
    assert.equal(counted(), names.length);
    assert.notEqual(cacheOf(folder), written);
    await runCli(folder, [...briefly, "--cache", "."]);
    assert.equal(counted(), 0);
  });

  it("writes nothing anew where nothing changed, and uses what it wrote", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const first = await runCli(folder, cached);
    const written = cacheOf(folder);
    // A result that no rule gives shows that none was asked.
    assert.deepEqual(await runCli(folder, cached), first);
    assert.equal(cacheOf(folder), written);
    assert.equal(first.code, 1);
  });

  const inEveryFormat = ["stylish", "compact", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "markdown", "html"];
  for (const format of inEveryFormat) {
    it(`prints the same as ${format}`, async (test) => {
      const folder = temporaryFolder(test, { "compose.yaml": failing, "b/compose.yaml": working, "b/Dockerfile": "FROM node:20\nRUN npm ci\n" });
      const asked = ["--engine", "20.10.9", "--code-frame", "--format", format];
      const without = await runCli(folder, [...asked, "."]);
      await runCli(folder, [...asked, "--cache", "."]);
      const again = await runCli(folder, [...asked, "--cache", "."]);
      const withoutTimes = ({ stdout }: CliRun): string => stdout.replaceAll(/\d{4}-\d{2}-\d{2}T[\d:.]+Z?/gu, "TIME");
      assert.equal(withoutTimes(again), withoutTimes(without));
    });
  }

  const dependencies: [what: string, files: Record<string, string>, change: (folder: string) => void, variables?: NodeJS.ProcessEnv][] = [
    ["an override file that comes to be there", {}, (folder) => { writeFileSync(path.join(folder, "compose.override.yaml"), "services:\n  web:\n    image: alpine:3.20\n"); }],
    [".env, on which a variable depends", { ".env": "TAG=20\n", "compose.yaml": "services:\n  web:\n    image: node:${TAG}\n" }, (folder) => { writeFileSync(path.join(folder, ".env"), "TAG=20-alpine\n"); }],
    ["a file that is extended", { "base.yaml": "services:\n  base:\n    image: node:20\n", "compose.yaml": "services:\n  web:\n    extends:\n      file: base.yaml\n      service: base\n" }, (folder) => { writeFileSync(path.join(folder, "base.yaml"), "services:\n  base:\n    image: alpine:3.20\n"); }],
    ["a Dockerfile that is built", { "Dockerfile": "FROM node:20\n", "compose.yaml": "services:\n  web:\n    build: .\n" }, (folder) => { writeFileSync(path.join(folder, "Dockerfile"), "FROM alpine:3.20\n"); }],
    ["a seccomp profile that is missing and is written", { "compose.yaml": "services:\n  web:\n    image: node:20\n    security_opt:\n      - seccomp=./profile.json\n" }, (folder) => { writeFileSync(path.join(folder, "profile.json"), '{"defaultAction":"SCMP_ACT_ALLOW"}\n'); }],
    ["a configuration that comes to be there", {}, (folder) => { writeFileSync(path.join(folder, "compose-lint.config.yaml"), "rules:\n  thread-creation: off\n"); }],
  ];
  for (const [what, files, change] of dependencies) {
    it(`sees ${what}`, async (test) => {
      const folder = temporaryFolder(test, { "compose.yaml": failing, ...files });
      const before = await bothRuns(folder);
      change(folder);
      assert.notEqual((await bothRuns(folder)).stdout, before.stdout);
    });
  }

  it("sees an override file that comes to be there, whether the folder or the file is named", async (test) => {
    for (const [first, second] of [[".", "compose.yaml"], ["compose.yaml", "."], ["compose.yaml", "compose.yaml"]] as const) {
      const folder = temporaryFolder(test, { "compose.yaml": failing });
      await runCli(folder, [...cached, first]);
      assert.deepEqual(await runCli(folder, [...cached, second]), await runCli(folder, [...words, second]));
      writeFileSync(path.join(folder, "compose.override.yaml"), "services:\n  web:\n    image: alpine:3.20\n");
      const run = await runCli(folder, [...cached, second]);
      assert.deepEqual(run, await runCli(folder, [...words, second]));
      assert.equal(run.code, 0, `${first}, then ${second}`);
    }
  });

  it("sees for each file of a project what another one lacked", async (test) => {
    const parts = ["a", "b", "c"];
    const folder = temporaryFolder(test, {
      "compose.yaml": `include: [${parts.map((part) => `${part}.yaml`).join(", ")}]\n`,
      "keys/other.txt": "",
      ...Object.fromEntries(parts.map((part) => [`${part}.yaml`, `services:\n  ${part}:\n    build: ./${part}\nsecrets:\n  ${part}: {file: keys/${part}.txt}\n`])),
    });
    const lacking = await bothRuns(folder);
    for (const part of parts) for (const left of [`the secret \`${part}\``, `of the service \`${part}\``]) assert.ok(lacking.stdout.includes(left), left);
    for (const part of parts) {
      writeFileSync(path.join(folder, "keys", `${part}.txt`), "");
      const now = await bothRuns(folder);
      assert.ok(!now.stdout.includes(`the secret \`${part}\``));
      assert.ok(now.stdout.includes(`of the service \`${part}\``));
    }
  });

  it("sees what is new beside a project that includes a file, whichever of both was judged first", async (test) => {
    const part = "services:\n  web:\n    image: node:$TAG\n";
    for (const [main, other] of [["a/compose.yaml", "b/compose.yaml"], ["b/compose.yaml", "a/compose.yaml"]] as const) {
      const folder = temporaryFolder(test, { [main]: `include: [../${other}]\n`, [other]: part });
      await bothRuns(folder);
      writeFileSync(path.join(folder, path.dirname(main), ".env"), "TAG=20\n");
      const { stdout } = await bothRuns(folder);
      assert.match(stdout, /the service `web` will crash: node:20/u);
    }
  });

  it("holds what the files of a project share once, whichever thread lints them", async (test) => {
    const sizes: number[] = [];
    for (const count of [50, 250]) {
      const folder = temporaryFolder(test, includingProject(count, () => failing));
      const run = await runCli(folder, [...cached, "--concurrency", "2", "."]);
      sizes.push(cacheOf(folder).replaceAll(/\{"filePath[^\n]*/gu, "").length);
      assert.deepEqual(await runCli(folder, [...cached, "."]), run);
    }
    const [small = 0, large = 0] = sizes;
    assert.ok(large < 7 * small, `${large} bytes after ${small}`);
  });

  it("sees for each file of a large project what was edited, added or removed in it", async (test) => {
    const random = randomNumbers(41);
    const files = includingProject(60, () => composeText(random));
    const folder = temporaryFolder(test, files);
    for (let round = 0; round < 10; round += 1) {
      await bothRuns(folder, random() < 0.2 ? { TAG: "18" } : {});
      edit(folder, Object.keys(files), random);
    }
  });

  it("sees a variable of the environment, and other flags", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "services:\n  web:\n    image: node:${TAG:-20}\n" });
    const before = await bothRuns(folder);
    assert.notEqual((await bothRuns(folder, { TAG: "20-alpine" })).stdout, before.stdout);
    const newer = await runCli(folder, ["--engine", "24.0", "--format", "json", "--cache", "."]);
    assert.equal(newer.code, 0);
    assert.deepEqual(await bothRuns(folder), before);
  });

  it("sees that a plugin, or what it imports, has changed", async (test) => {
    const plugin = 'import { message } from "./message.mjs";\nexport default { meta: { namespace: "mine" }, rules: { all: { meta: { type: "problem", schema: [], languages: ["compose-lint/compose"] }, create: (context) => ({ Service(node) { context.report({ node, message }); } }) } } };\n';
    const folder = temporaryFolder(test, { "compose.yaml": working, "plugin.mjs": plugin, "message.mjs": 'export const message = "one";\n' });
    const asked = [...cached, "--plugin", "plugin.mjs", "--rule", "mine/all: error"];
    await runCli(folder, asked);
    const before = cacheOf(folder);
    writeFileSync(path.join(folder, "message.mjs"), 'export const message = "two";\n');
    await runCli(folder, asked);
    assert.notEqual(cacheOf(folder), before);
  });

  const broken: [what: string, breakIt: (text: string) => string][] = [
    ["empty", () => ""],
    ["cut off", (text) => text.slice(0, text.length / 2)],
    ["changed", (text) => text.replace("thread-creation", "thread-creatiox")],
    ["of another version", (text) => text.replace("compose-lint cache 4", "compose-lint cache 0")],
    ["of something else", () => '{"files": []}\n'],
    ["no text", () => "\u0000\ufffd\u0001\n".repeat(50)],
  ];
  for (const [what, breakIt] of broken) {
    it(`ignores a file that is ${what}, and writes it anew`, async (test) => {
      const folder = temporaryFolder(test, { "compose.yaml": failing });
      const first = await runCli(folder, cached);
      const right = cacheOf(folder);
      writeFileSync(path.join(folder, NAME), breakIt(right));
      assert.deepEqual(await runCli(folder, cached), first);
      assert.equal(cacheOf(folder), right);
    });
  }

  it("keeps what it knows of files that another run does not lint, and forgets files that are gone", async (test) => {
    const folder = temporaryFolder(test, { "a/compose.yaml": failing, "b/compose.yaml": failing });
    await runCli(folder, [...cached, "."]);
    writeFileSync(path.join(folder, "a/compose.yaml"), working);
    await runCli(folder, [...cached, "a"]);
    assert.match(cacheOf(folder), /b\/compose\.yaml\t/);
    rmSync(path.join(folder, "b"), { recursive: true });
    writeFileSync(path.join(folder, "a/compose.yaml"), failing);
    await runCli(folder, [...cached, "a"]);
    assert.doesNotMatch(cacheOf(folder), /b\/compose\.yaml\t/);
  });

  it("stands where --cache-location says: a file, or a folder", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing, "keep/x": "" });
    await runCli(folder, [...cached, "--cache-location", "other/name"]);
    await runCli(folder, [...cached, "--cache-location", "keep"]);
    assert.ok(existsSync(path.join(folder, "other", "name")));
    assert.deepEqual(readdirSync(path.join(folder, "keep")).sort(), [NAME, "x"]);
    assert.ok(!existsSync(path.join(folder, NAME)));
  });

  it("is not written over a file of something else, and needs --cache", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const over = await runCli(folder, [...cached, "--cache-location", "compose.yaml"]);
    assert.equal(over.code, 2);
    assert.match(over.stderr, /--cache-location names compose\.yaml, which is a file of something else/);
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), failing);
    const alone = await runCli(folder, [...words, "--cache-location", "x"]);
    assert.equal(alone.stderr, "compose-lint: --cache-location names the file of --cache: give --cache too.\n");
  });

  it("that cannot be written is told, and changes nothing else", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing, file: "" });
    const { code, stdout, stderr } = await runCli(folder, [...cached, "--cache-location", "file/cache"]);
    assert.equal(code, 1);
    assert.match(stdout, /thread-creation/);
    assert.match(stderr, /^compose-lint: The cache file\/cache was not written: [^\n]+\. The next run takes as long as this one\.\n$/);
  });

  it("serves two runs at the same time: both say what a run without it says, and what is left is whole", async (test) => {
    const folder = temporaryFolder(test, projectTree(25, randomNumbers(31)));
    const without = await runCli(folder, [...words, "."]);
    for (let round = 0; round < 3; round += 1) {
      writeFileSync(path.join(folder, "shared", "base.yaml"), `# ${round}\nservices:\n  base:\n    image: node:20\n`);
      const runs = [1, 2].map(() => startProgram(test, folder, [...cached, "."]));
      const [one, other] = await Promise.all(runs.map(({ end }) => end()));
      assert.deepEqual(one, other);
      assert.deepEqual({ code: one?.code, stderr: one?.stderr }, { code: without.code, stderr: "" });
      assert.equal(one?.stdout, (await runCli(folder, [...words, "."])).stdout);
      assert.deepEqual(readdirSync(folder).filter((name) => name.includes("cache")), [NAME]);
      const kept = cacheOf(folder);
      await startProgram(test, folder, [...cached, "."]).end();
      assert.equal(cacheOf(folder), kept);
    }
  });

  it("goes with threads and with --fix", async (test) => {
    const folder = temporaryFolder(test, projectTree(10, randomNumbers(21)));
    const together = await runCli(folder, [...cached, "--concurrency", "2", "."]);
    assert.deepEqual(await runCli(folder, [...cached, "--concurrency", "off", "."]), together);
    await runCli(folder, [...cached, "--fix", "."]);
    const after = await bothRuns(folder);
    assert.notEqual(after.stdout, together.stdout);
  });
});
