import path from "node:path";
import type { PrintedMessage } from "./eslint-project.js";

/** How a finding about another file begins where that file is not linted itself. */
const aboutOther = /^(?<file>[^\n:]+), line (?<line>\d+): /u;

/**
 * Takes out of what ESLint found the findings about files that it does not lint, such as one that is extended, where our
 * command line, which lints these too, has the same finding in its own place. Both maps are by file name.
 */
export function withoutToldElsewhere(
  found: ReadonlyMap<string, readonly PrintedMessage[]>,
  own: ReadonlyMap<string, readonly PrintedMessage[]>,
): Map<string, PrintedMessage[]> {
  return new Map([...found].map(([file, messages]) => [file, messages.filter((message) => !isTold(message, found, own))]));
}

function isTold(
  { ruleId, message, severity }: PrintedMessage,
  found: ReadonlyMap<string, unknown>,
  own: ReadonlyMap<string, readonly PrintedMessage[]>,
): boolean {
  const about = aboutOther.exec(message)?.groups;
  if (about === undefined) return false;
  // The message names paths as they are seen from the file that it stands in, so place and rule decide.
  return [...own].some(
    ([file, messages]) =>
      !found.has(file) &&
      path.basename(file) === path.basename(about.file ?? "") &&
      messages.some((theirs) => theirs.ruleId === ruleId && theirs.severity === severity && theirs.line === Number(about.line)),
  );
}
