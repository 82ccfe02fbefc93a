import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { npmEnvironment } from "./npm-environment.js";
import { installPackedPackage, packUnavailable } from "./packed-package.js";
import { isContinuousIntegration } from "./places.js";
import { describeOutcome, runOrThrow, runProgram, type Outcome } from "./run-program.js";
import { isInstalled } from "./unavailable.js";

const missing = ["git", "npm", "npx"].filter((program) => !isInstalled(program));
const skip = packUnavailable() ?? (missing.length > 0 && !isContinuousIntegration ? `needs ${missing.join(", ")}` : false);

const failing = "services:\n  web:\n    image: node:20-bookworm\n";
const working = "services:\n  web:\n    image: node:20-alpine3.23\n";
const identity = { GIT_AUTHOR_NAME: "T", GIT_AUTHOR_EMAIL: "t@example.org", GIT_COMMITTER_NAME: "T", GIT_COMMITTER_EMAIL: "t@example.org" };

describe("a project without any hook, `compose-lint init`, and the steps that it names", { skip }, () => {
  for (const tool of ["husky", "lint-staged", "lefthook"] as const) {
    it(`lets ${tool} judge the next commit`, async (test) => {
      const folder = mkdtempSync(path.join(tmpdir(), "compose-lint-e2e-"));
      test.after(() => {
        rmSync(folder, { recursive: true, force: true });
      });
      const env = { ...npmEnvironment(), ...identity, NO_COLOR: "1", CI: undefined, HUSKY: undefined, LEFTHOOK: undefined, npm_config_prefer_offline: "true" };
      const run = (program: string, ...words: string[]): Promise<string> => runOrThrow(program, words, { cwd: folder, env, timeout: 240_000 });
      await run("git", "init", "-q");
      await installPackedPackage(folder);
      writeFileSync(path.join(folder, ".gitignore"), "node_modules\n*.tgz\n");
      writeFileSync(path.join(folder, "compose.yaml"), failing);
      const set = await runProgram("npx", ["compose-lint", "init", "--yes", "--engine", "20.10.9", "--hook", tool, "--ci", "none"], { cwd: folder, env });
      assert.equal(set.code, 0, describeOutcome(set));
      const [first, ...steps] = (/\nNext:\n([^]*)$/u.exec(set.stderr)?.[1] ?? "").trim().split("\n");
      assert.equal(first, "npx compose-lint");
      assert.ok(steps.length >= 2, describeOutcome(set));
      await run("sh", "-ec", steps.join("\n"));
      const commit = async (): Promise<Outcome> => {
        await run("git", "add", "-A");
        return runProgram("git", ["commit", "-m", "change"], { cwd: folder, env, timeout: 240_000 });
      };
      const refused = await commit();
      assert.equal(refused.code, 1, describeOutcome(refused));
      assert.match(refused.stdout + refused.stderr, /3:12 +error +On Docker Engine 20\.10\.9/u);
      writeFileSync(path.join(folder, "compose.yaml"), working);
      const passed = await commit();
      assert.equal(passed.code, 0, describeOutcome(passed));
    });
  }
});
