import { Linter as UniversalLinter } from "eslint/universal";
import type { Linter } from "eslint";
import { parse as parsePath } from "node:path";

/** What ESLint's `Linter` can do and its type declarations leave out. */
export type WholeLinter = Linter & {
  getSuppressedMessages(): Linter.SuppressedLintMessage[];
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

/** Applies fixes as ESLint does, to a text whose messages are known: it gets them in the place of linting the text again. */
export class FixMerger extends UniversalLinter {
  #messages: readonly Linter.LintMessage[] = [];

  constructor() {
    super({ warningService: silence } as ConstructorParameters<typeof UniversalLinter>[0]);
  }

  /**
   * Applies the fixes that do not overlap, once.
   * @param accepts is asked for each message that has a fix
   * @returns the text; null where no fix was accepted
   */
  merge(text: string, messages: readonly Linter.LintMessage[], accepts: (message: Linter.LintMessage) => boolean): string | null {
    this.#messages = messages;
    const { fixed, output } = (this as unknown as FixingLinter).verifyAndFix(text, [], { fix: accepts });
    return fixed ? output : null;
  }

  /** ESLint asks once more after it has applied fixes, until there is nothing left. */
  override verify(): Linter.LintMessage[] {
    const messages = [...this.#messages];
    this.#messages = [];
    return messages;
  }
}

interface FixingLinter {
  verifyAndFix(text: string, config: Linter.Config[], options: { fix: (message: Linter.LintMessage) => boolean }): Linter.FixReport;
}
