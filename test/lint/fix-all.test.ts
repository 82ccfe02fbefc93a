import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Linter } from "eslint";
import { fixAll } from "../../src/lint/fix-all.js";
import type { LintInput } from "../../src/lint/lint-files.js";
import { fileResult, type FileResult } from "../../src/lint/lint-result.js";

const errorOf = (ruleId: string): Linter.LintMessage => ({ ruleId, severity: 2, message: `${ruleId} is wrong.`, line: 1, column: 1 });

/** Files of one project, each of which has a fix, and what each is found to have where it is seen beside the others. */
function mend(count: number, judge: (file: number, isMended: (file: number) => boolean) => Linter.LintMessage[]): { results: FileResult[]; judged: number; refused: string[] } {
  const inputs = Array.from({ length: count }, (_, index): LintInput => ({ path: `/p/${index}.yaml`, text: "old" }));
  const shown = new Map(inputs.map(({ path, text }) => [path, text]));
  const refused: string[] = [];
  let judged = 0;
  const results = fixAll(inputs, {
    lint: ({ path, text }) => {
      shown.set(path, "new");
      return { ...fileResult(path, text, [], []), output: "new" };
    },
    filesReadBy: () => inputs.map(({ path }) => path),
    show: ({ path, text }) => void shown.set(path, text),
    findingsOf: ({ path, text }) => {
      judged += 1;
      shown.set(path, text);
      return judge(Number(/\d+/u.exec(path)?.[0]), (file) => shown.get(`/p/${file}.yaml`) === "new");
    },
    takeBack: ({ path, text }) => {
      refused.push(path);
      shown.set(path, text);
    },
    unfixed: ({ path, text }) => fileResult(path, text, [], []),
  });
  return { results, judged, refused };
}

describe("the fixes of a project of many files", () => {
  it("are judged once with each other and once without where none brings an error to another file", () => {
    for (const count of [10, 100]) {
      // One error that is there anyhow.
      const { results, judged, refused } = mend(count, () => [errorOf("old")]);
      assert.deepEqual(refused, []);
      assert.ok(results.every(({ output }) => output === "new"));
      assert.equal(judged, 2 * count);
    }
  });

  it("are taken back where they bring an error to another file, and those alone", () => {
    const { results, refused } = mend(10, (file, isMended) => (file === 7 && isMended(3) ? [errorOf("brought")] : []));
    assert.deepEqual(refused, ["/p/3.yaml"]);
    assert.deepEqual(results.flatMap(({ output }, index) => (output === undefined ? [index] : [])), [3]);
  });
});
