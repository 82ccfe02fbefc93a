import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { runCli, type CliRun } from "./run-cli.js";
import { failing, harmless, oldEngine, working } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

const two = `${failing}  api:\n    image: node:20-bookworm\n`;
const file = "known.json";

function run(folder: string, ...words: string[]): Promise<CliRun> {
  return runCli(folder, [...oldEngine, "--baseline", file, ...words, "."]);
}

function read(folder: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, file), "utf8"));
}

describe("--baseline", () => {
  it("counts what is found by file and rule, and then reports nothing of it", async (test) => {
    const folder = temporaryFolder(test, { "b/compose.yaml": two, "a/compose.yaml": harmless, "compose.yaml": working });
    const updated = await run(folder, "--update-baseline");
    assert.deepEqual(updated, { code: 0, stdout: "", stderr: "Wrote known.json: 3 findings in 2 files.\n" });
    assert.deepEqual(read(folder), {
      "a/compose.yaml": { "compose-lint/thread-creation": { count: 1 } },
      "b/compose.yaml": { "compose-lint/thread-creation": { count: 2 } },
    });
    assert.deepEqual(await run(folder, "--max-warnings", "0"), { code: 0, stdout: "", stderr: "" });
  });

  it("fails for a new finding, and then reports all of its rule in its file", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing, "other/compose.yaml": failing });
    await run(folder, "--update-baseline");
    writeFileSync(path.join(folder, "compose.yaml"), two);
    const { code, stdout } = await run(folder, "--format", "json");
    assert.equal(code, 1);
    const counts = (JSON.parse(stdout) as { filePath: string; errorCount: number }[]).map(({ filePath, errorCount }) => [path.relative(folder, filePath), errorCount]);
    assert.deepEqual(counts, [["compose.yaml", 2], ["other/compose.yaml", 0]]);
  });

  it("mends what it knows with --fix, tells the risks, and keeps what is left when it is updated", async (test) => {
    const left = `${two}  edge:\n    image: node:20\n    security_opt: word\n`;
    const folder = temporaryFolder(test, { "compose.yaml": left });
    await run(folder, "--update-baseline");
    assert.match(JSON.stringify(read(folder)), /"compose-lint\/thread-creation":\{"count":3\}/);
    const { stderr, stdout } = await run(folder, "--fix", "--update-baseline");
    assert.equal(stdout, "");
    assert.match(stderr, /^Wrote seccomp-compose-lint\.json\nFixed compose\.yaml\nWhat these changes may break:\n[^]*Wrote known\.json: /);
    assert.match(JSON.stringify(read(folder)), /"compose-lint\/thread-creation":\{"count":1\}/);
    assert.equal((await run(folder)).code, 0);
  });

  it("does not lose what a fix could not mend, or was not to write", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing, "seccomp-compose-lint.json/x": "" });
    await run(folder, "--update-baseline");
    const before = read(folder);
    const dry = await run(folder, "--fix-dry-run", "--update-baseline");
    assert.deepEqual([dry.code, dry.stderr], [2, "compose-lint: --update-baseline writes what is left, and --fix-dry-run mends nothing: give --fix, or neither.\n"]);
    assert.equal((await run(folder, "--fix", "--update-baseline")).code, 0);
    assert.deepEqual(read(folder), before);
    const shown = await run(folder, "--fix-dry-run");
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), failing);
    assert.equal(shown.code, 0);
    assert.ok(!shown.stderr.includes("are gone"), shown.stderr);
  });

  it("that is none is told of before a fix is written", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing, [file]: "none" });
    const { code } = await run(folder, "--fix");
    assert.equal(code, 2);
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), failing);
  });

  it("goes on knowing what has moved", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    await run(folder, "--update-baseline");
    writeFileSync(path.join(folder, "compose.yaml"), `# a line more\n\n${failing}`);
    assert.equal((await run(folder)).code, 0);
  });

  it("tells of what is gone, and takes it out when it is updated; files that are not linted stay", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": two, "other/compose.yaml": failing });
    await run(folder, "--update-baseline");
    writeFileSync(path.join(folder, "compose.yaml"), failing);
    const told = "compose-lint: known.json knows findings that are gone: compose.yaml compose-lint/thread-creation (1 of 2). Run with --update-baseline to take them out.\n";
    assert.deepEqual(await run(folder), { code: 0, stdout: "", stderr: told });
    writeFileSync(path.join(folder, "compose.yaml"), working);
    const words = [...oldEngine, "--baseline", file, "--update-baseline", "compose.yaml"];
    assert.equal((await runCli(folder, words)).stderr, "Wrote known.json: 1 finding in 1 file.\n");
    assert.deepEqual(read(folder), { "other/compose.yaml": { "compose-lint/thread-creation": { count: 1 } } });
  });

  it("has paths from its own folder, wherever the run starts", async (test) => {
    const folder = temporaryFolder(test, { "sub/compose.yaml": failing, "lint/x": "" });
    await runCli(folder, [...oldEngine, "--baseline", "lint/known.json", "--update-baseline", "."]);
    assert.deepEqual(Object.keys(JSON.parse(readFileSync(path.join(folder, "lint/known.json"), "utf8")) as object), ["../sub/compose.yaml"]);
    assert.equal((await runCli(path.join(folder, "sub"), [...oldEngine, "--baseline", "../lint/known.json"])).code, 0);
  });

  it("counts warnings that --quiet leaves out no less", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing, "a/compose.yaml": harmless });
    writeFileSync(path.join(folder, file), JSON.stringify({ "compose.yaml": { "compose-lint/thread-creation": { count: 1 } } }));
    assert.equal((await run(folder, "--quiet")).code, 0);
    assert.equal((await run(folder, "--quiet", "--max-warnings", "0")).code, 1);
  });

  it("keeps and takes up warnings with --quiet, which reports none of them", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": harmless });
    const quiet = ["--quiet", "--update-baseline"];
    assert.deepEqual(await run(folder, ...quiet), { code: 0, stdout: "", stderr: "Wrote known.json: 1 finding in 1 file.\n" });
    const known = { "compose.yaml": { "compose-lint/thread-creation": { count: 1 } } };
    assert.deepEqual(read(folder), known);
    for (const words of [quiet, [...quiet, "--fix"], [...quiet, "--cache"], [...quiet, "--cache"]]) {
      assert.equal((await run(folder, ...words)).stderr, "Wrote known.json: 1 finding in 1 file.\n", words.join(" "));
      assert.deepEqual(read(folder), known, words.join(" "));
    }
    for (const words of [["--quiet"], ["--quiet", "--fix"]]) assert.deepEqual(await run(folder, ...words, "--max-warnings", "0"), { code: 0, stdout: "", stderr: "" });
    writeFileSync(path.join(folder, file), "{}");
    assert.deepEqual(await run(folder, "--quiet"), { code: 0, stdout: "", stderr: "" });
  });

  it("may begin with a byte order mark and have other line breaks", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    await run(folder, "--update-baseline");
    const written = readFileSync(path.join(folder, file), "utf8");
    writeFileSync(path.join(folder, file), `\ufeff${written.replaceAll("\n", "\r\n")}`);
    assert.deepEqual(await run(folder), { code: 0, stdout: "", stderr: "" });
  });

  it("is refused where it is none, and then left as it is", async (test) => {
    for (const text of ["{", "[]", '{"a": 1}', '{"a": {"b": 1}}', '{"a": {"b": {"count": "1"}}}', '{"a": {"b": {"count": -1}}}']) {
      const folder = temporaryFolder(test, { "compose.yaml": failing, [file]: text });
      for (const words of [[], ["--update-baseline"]]) {
        const { code, stdout, stderr } = await run(folder, ...words);
        assert.deepEqual([code, stdout], [2, ""]);
        assert.equal(stderr, "compose-lint: known.json is no baseline: it must be JSON that counts findings by file and rule. Nothing was changed.\n");
        assert.equal(readFileSync(path.join(folder, file), "utf8"), text);
      }
    }
  });

  it("is told of where it cannot be written", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing, "taken/x": "" });
    const { code, stderr } = await runCli(folder, [...oldEngine, "--baseline", "compose.yaml/x", "--update-baseline"]);
    assert.equal(code, 2);
    assert.match(stderr, /^compose-lint: The baseline compose\.yaml\/x was not written: a part of its path is a file\.\n$/);
  });
});
