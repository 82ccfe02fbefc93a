import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { applyPatch } from "diff";
import fc from "fast-check";
import { unifiedDiff } from "../../../src/cli/diff/unified-diff.js";
import { temporaryFolder } from "../temporary-folder.js";

const text = fc.array(fc.constantFrom("a\n", "b\n", "c\r\n", "\n", "d", "e\u2028\n"), { maxLength: 60 }).map((lines) => lines.join(""));

describe("unifiedDiff", () => {
  it("makes the new text of the old one, whatever both are", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after);
        assert.equal(applyPatch(before, unifiedDiff("a/x", "b/x", before, after), { autoConvertLineEndings: false }), after);
      }),
      { seed: 20261127, numRuns: 2000 },
    );
  });

  it("makes it with `git apply`", (test) => {
    const pairs = fc.sample(fc.tuple(text, text), { seed: 20261127, numRuns: 200 }).filter(([before, after]) => before !== after && before !== "" && after !== "");
    const names = pairs.map((_, index) => `f${index}`);
    const folder = temporaryFolder(test, Object.fromEntries(pairs.map(([before], index) => [`f${index}`, before])));
    const diff = pairs.map(([before, after], index) => unifiedDiff(`a/f${index}`, `b/f${index}`, before, after)).join("");
    const { status, stderr } = spawnSync("git", ["apply", "--whitespace=nowarn"], { cwd: folder, input: diff, encoding: "utf8" });
    assert.deepEqual([status, stderr], [0, ""]);
    assert.deepEqual(names.map((name) => readFileSync(path.join(folder, name), "utf8")), pairs.map(([, after]) => after));
    assert.ok(pairs.length > 100);
  });

  it("ends a name that has a space with a tab, as git does: `patch` would take its first word for the name", () => {
    const heads = (name: string): string[] => unifiedDiff("/dev/null", `b/${name}`, "", "x\n").split("\n").slice(0, 2);
    assert.deepEqual(heads("a b/compose.yaml"), ["--- /dev/null", "+++ b/a b/compose.yaml\t"]);
    assert.deepEqual(heads("a-b/compose.yaml"), ["--- /dev/null", "+++ b/a-b/compose.yaml"]);
  });

  it("shows three lines around each change, and one hunk where these touch", () => {
    const lines = Array.from({ length: 30 }, (_, index) => `${index}\n`);
    const changed = lines.map((line) => (["3\n", "10\n", "18\n"].includes(line) ? `x${line}` : line)).join("");
    const diff = unifiedDiff("a/x", "b/x", lines.join(""), changed);
    assert.deepEqual(diff.match(/^@@.*/gmu), ["@@ -1,14 +1,14 @@", "@@ -16,7 +16,7 @@"]);
  });
});
