import type { FileResult } from "../../lint/lint-result.js";

/** The results as ESLint prints them with `--format json`: an array of its `LintResult`, in one line. */
export function json(results: readonly FileResult[]): string {
  return `${JSON.stringify(results)}\n`;
}
