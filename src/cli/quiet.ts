import { fileResult, type FileResult } from "../lint/lint-result.js";
import type { Arguments } from "./arguments.js";

/** Whether files are linted without a word of warnings. A baseline has to see them: they are left out behind it. */
export function leavesOutWarnings({ switches, values }: Arguments): boolean {
  return switches.has("quiet") && !values.has("baseline");
}

/** A result as it is with `--quiet`. */
export function withoutWarnings(result: FileResult): FileResult {
  const errors = result.messages.filter(({ severity }) => severity === 2);
  return { ...result, ...fileResult(result.filePath, result.source, errors, result.suppressedMessages) };
}
