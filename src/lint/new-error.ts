import type { Linter } from "eslint";
import { LineIndex } from "../text/line-index.js";
import { addToList } from "../memory/add-to-list.js";

/** A text and what is found in it. */
export interface FoundIn {
  text: string;
  messages: readonly Linter.LintMessage[];
}

interface PlacedError {
  error: Linter.LintMessage;
  /** The rule and what it says, without advice and numbers of lines, which change with the text. */
  said: string;
  /** The rule, the kind of its message, and the text that it marks. */
  marked: string;
  /** The rule and the text that it marks. */
  place: string;
}

const ERROR = 2;
/** They judge what the fixes of others write, so that no warning of theirs may come of one. */
const judgesOfFixes: ReadonlySet<string | null> = new Set(["compose-lint/security-opt", "compose-lint/seccomp-profile"]);

/**
 * An error that a text has and its earlier form has not, or such a warning of a rule that judges fixes; null where it has none.
 * One is known that says the same, or that says something of the same kind about the same words: one that a fix only moves is
 * no new one, nor is a warning in the place of an error of the same rule. Each stands for one other.
 */
export function newError(before: FoundIn, after: FoundIn): Linter.LintMessage | null {
  let [known, left] = [errorsOf(before), errorsOf(after)];
  const keys: ((one: PlacedError, isLeft: boolean) => string | null)[] = [
    ({ said, marked }) => `${said}\n${marked}`,
    ({ said }) => said,
    ({ marked }) => marked,
    ({ place, error: { severity } }, isLeft) => ((severity === ERROR) === isLeft ? null : place),
  ];
  for (const keyOf of keys) {
    if (left.length === 0) return null;
    const counterparts = new Map<string | null, PlacedError[]>();
    for (const one of known) addToList(counterparts, keyOf(one, false), one);
    const taken = new Set<PlacedError>();
    left = left.filter((one) => {
      const key = keyOf(one, true);
      const counterpart = key === null ? undefined : counterparts.get(key)?.pop();
      if (counterpart !== undefined) taken.add(counterpart);
      return counterpart === undefined;
    });
    known = known.filter((one) => !taken.has(one));
  }
  return left[0]?.error ?? null;
}

function errorsOf({ text, messages }: FoundIn): PlacedError[] {
  const errors = messages.filter(({ severity, ruleId }) => severity === ERROR || judgesOfFixes.has(ruleId));
  if (errors.length === 0) return [];
  const lines = new LineIndex(text);
  return errors.map((error) => ({
    error,
    said: `${error.ruleId ?? ""} ${saidBy(error)}`,
    marked: `${error.ruleId ?? ""} ${error.messageId ?? ""} ${markedBy(error, text, lines)}`,
    place: `${error.ruleId ?? ""} ${markedBy(error, text, lines)}`,
  }));
}

/** What a message says of what is wrong; what can be done about it may be other words once something else is mended. */
function saidBy({ message }: Linter.LintMessage): string {
  return message.replace(/ To mend it: .*/su, "").replaceAll(/\bline \d+/giu, "line");
}

function markedBy({ line, column, endLine, endColumn }: Linter.LintMessage, text: string, lines: LineIndex): string {
  const start = lines.offsetAt({ line, column: column - 1 });
  const end = endLine === undefined ? lines.lineStart(line + 1) : lines.offsetAt({ line: endLine, column: (endColumn ?? 1) - 1 });
  return text.slice(start, end);
}

/** What a message is, for a sentence about it. */
export function levelWord({ severity }: Linter.LintMessage): "error" | "warning" {
  return severity === ERROR ? "error" : "warning";
}
