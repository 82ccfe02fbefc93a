import { codePointName } from "../text/code-point-name.js";
import type { LineIndex } from "../text/line-index.js";
import type { SyntaxProblem } from "../text/source-range.js";
import { lenientLexer, lexerSigns, SCALAR_SIGN } from "./lenient-lexer.js";

/** A `-` that begins a plain text since what follows it is no space, though it looks like one or like nothing. */
const unseenBehindDash = /^-[\u00a0\u00ad\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff]/u;
/** Such a `-` in a later line of that text. */
const inLaterLine = /\n *-[\u00a0\u00ad\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff]/gu;
/** What may stand in front of an entry of a list. */
const entryStart = /^[ -]*$/u;
/** The code of the problem that one stands in a text. */
export const UNSEEN_BEHIND_DASH = "unseen-behind-dash";

/**
 * Where a character that is not seen stands behind the `-` of what should be an entry of a list, and makes a text of it.
 * @param text without lone CRs
 */
export function unseenBehindDashes(text: string): number[] {
  const places: number[] = [];
  let at = 0;
  let lineStart = 0;
  let isScalar = false;
  for (const token of lenientLexer().lex(text)) {
    if (!isScalar && lexerSigns.has(token)) {
      isScalar = token === SCALAR_SIGN;
      continue;
    }
    if (isScalar && unseenBehindDash.test(token) && entryStart.test(text.slice(lineStart, at))) {
      places.push(at + 1, ...Array.from(token.matchAll(inLaterLine), ({ index, 0: dash }) => at + index + dash.length - 1));
    }
    const lastBreak = token.lastIndexOf("\n");
    if (lastBreak !== -1) lineStart = at + lastBreak + 1;
    at += token.length;
    isScalar = false;
  }
  return places;
}

/** The text with spaces at these places; all offsets stay. */
export function withSpaces(text: string, places: readonly number[]): string {
  let result = "";
  let done = 0;
  for (const place of places) {
    result += `${text.slice(done, place)} `;
    done = place + 1;
  }
  return result + text.slice(done);
}

export function unseenBehindDashProblem(text: string, place: number, lines: LineIndex): SyntaxProblem {
  const range: SyntaxProblem["range"] = [place, place + 1];
  const message = `The character ${codePointName(text.charAt(place))}, which is not seen, follows the \`-\`. To YAML this is no entry of a list, but text that begins with a dash, and Docker Compose refuses the file or takes it for that. Write a space in its place.`;
  return { code: UNSEEN_BEHIND_DASH, message, range, loc: lines.locationOf(range) };
}
