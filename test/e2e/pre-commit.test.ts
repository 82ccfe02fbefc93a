import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { npmEnvironment } from "./npm-environment.js";
import { isContinuousIntegration, repository } from "./places.js";
import { describeOutcome, runOrThrow, runProgram, type Outcome } from "./run-program.js";
import { isInstalled } from "./unavailable.js";

const missing = ["pre-commit", "git", "npm"].filter((program) => !isInstalled(program));
const skip = missing.length > 0 && !isContinuousIntegration ? `needs ${missing.join(", ")}` : false;

const failing = "services:\n  web:\n    image: node:20-bookworm\n";
const working = "services:\n  web:\n    image: node:20-alpine3.23\n";
const identity = { GIT_AUTHOR_NAME: "T", GIT_AUTHOR_EMAIL: "t@example.org", GIT_COMMITTER_NAME: "T", GIT_COMMITTER_EMAIL: "t@example.org" };

describe("with the real pre-commit", { skip }, () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let source: string;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "compose-lint-e2e-"));
    env = { ...npmEnvironment(), ...identity, PRE_COMMIT_HOME: path.join(folder, "cache"), NO_COLOR: "1", CI: undefined };
    source = path.join(folder, "source");
    await copySource();
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** The repository as it is in the working tree, as a commit that pre-commit can clone. */
  async function copySource(): Promise<void> {
    const listed = await runOrThrow("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: repository });
    for (const file of listed.split("\0").filter((name) => name !== "" && !name.startsWith("test/"))) {
      mkdirSync(path.dirname(path.join(source, file)), { recursive: true });
      copyFileSync(path.join(repository, file), path.join(source, file));
    }
    await commitAll(source);
  }

  async function commitAll(cwd: string): Promise<void> {
    await runOrThrow("git", ["init", "-q"], { cwd, env });
    await runOrThrow("git", ["add", "-A"], { cwd, env });
    await runOrThrow("git", ["commit", "-qm", "start", "--no-verify"], { cwd, env });
  }

  /** A project with the hooks installed and one commit, whose later commits are judged. */
  async function project(name: string, files: Record<string, string>): Promise<string> {
    const cwd = path.join(folder, name);
    const revision = (await runOrThrow("git", ["rev-parse", "HEAD"], { cwd: source, env })).trim();
    write(cwd, {
      ".pre-commit-config.yaml": `repos:\n  - repo: ${source}\n    rev: ${revision}\n    hooks:\n      - id: compose-lint\n      - id: compose-lint-fix\n        stages: [manual]\n`,
      "compose-lint.config.yaml": "settings: { engine: 20.10.9 }\n",
      ...files,
    });
    await commitAll(cwd);
    await runOrThrow("pre-commit", ["install"], { cwd, env });
    return cwd;
  }

  function write(cwd: string, files: Record<string, string>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(cwd, name)), { recursive: true });
      writeFileSync(path.join(cwd, name), text);
    }
  }

  async function commit(cwd: string): Promise<Outcome> {
    await runOrThrow("git", ["add", "-A"], { cwd, env });
    return runProgram("git", ["commit", "-m", "change"], { cwd, env, timeout: 600_000 });
  }

  it("a commit with a failing service is refused, mended by the second hook, and then goes through", async () => {
    const cwd = await project("mended", { "README.md": "x\n" });
    write(cwd, { "compose.yaml": failing });
    const refused = await commit(cwd);
    assert.notEqual(refused.code, 0, describeOutcome(refused));
    assert.match(refused.stdout + refused.stderr, /compose-lint\.+Failed[^]*3:12 +error +On Docker Engine 20\.10\.9/);
    const fix = await runProgram("pre-commit", ["run", "compose-lint-fix", "--hook-stage", "manual"], { cwd, env, timeout: 600_000 });
    assert.match(fix.stdout, /files were modified by this hook/, describeOutcome(fix));
    assert.match(readFileSync(path.join(cwd, "compose.yaml"), "utf8"), /seccomp=\.\/seccomp-compose-lint\.json/);
    const passed = await commit(cwd);
    assert.equal(passed.code, 0, describeOutcome(passed));
    assert.match(passed.stdout + passed.stderr, /compose-lint\.+Passed/);
  });

  it("a commit that touches only a Dockerfile judges the Compose file that builds it", async () => {
    const cwd = await project("built", {
      "deploy/compose.yaml": "services:\n  web:\n    build: ../app\n",
      "app/Dockerfile": "FROM node:20-alpine3.23\nCMD [\"node\"]\n",
    });
    write(cwd, { "app/Dockerfile": "FROM node:20-bookworm\nCMD [\"node\"]\n" });
    const refused = await commit(cwd);
    assert.notEqual(refused.code, 0, describeOutcome(refused));
    assert.match(refused.stdout + refused.stderr, /deploy\/compose\.yaml\n +3:12 +error/);
  });

  it("a commit that touches neither is not judged", async () => {
    const cwd = await project("other", { "compose.yaml": failing });
    write(cwd, { "notes.txt": "x\n" });
    const passed = await commit(cwd);
    assert.equal(passed.code, 0, describeOutcome(passed));
    assert.match(passed.stdout + passed.stderr, /compose-lint\.+\(no files to check\)Skipped/);
  });

  it("a commit of 1,000 files is judged whole", async () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`stacks/a-rather-long-name-of-a-stack-${index}/compose.yaml`, working]));
    const cwd = await project("many", {});
    write(cwd, many);
    const passed = await commit(cwd);
    assert.equal(passed.code, 0, describeOutcome(passed));
    write(cwd, Object.fromEntries(Object.keys(many).map((name, index) => [name, index === 777 ? failing : `${working}\n`])));
    const refused = await commit(cwd);
    assert.notEqual(refused.code, 0, describeOutcome(refused));
    assert.match(refused.stdout + refused.stderr, /stack-777\/compose\.yaml\n[^]*1 problem \(1 error, 0 warnings\)/);
  });

  it("runs what `compose-lint init` writes", async () => {
    const cwd = path.join(folder, "set-up");
    write(cwd, { "compose.yaml": failing });
    await runOrThrow("git", ["init", "-q"], { cwd, env });
    const program = path.join(repository, "dist", "bin.cjs");
    await runOrThrow(process.execPath, [program, "init", "--yes", "--engine", "20.10.9", "--baseline", "known.json"], { cwd, env });
    // The address and the tag are those of the published repository; here is a clone of what will be there.
    const revision = (await runOrThrow("git", ["rev-parse", "HEAD"], { cwd: source, env })).trim();
    const config = path.join(cwd, ".pre-commit-config.yaml");
    const text = readFileSync(config, "utf8");
    const here = text.replace("https://github.com/compose-lint/compose-lint", source).replace(/rev: v[\d.]+/u, `rev: ${revision}`);
    assert.notEqual(here, text);
    writeFileSync(config, here);
    await runOrThrow("pre-commit", ["validate-config"], { cwd, env });
    await runOrThrow("pre-commit", ["install"], { cwd, env });
    const known = await commit(cwd);
    assert.equal(known.code, 0, describeOutcome(known));
    assert.match(known.stdout + known.stderr, /compose-lint\.+Passed/);
    write(cwd, { "compose.yaml": `${failing}  api:\n    image: python:3.11-bookworm\n` });
    const refused = await commit(cwd);
    assert.notEqual(refused.code, 0, describeOutcome(refused));
    assert.match(refused.stdout + refused.stderr, /compose-lint\.+Failed[^]*On Docker Engine 20\.10\.9/);
  });
});
