import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import picomatch from "picomatch";
import { parse } from "yaml";
import { lefthookPatterns, lintStagedPattern } from "../../src/cli/init/hook-patterns.js";
import { temporaryFolder } from "../cli/temporary-folder.js";
import { fileNames } from "../file-names.js";
import { cachedPackages } from "./cached-packages.js";
import { npmEnvironment } from "./npm-environment.js";
import { isContinuousIntegration, repository } from "./places.js";
import { describeOutcome, runOrThrow, runProgram } from "./run-program.js";
import { isInstalled } from "./unavailable.js";

interface Hook {
  id: string;
  files: string;
}

type Takes = (name: string) => boolean;
const { compose, dockerfile, none } = fileNames;
const page = readFileSync(path.join(repository, "docs", "integrations.md"), "utf8");

/** A recipe takes these names, and no others of the table. */
function assertTakes(takes: Takes, wanted: readonly string[]): void {
  for (const name of [...compose, ...dockerfile, ...none]) assert.equal(takes(name), wanted.includes(name), name);
}

/** A block of the page, as a user copies it. */
function blockOf(heading: string, language: string): unknown {
  const block = new RegExp(`^## ${heading}.*\\n[^]*?^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "mu").exec(page)?.[1];
  assert.ok(block !== undefined, heading);
  return parse(block);
}

describe("the names that a recipe takes are those that compose-lint finds", () => {
  const hooks = parse(readFileSync(path.join(repository, ".pre-commit-hooks.yaml"), "utf8")) as Hook[];
  for (const { id, files } of hooks) {
    it(`pre-commit, ${id}`, () => {
      assertTakes((name) => new RegExp(files, "u").test(name), id === "compose-lint-dockerfile" ? dockerfile : [...compose, ...dockerfile]);
    });
  }

  it("lint-staged, with the options that it gives picomatch", () => {
    const isMatch = picomatch(lintStagedPattern, { dot: true, matchBase: true, strictBrackets: true });
    assertTakes(isMatch, [...compose, ...dockerfile]);
  });

  it("lint-staged, as the page has it", () => {
    const block = blockOf("lint-staged", "json") as { "lint-staged": Record<string, string> };
    assert.deepEqual(block, { "lint-staged": { [lintStagedPattern]: "compose-lint --with-builders" } });
  });

  it("lefthook, as the page has it", () => {
    const block = blockOf("lefthook", "yaml") as { "pre-commit": { commands: Record<string, object> } };
    assert.deepEqual(block, {
      glob_matcher: "doublestar",
      "pre-commit": { commands: { "compose-lint": { ...lefthookPatterns, run: "npx compose-lint --with-builders {staged_files}" } } },
    });
  });

  it("JetBrains, as the page has it, and beside them what no pattern of it can leave out", () => {
    const line = /"Run\s+for files"\n\n {4}(\S+)\n/u.exec(readFileSync(path.join(repository, "docs", "editors.md"), "utf8"))?.[1] ?? "";
    // Commas stand between patterns, and within braces.
    const isMatch = picomatch(line.split(/,(?=\*\*\/)/u), { dot: true });
    const beyond = none.filter((name) => /(?:^|\/)(?:(?:Docker|Container)file[.-][^/]+(?:\.[a-z]+|~)|(?:Docker|Container)file\.[a-z]+|compose-lint\.config\.ya?ml)$/u.test(name));
    assertTakes(isMatch, [...compose, ...dockerfile, ...beyond]);
  });

  const missing = ["git", "npm"].filter((program) => !isInstalled(program));
  const skip = missing.length > 0 && !isContinuousIntegration ? `needs ${missing.join(", ")}` : false;
  // The oldest with lists of patterns, and the present one.
  for (const release of ["1.11.14", "2.2.2"]) {
    for (const matcher of ["doublestar", "gobwas"]) {
      it(`lefthook ${release} with ${matcher}`, { skip }, async (test) => {
        const packages = await cachedPackages(`lefthook-${release}`, `lefthook@${release}`);
        const folder = temporaryFolder(test, {});
        const config = { glob_matcher: matcher, "pre-commit": { commands: { names: { ...lefthookPatterns, run: "printf 'took:%s\\n' {staged_files}" } } } };
        // JSON is YAML.
        writeFileSync(path.join(folder, "lefthook.yml"), JSON.stringify(config));
        // Two names of the table that would be a file and a folder at once.
        const names = [...compose, ...dockerfile, ...none].filter((name) => name !== "compose");
        for (const name of names) {
          mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
          writeFileSync(path.join(folder, name), "x\n");
        }
        const env = { ...npmEnvironment(), NO_COLOR: "1", CI: undefined };
        await runOrThrow("git", ["init", "-q"], { cwd: folder, env });
        await runOrThrow("git", ["add", "-A"], { cwd: folder, env });
        const program = path.join(packages, "node_modules", "lefthook", "bin", "index.js");
        const outcome = await runProgram(process.execPath, [program, "run", "pre-commit"], { cwd: folder, env });
        assert.equal(outcome.code, 0, describeOutcome(outcome));
        const taken = [...outcome.stdout.matchAll(/^took:(.*?)\s*$/gmu)].map(([, name]) => name).sort();
        // The old matcher's star goes through folders, and the old release has no other.
        const beyond = release.startsWith("1.") || matcher === "gobwas" ? ["Dockerfile.x/notes", "compose-stacks/prometheus.yml", "compose.d/x.yaml"] : [];
        assert.deepEqual(taken, [...compose, ...dockerfile, ...beyond].sort());
      });
    }
  }
});
