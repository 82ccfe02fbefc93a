// An exception in compose-lint itself: told as its own fault, and no reason to leave the rest unlinted.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { ComposeSourceCode } from "../../src/eslint/compose-language.js";
import { rules } from "../../src/eslint/rules.js";
import { NodeFileSystem } from "../../src/compose/node-file-system.js";
import { runCli } from "./run-cli.js";
import { failing, oldEngine } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

const report = "This is a bug of compose-lint, not of your files: please report it, with a file that shows it.";
const where = "--debug prints where it happened.";

/** Makes a rule come to an exception on the files whose text has the word "cursed". */
function breakRule(test: TestContext, name: keyof typeof rules, when: "create" | "visit"): void {
  test.mock.method(rules[name], "create", (context: { sourceCode: { text: string } }) => {
    const fail = (): void => {
      if (context.sourceCode.text.includes("cursed")) throw new TypeError("no such thing");
    };
    if (when === "create") fail();
    return { ComposeFile: fail };
  });
}

const cursed = `# cursed\n${failing}`;

for (const when of ["create", "visit"] as const) {
  describe(`a rule that fails in ${when}`, () => {
    it("is named with its file; other rules and files are linted, and the status is 2", async (test) => {
      breakRule(test, "syntax", when);
      const folder = temporaryFolder(test, { "a/compose.yaml": cursed, "b/compose.yaml": failing });
      const { code, stdout, stderr } = await runCli(folder, [...oldEngine, "--format", "json", "."]);
      assert.equal(code, 2);
      assert.equal(
        stderr,
        `compose-lint: The rule syntax failed on a/compose.yaml, so its findings are missing (TypeError: no such thing). ${report} ${where}\n`,
      );
      const results = JSON.parse(stdout) as { filePath: string; messages: { ruleId: string }[] }[];
      assert.deepEqual(
        results.map(({ filePath, messages }) => [path.relative(folder, filePath), messages.map(({ ruleId }) => ruleId)]),
        [
          ["a/compose.yaml", ["compose-lint/thread-creation"]],
          ["b/compose.yaml", ["compose-lint/thread-creation"]],
        ],
      );
    });
  });
}

describe("an exception of compose-lint", () => {
  it("shows where it happened with --debug alone", async (test) => {
    breakRule(test, "syntax", "visit");
    const folder = temporaryFolder(test, { "compose.yaml": cursed });
    const plain = await runCli(folder, oldEngine);
    assert.doesNotMatch(plain.stderr, /\n\s+at /);
    const { code, stderr } = await runCli(folder, [...oldEngine, "--debug"]);
    assert.equal(code, 2);
    assert.match(stderr, /please report it[^\n]*\nTypeError: no such thing\n\s+at /);
  });

  it("in several rules is told for each", async (test) => {
    breakRule(test, "syntax", "visit");
    breakRule(test, "thread-creation", "create");
    const folder = temporaryFolder(test, { "compose.yaml": cursed });
    const { code, stdout, stderr } = await runCli(folder, oldEngine);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.deepEqual(
      [...stderr.matchAll(/The rule (\S+) failed on compose\.yaml/g)].map(([, name]) => name).sort(),
      ["syntax", "thread-creation"],
    );
  });

  it("does not keep the fixes of other rules from being written", async (test) => {
    breakRule(test, "syntax", "visit");
    const folder = temporaryFolder(test, { "compose.yaml": cursed });
    const { code, stderr } = await runCli(folder, [...oldEngine, "--fix"]);
    assert.equal(code, 2);
    assert.match(stderr, /Fixed compose\.yaml\n/);
    assert.match(readFileSync(path.join(folder, "compose.yaml"), "utf8"), /seccomp=\.\/seccomp-compose-lint\.json/);
  });

  it("outside the rules is told of the file, and the others are linted", async (test) => {
    test.mock.method(ComposeSourceCode.prototype, "getDisableDirectives", function fail(this: ComposeSourceCode) {
      if (this.text.includes("cursed")) throw new RangeError("too deep");
      return { directives: [], problems: [] };
    });
    const folder = temporaryFolder(test, { "a/compose.yaml": cursed, "b/compose.yaml": failing });
    const { code, stdout, stderr } = await runCli(folder, [...oldEngine, "."]);
    assert.equal(code, 2);
    assert.equal(stderr, `compose-lint: a/compose.yaml was not linted (RangeError: too deep). ${report} ${where}\n`);
    assert.match(stdout, /^\nb\/compose\.yaml\n/);
  });

  it("outside the files is told too", async (test) => {
    test.mock.method(NodeFileSystem.prototype, "read", () => {
      throw new RangeError("too deep");
    });
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const { code, stdout, stderr } = await runCli(folder, oldEngine);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.equal(stderr, `compose-lint: Something failed that should not (RangeError: too deep). ${report} ${where}\n`);
  });
});
