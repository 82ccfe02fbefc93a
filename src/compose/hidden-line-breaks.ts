import { codePointName } from "../text/code-point-name.js";
import type { LineIndex } from "../text/line-index.js";
import type { SyntaxProblem } from "../text/source-range.js";
import { lenientLexer, lexerSigns } from "./lenient-lexer.js";

/**
 * NEL and the separators of lines and paragraphs. YAML 1.2 takes them for text; in YAML 1.1, and so to go-yaml with which Docker
 * Compose reads, they end a line, a comment too. No editor shows that.
 */
const hiddenBreak = /[\u0085\u2028\u2029]/gu;
const names: Readonly<Record<string, string>> = { "\u0085": "next line", "\u2028": "line separator", "\u2029": "paragraph separator" };
/** The code of the problem that one stands in a text. */
export const HIDDEN_LINE_BREAK = "hidden-line-break";

/** Where a text has such line breaks, but for those in quotes, where they are a part of the value. */
export function hiddenLineBreaks(text: string): number[] {
  const quoted = quotedRanges(text);
  return Array.from(text.matchAll(hiddenBreak), ({ index }) => index).filter((place) => !quoted.some(([start, end]) => start <= place && place < end));
}

/** The text with line feeds at these places; all offsets stay. */
export function withPlainBreaks(text: string, places: readonly number[]): string {
  const wanted = new Set(places);
  return text.replaceAll(hiddenBreak, (character, index: number) => (wanted.has(index) ? "\n" : character));
}

/** What is wrong with the first of them. */
export function hiddenBreakProblem(text: string, [place]: readonly number[], lines: LineIndex): SyntaxProblem | null {
  if (place === undefined) return null;
  const character = text.charAt(place);
  const range: SyntaxProblem["range"] = [place, place + 1];
  const message = `The character ${codePointName(character)} (${names[character] ?? ""}) stands here. Docker Compose ends the line at it, a comment too, and no editor shows that. Remove it, or write a line feed.`;
  return { code: HIDDEN_LINE_BREAK, message, range, loc: lines.locationOf(range) };
}

function quotedRanges(text: string): [start: number, end: number][] {
  const ranges: [number, number][] = [];
  let at = 0;
  for (const token of lenientLexer().lex(text)) {
    if (lexerSigns.has(token)) continue;
    if (token.length > 1 && /^["']/u.test(token)) ranges.push([at, at + token.length]);
    at += token.length;
  }
  return ranges;
}
