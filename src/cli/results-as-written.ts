import type { LintInput, LintRun } from "../lint/lint-files.js";
import type { FileResult } from "../lint/lint-result.js";

/**
 * The results of a run that mended files some of which were then not written: those have what was found in their old texts, and
 * the others what is left in the new ones beside them.
 * @param unwritten Absolute paths.
 */
export function resultsAsWritten(results: readonly FileResult[], unwritten: ReadonlySet<string>, lintAgain: (texts: readonly LintInput[]) => LintRun): FileResult[] {
  const texts = results.map(({ filePath, source, output }) => ({ path: filePath, text: unwritten.has(filePath) ? source : (output ?? source) }));
  const found = new Map(lintAgain(texts).results.map((result) => [result.filePath, result]));
  return results.map((before) => {
    const now = found.get(before.filePath) ?? before;
    if (unwritten.has(before.filePath)) return now;
    const { source, output, appliedFixes } = before;
    return { ...now, source, ...(output === undefined ? {} : { output }), ...(appliedFixes === undefined ? {} : { appliedFixes }) };
  });
}
