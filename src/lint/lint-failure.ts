/** That linting a file came to an end by an exception: a fault of compose-lint, never of the file. */
export interface LintFailure {
  /** Absolute. */
  filePath: string;
  /** The rule whose findings are missing, such as `compose-lint/syntax`; null where none of the file is there. */
  ruleId: string | null;
  error: Error;
}

/** What ESLint's `Linter` adds to an exception of a rule. */
interface RuleError extends Error {
  ruleId?: unknown;
}

/** Puts down an exception. ESLint writes file and rule under its message, where they would be told twice. */
export function lintFailure(filePath: string, thrown: unknown): LintFailure {
  const error: RuleError = thrown instanceof Error ? thrown : new Error(String(thrown));
  error.message = error.message.replace(/\nOccurred while linting [^]*$/u, "");
  if (typeof error.ruleId === "string") return { filePath, ruleId: error.ruleId, error };
  // Of a rule that could not even begin, the message alone tells which one it is.
  const loading = /^Error while loading rule '(?<ruleId>[^']+)': (?<message>[^]*)$/u.exec(error.message)?.groups;
  error.message = loading?.message ?? error.message;
  return { filePath, ruleId: loading?.ruleId ?? null, error };
}

/** Whether ESLint refuses what the user set for a rule; that is the user's to mend. */
export function isConfigurationError(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.message.includes('Key "rules": Key "');
}
