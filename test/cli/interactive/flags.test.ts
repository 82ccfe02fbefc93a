import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { runCli } from "../run-cli.js";
import { failing, oldEngine } from "../stacks.js";
import { temporaryFolder } from "../temporary-folder.js";

describe("--interactive", () => {
  it("says what to do where there is no terminal, and changes nothing", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    for (const flag of ["--interactive", "-i"]) {
      const { code, stdout, stderr } = await runCli(folder, [...oldEngine, flag], { columns: 80 });
      assert.deepEqual([code, stdout], [2, ""]);
      assert.equal(stderr, "compose-lint: --interactive asks at a terminal, and standard input is none. Without one, --fix mends what can be mended, and --fix-dry-run shows it.\n");
    }
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), failing);
  });

  const conflicts: [words: string[], message: RegExp][] = [
    [["--fix"], /--interactive asks about each finding, which --fix leaves no place for: give one of them/],
    [["--fix-dry-run"], /which --fix-dry-run leaves no place for/],
    [["--stdin"], /which --stdin leaves no place for/],
    [["--baseline", "b.json", "--update-baseline"], /which --update-baseline leaves no place for/],
    [["--format", "json"], /--interactive prints its questions where json would go: give the report a file with --output-file/],
  ];
  for (const [words, message] of conflicts) {
    it(`does not go together with ${words.join(" ")}`, async (test) => {
      const { code, stderr } = await runCli(temporaryFolder(test, { "compose.yaml": failing }), ["--interactive", ...words]);
      assert.equal(code, 2);
      assert.match(stderr, message);
    });
  }
});
