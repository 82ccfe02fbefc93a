import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { npmEnvironment } from "./npm-environment.js";
import { installPackedPackage, packUnavailable } from "./packed-package.js";
import { isContinuousIntegration, repository } from "./places.js";
import { describeOutcome, runOrThrow, runProgram, type Outcome } from "./run-program.js";
import { isInstalled } from "./unavailable.js";

const missing = ["git", "npm", "npx"].filter((program) => !isInstalled(program));
const skip = packUnavailable() ?? (missing.length > 0 && !isContinuousIntegration ? `needs ${missing.join(", ")}` : false);

const failing = "services:\n  web:\n    image: node:20-bookworm\n";
const working = "services:\n  web:\n    image: node:20-alpine3.23\n";
const identity = { GIT_AUTHOR_NAME: "T", GIT_AUTHOR_EMAIL: "t@example.org", GIT_COMMITTER_NAME: "T", GIT_COMMITTER_EMAIL: "t@example.org" };

/** A piece of docs/integrations.md that stands there as a user copies it. */
function recipe(pattern: RegExp): string {
  const found = pattern.exec(readFileSync(path.join(repository, "docs", "integrations.md"), "utf8"))?.[1];
  assert.ok(found !== undefined, String(pattern));
  return found;
}

describe("with the real husky and lint-staged, as the page says", { skip }, () => {
  let folder: string;
  const env = { ...npmEnvironment(), ...identity, NO_COLOR: "1", CI: undefined, HUSKY: undefined };
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "compose-lint-e2e-"));
    await runOrThrow("git", ["init", "-q"], { cwd: folder, env });
    await installPackedPackage(folder, "husky", "lint-staged");
    write({ ".gitignore": "node_modules\n*.tgz\n", "compose-lint.config.yaml": "settings: { engine: 20.10.9 }\n" });
    const manifest = path.join(folder, "package.json");
    const staged = JSON.parse(recipe(/```json\n(\{\n {2}"lint-staged": [^]+?)```/u)) as object;
    writeFileSync(manifest, `${JSON.stringify({ ...(JSON.parse(readFileSync(manifest, "utf8")) as object), ...staged }, null, 2)}\n`);
    await runOrThrow("sh", ["-c", recipe(/Husky, after `[^`]+`: `([^`]+)`/u)], { cwd: folder, env, timeout: 240_000 });
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function write(files: Record<string, string>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
  }

  async function commit(): Promise<Outcome> {
    await runOrThrow("git", ["add", "-A"], { cwd: folder, env });
    return runProgram("git", ["commit", "-m", "change"], { cwd: folder, env, timeout: 240_000 });
  }

  it("refuses a commit with a failing service, and lets the mended one through", async () => {
    write({ "compose.yaml": failing });
    const refused = await commit();
    assert.equal(refused.code, 1, describeOutcome(refused));
    assert.match(refused.stdout + refused.stderr, /3:12 +error +On Docker Engine 20\.10\.9/);
    write({ "compose.yaml": working });
    const passed = await commit();
    assert.equal(passed.code, 0, describeOutcome(passed));
  });

  it("judges the Compose file that builds a changed Dockerfile", async () => {
    write({ "deploy/compose.yaml": "services:\n  web:\n    build: ../app\n", "app/Dockerfile": "FROM node:20-alpine3.23\nCMD [\"node\"]\n" });
    const passed = await commit();
    assert.equal(passed.code, 0, describeOutcome(passed));
    write({ "app/Dockerfile": "FROM node:20-bookworm\nCMD [\"node\"]\n" });
    const refused = await commit();
    assert.equal(refused.code, 1, describeOutcome(refused));
    assert.match(refused.stdout + refused.stderr, /deploy\/compose\.yaml\n +3:12 +error/);
  });

  it("runs what `compose-lint init` adds to the configuration of lint-staged", async () => {
    const manifest = path.join(folder, "package.json");
    const value = JSON.parse(readFileSync(manifest, "utf8")) as object;
    writeFileSync(manifest, `${JSON.stringify({ ...value, "lint-staged": { "*.none": "true" } }, null, 2)}\n`);
    await runOrThrow("npx", ["compose-lint", "init", "--yes", "--ci", "none"], { cwd: folder, env });
    assert.match(readFileSync(manifest, "utf8"), /"lint-staged": \{\n {4}"@\(docker-compose[^\n]+": "compose-lint --with-builders",\n/);
    write({ "app/Dockerfile": "FROM node:20-alpine3.23\nCMD [\"node\"]\n", "compose.yaml": failing });
    const refused = await commit();
    assert.equal(refused.code, 1, describeOutcome(refused));
    assert.match(refused.stdout + refused.stderr, /3:12 +error +On Docker Engine 20\.10\.9/);
  });
});
