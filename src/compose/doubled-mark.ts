import { BYTE_ORDER_MARK } from "../text/byte-order-mark.js";
import type { LineIndex } from "../text/line-index.js";
import type { SyntaxProblem } from "../text/source-range.js";

/** Windows editors write one; a second one comes from a file that was saved twice, or put together from two. */
const marksAtStart = /^\ufeff+/u;

/**
 * A byte order mark behind the first one. Docker Compose 2.40.3 passes over one in front of a plain key, takes more for a
 * part of it, loses a letter behind a comment, and refuses the file before `---`.
 * @param isFirstGone Whether the text is given without its first mark, as ESLint gives it.
 */
export function doubledMark(text: string, lines: LineIndex, isFirstGone: boolean): SyntaxProblem | null {
  const count = marksAtStart.exec(text)?.[0].length ?? 0;
  const first = isFirstGone ? 0 : 1;
  if (count <= first) return null;
  const range: [number, number] = [first, count];
  const message =
    "A second byte order mark (U+FEFF) stands at the start of the file. Docker Compose passes over one, and refuses or misreads what follows the second. Remove it: an editor that shows such characters, or `sed -i '1s/^\\xEF\\xBB\\xBF//'`, does.";
  return { code: "doubled-mark", message, range, loc: lines.locationOf(range) };
}

/** The text with line breaks in the place of the marks behind the first, which are told of already; all offsets stay. */
export function withoutDoubledMarks(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK + BYTE_ORDER_MARK) ? text.replace(marksAtStart, (marks) => BYTE_ORDER_MARK + "\n".repeat(marks.length - 1)) : text;
}
