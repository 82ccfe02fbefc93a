import type { Linter } from "eslint";
import type { FixKind } from "../../rules/fix-kinds.js";

/** A second place that a finding is about, in the same file or in another; lines and columns from 1. */
export interface RelatedPlace {
  /** Absolute. */
  filePath: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  message: string;
}

/** A suggestion of ESLint, with what kind of change it is; missing for rules of the user's own. */
export interface Suggestion extends Linter.LintSuggestion {
  kind?: FixKind;
}

/** A message of ESLint, with what ESLint's messages have no place for. */
export interface Finding extends Linter.LintMessage {
  /** In the order in which a reader should see them. */
  relatedLocations?: readonly RelatedPlace[];
  /** The file that the fix refers to. Without `fix` beside it, `--fix` mends the finding by writing this file first. */
  fixWrites?: string;
  /** What kind of change the fix is; missing for rules of the user's own. */
  fixKind?: FixKind;
  suggestions?: Suggestion[] | undefined;
}

/** A fix that was applied. */
export interface AppliedFix {
  /** Null for a comment that is not needed, of which ESLint itself tells. */
  ruleId: string | null;
  messageId: string | null;
  /** Null for rules of the user's own. */
  kind: FixKind | null;
}

/** What was found in one file, in the shape of ESLint's `LintResult`. */
export interface FileResult {
  /** Absolute. */
  filePath: string;
  messages: Finding[];
  suppressedMessages: Linter.SuppressedLintMessage[];
  errorCount: number;
  fatalErrorCount: number;
  warningCount: number;
  fixableErrorCount: number;
  fixableWarningCount: number;
  /** The text as it was linted. */
  source: string;
  /** The text with all fixes, where a fix was applied. */
  output?: string;
  /** What made the output, each kind of change of a message once. */
  appliedFixes?: readonly AppliedFix[];
  usedDeprecatedRules: never[];
}

/** Counts the messages of a file into its result. */
export function fileResult(
  filePath: string,
  source: string,
  messages: Finding[],
  suppressedMessages: Linter.SuppressedLintMessage[],
): FileResult {
  const errors = messages.filter(({ severity }) => severity === 2);
  const warnings = messages.filter(({ severity }) => severity === 1);
  return {
    filePath,
    messages,
    suppressedMessages,
    errorCount: errors.length,
    fatalErrorCount: errors.filter(({ fatal }) => fatal === true).length,
    warningCount: warnings.length,
    fixableErrorCount: errors.filter(({ fix }) => fix !== undefined).length,
    fixableWarningCount: warnings.filter(({ fix }) => fix !== undefined).length,
    source,
    usedDeprecatedRules: [],
  };
}

/** A finding that offers no fix. */
export function withoutFix(finding: Finding): Finding {
  const rest = { ...finding };
  delete rest.fix;
  delete rest.fixWrites;
  delete rest.fixKind;
  return rest;
}
