import { Linter as UniversalLinter } from "eslint/universal";
import type { Linter } from "eslint";
import { parse as parsePath } from "node:path";

/** What ESLint's `Linter` can do and its type declarations leave out. */
export type WholeLinter = Omit<Linter, "verifyAndFix"> & {
  getSuppressedMessages(): Linter.SuppressedLintMessage[];
  verifyAndFix(
    text: string,
    config: Linter.Config[],
    options: { filename: string; fix: (message: Linter.LintMessage) => boolean },
  ): Linter.FixReport;
};

/**
 * A fix that writes a file and leaves the text as it is looks to ESLint like one that another fix undoes; it would tell
 * the user to look for rules in conflict.
 */
const silence = { emitCircularFixesWarning: () => undefined, emitInactiveFlagWarning: () => undefined };

/** ESLint's `Linter` for a run that starts in a folder. It lints nothing outside its own, and a user may name files anywhere. */
export function wholeLinter(cwd: string): WholeLinter {
  const { root } = parsePath(cwd);
  const linterOptions = { cwd: root, warningService: silence };
  return new UniversalLinter(linterOptions) as unknown as WholeLinter;
}
