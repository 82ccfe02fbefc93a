import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { applyBaseline } from "../../../src/cli/baseline/apply-baseline.js";
import { UsageError } from "../../../src/cli/usage-error.js";
import { fileResult } from "../../../src/lint/lint-result.js";
import type { FuzzTarget } from "../fuzz-target.js";

const output = { tell: (): void => undefined, print: (): void => undefined, colour: false, columns: null, links: false } as never;

export const baseline: FuzzTarget = {
  seeds: () => ['{"compose.yaml": {"compose-lint/syntax": {"count": 2}, "compose-lint/thread-creation": {"count": 1}}, "gone.yaml": {"x": {"count": 0}}}', "{}"],
  pieces: ['"compose.yaml"', '"count"', ": ", "{", "}", ",", "1e9", "-1", "null", "[]", '"__proto__": {"a": {"count": 1}},', '"compose-lint/syntax"'],
  check(text) {
    const folder = mkdtempSync(path.join(tmpdir(), "compose-lint-fuzz-"));
    try {
      writeFileSync(path.join(folder, "b.json"), Buffer.from(text, "latin1"));
      const found = { ruleId: "compose-lint/syntax", severity: 2, message: "x", line: 1, column: 1 } as const;
      const results = ["compose.yaml", "__proto__", "constructor"].map((name) => fileResult(path.join(folder, name), "a", [{ ...found }], []));
      for (const update of [false, true]) applyBaseline({ results, requiredFiles: [], warningCount: 0, failures: [] }, { file: "b.json", update }, folder, output);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
