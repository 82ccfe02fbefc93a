import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { fixKinds } from "../../rules/fix-kinds.js";
import { fixTypeNames } from "../../src/cli/fix-types.js";
import { runCli } from "./run-cli.js";
import { failing, fixed, oldEngine } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

/** One finding whose fix is of kind `profile`, one of kind `entry`, both of the type `problem`; and a `directive`. */
const several = `${failing}    # compose-lint-disable-next-line memory-limit\n    environment: {}\n  db:\n    image: traefik:1.7\n    security_opt:\n      - no-new-privileges:true\n`;
const withProfile = several.replace("bookworm\n", `bookworm\n    security_opt:\n      - seccomp=./seccomp-compose-lint.json\n`);
const withEntry = (text: string): string => text.replace("privileges:", "privileges=");
const withoutComment = (text: string): string => text.replace(/^( *)# compose-lint-disable.*$/m, "$1 ");

describe("--fix-type", () => {
  const cases: [types: string[], text: string][] = [
    [["profile"], withProfile],
    [["entry"], withEntry(several)],
    [["entry,profile"], withEntry(withProfile)],
    [["entry", "profile"], withEntry(withProfile)],
    [["problem"], withEntry(withProfile)],
    [["problem, directive"], withoutComment(withEntry(withProfile))],
    [["directive"], withoutComment(several)],
    [["suggestion", "layout"], several],
    [["limit"], several],
  ];
  for (const [types, expected] of cases) {
    it(`applies only fixes of the type: ${types.join(" and ")}`, async (test) => {
      const folder = temporaryFolder(test, { "compose.yaml": several });
      const words = types.flatMap((type) => ["--fix-type", type]);
      const dry = await runCli(folder, [...oldEngine, ...words, "--fix-dry-run", "--format", "json"]);
      assert.equal((JSON.parse(dry.stdout) as { output?: string }[])[0]?.output ?? several, expected);
      assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), several);
      await runCli(folder, [...oldEngine, ...words, "--fix"]);
      assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), expected);
    });
  }

  it("goes by the type of a rule of the user's own", async (test) => {
    const plugin = `export default { meta: { name: "own" }, rules: { loud: {
      meta: { type: "layout", fixable: "code" },
      create: (context) => ({ ComposeFile(node) {
        const at = context.sourceCode.text.indexOf("loud");
        if (at >= 0) context.report({ loc: { line: 1, column: 0 }, message: "Loud.", fix: (fixer) => fixer.replaceTextRange([at, at + 4], "calm") });
      } }),
    } } };`;
    const text = `# loud\n${failing}`;
    const folder = temporaryFolder(test, { "compose.yaml": text, "own.mjs": plugin });
    const words = [...oldEngine, "--plugin", "own.mjs", "--rule", "own/loud: error", "--fix"];
    await runCli(folder, [...words, "--fix-type", "suggestion"]);
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), text);
    await runCli(folder, [...words, "--fix-type", "layout"]);
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), `# calm\n${failing}`);
  });

  it("is refused for a type that is not there, with the one that was meant", async (test) => {
    const run = await runCli(temporaryFolder(test, { "compose.yaml": failing }), ["--fix", "--fix-type", "problem,profil"]);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /^compose-lint: --fix-type knows no profil\. Did you mean profile\? The types are problem, suggestion, layout, profile, /);
  });

  it("is refused without a fix", async (test) => {
    const run = await runCli(temporaryFolder(test, { "compose.yaml": failing }), ["--fix-type", "problem"]);
    assert.deepEqual(run, {
      code: 2,
      stdout: "",
      stderr: "compose-lint: --fix-type chooses among the fixes: give --fix or --fix-dry-run too.\n",
    });
  });

  it("is completed", async (test) => {
    const { stdout } = await runCli(temporaryFolder(test), ["completion", "bash"]);
    assert.ok(stdout.includes(`"lint --fix-type") words="${fixTypeNames.join(" ")}"`));
    assert.deepEqual(fixTypeNames.slice(0, 3), ["problem", "suggestion", "layout"]);
  });
});

describe("what a fix may break", () => {
  const told = /^What these changes may break:\n {2}profile {2}The profile belongs to the engine that was named: /m;

  it("is told once for each kind that was applied", async (test) => {
    const folder = temporaryFolder(test, { "a/compose.yaml": several, "b/compose.yaml": several });
    const { stderr } = await runCli(folder, [...oldEngine, "--fix", "."]);
    const [, words = ""] = stderr.split("What these changes may break:\n");
    assert.deepEqual(words.match(/^ {2}\w+/gm), ["  profile", "  entry", "  directive"]);
    assert.ok(words.replaceAll(/\s+/g, " ").includes(fixKinds.entry.mayBreak));
  });

  it("is told beside the diff, on standard error", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const run = await runCli(folder, [...oldEngine, "--fix-dry-run"]);
    assert.match(run.stderr, told);
    assert.doesNotMatch(run.stdout, /may break/);
  });

  it("is in JSON, and breaks no format for machines", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const run = await runCli(folder, [...oldEngine, "--fix-dry-run", "--format", "json"]);
    const [result] = JSON.parse(run.stdout) as { output?: string; appliedFixes?: unknown }[];
    assert.equal(result?.output, fixed);
    const { mayBreak } = fixKinds.profile;
    assert.deepEqual(result.appliedFixes, [{ ruleId: "compose-lint/thread-creation", messageId: "crashes", kind: "profile", mayBreak }]);
    assert.match(run.stderr, told);
  });

  it("is not told where nothing was fixed", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const without = await runCli(folder, ["--engine", "27.0.0", "--fix"]);
    assert.equal(without.stderr, "");
  });

  it("fits the terminal", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const { stderr } = await runCli(folder, [...oldEngine, "--fix"], { columns: 60 });
    assert.match(stderr, /may break/);
    for (const line of stderr.split("\n")) assert.ok(line.length <= 60, line);
  });

  it("is told of what diagnose and docker-run change", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const run = await runCli(folder, ["docker-run", ...oldEngine, "--fix", "docker run -d node:20-bookworm"]);
    assert.match(run.stderr, told);
  });
});
