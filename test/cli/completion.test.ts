import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { spawnSync } from "node:child_process";
import { describe, it, type TestContext } from "node:test";
import { flags, type Flag } from "../../src/cli/flags.js";
import { formatNames } from "../../src/cli/formats/format-names.js";
import { rules } from "../../src/eslint/rules.js";
import { isInstalled } from "../e2e/unavailable.js";
import { runCli } from "./run-cli.js";
import { temporaryFolder } from "./temporary-folder.js";

const shells = ["bash", "zsh", "fish"] as const;
type Shell = (typeof shells)[number];

async function script(shell: Shell): Promise<string> {
  const { code, stdout, stderr } = await runCli("/", ["completion", shell]);
  assert.deepEqual([code, stderr], [0, ""]);
  return stdout;
}

/** How each shell is asked what it would offer behind some words, without a terminal; zsh needs one, and is parsed only. */
const questions: Record<"bash" | "fish", (file: string, words: readonly string[]) => string[]> = {
  bash: (file, words) => [
    "--norc", "-c",
    `source ${file}; COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _compose_lint; printf '%s\\n' "\${COMPREPLY[@]}"`,
  ],
  fish: (file, words) => ["--no-config", "-c", `source ${file}; complete -C '${words.join(" ")}'`],
};

async function offered(test: TestContext, shell: "bash" | "fish", words: readonly string[]): Promise<string[]> {
  const folder = temporaryFolder(test, { "compose.yaml": "", "zz.txt": "" });
  const file = path.join(folder, "completion");
  writeFileSync(file, await script(shell));
  const run = spawnSync(shell, questions[shell](file, words), { cwd: folder, encoding: "utf8", timeout: 30_000 });
  assert.deepEqual([run.status, run.stderr], [0, ""]);
  return run.stdout.split("\n").map((line) => line.split("\t", 1)[0] ?? "").filter((word) => word !== "");
}

const flagNames = (command: string): string[] =>
  (flags as readonly Flag[]).filter(({ commands }) => (commands as readonly string[]).includes(command)).map(({ name }) => `--${name}`);

const cases: [words: string[], expected: string[]][] = [
  [["compose-lint", "--"], flagNames("lint")],
  [["compose-lint", "inspect", "--"], flagNames("inspect")],
  [["compose-lint", "exp"], ["explain"]],
  [["compose-lint", "explain", "thread-c"], ["thread-creation"]],
  [["compose-lint", "explain", ""], Object.keys(rules)],
  [["compose-lint", "completion", ""], ["bash", "zsh", "fish"]],
  [["compose-lint", "--format", ""], [...formatNames]],
  [["compose-lint", "inspect", "--format", ""], ["table", "json"]],
  [["compose-lint", "diagnose", "--format", ""], ["text", "json"]],
  [["compose-lint", "docker-run", "--format", ""], ["stylish", "json"]],
  [["compose-lint", "diagnose", "compose."], ["compose.yaml"]],
  [["compose-lint", "--arch", "a"], ["amd64", "arm64", "arm"]],
  [["compose-lint", "--host", "debian-11-docker-c"], ["debian-11-docker-ce"]],
  [["compose-lint", "--baseline", "compose."], ["compose.yaml"]],
  [["compose-lint", "--quiet", "compose."], ["compose.yaml"]],
];

for (const shell of ["bash", "fish"] as const) {
  describe(`completion in ${shell}`, { skip: isInstalled(shell) ? false : `needs ${shell}` }, () => {
    for (const [words, expected] of cases) {
      it(`offers what fits: ${words.join(" ")}`, async (test) => {
        assert.deepEqual((await offered(test, shell, words)).sort(), [...expected].sort());
      });
    }
  });
}

describe("completion in bash after an equals sign", () => {
  it("offers the values", async (test) => {
    assert.deepEqual((await offered(test, "bash", ["compose-lint", "--format", "=", "s"])).sort(), ["sarif", "stylish"]);
  });
});

describe("completion scripts", () => {
  for (const shell of shells) {
    it(`are read by ${shell}`, { skip: isInstalled(shell) ? false : `needs ${shell}` }, async (test) => {
      const file = path.join(temporaryFolder(test), "completion");
      writeFileSync(file, await script(shell));
      const run = spawnSync(shell, ["-n", file], { encoding: "utf8" });
      assert.deepEqual([run.status, run.stderr], [0, ""]);
    });
  }
});
