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
/** What ends a document where a line begins with it. */
const documentMarker = /^(?:---|\.\.\.)(?:\s|$)/u;
const consequences = {
  none: "stands here. Docker Compose ends the line at it, a comment too, and no editor shows that. Remove it, or write a line feed.",
  key: "stands in this key. Docker Compose ends the line at it, which no editor shows, takes no key that goes over lines, and refuses the file. Remove it, or write a space.",
  marker: "stands here. Docker Compose ends the line at it, which no editor shows, and what follows is the mark of a document at the start of a line: it refuses the file. Remove it, or write a space.",
} as const;
/** The code of the problem that one stands in a text. */
export const HIDDEN_LINE_BREAK = "hidden-line-break";

interface QuotedText {
  start: number;
  end: number;
  isKey: boolean;
}

/** One of them that Docker Compose does not take as a part of a value. */
export interface HiddenLineBreak {
  place: number;
  /** What of a quoted text it breaks; null outside of quotes. */
  inQuotes: "key" | "marker" | null;
}

/** Where a text has such line breaks, but for those in quoted values, of which they are a part. */
export function hiddenLineBreaks(text: string): HiddenLineBreak[] {
  const quoted = quotedTexts(text);
  return Array.from(text.matchAll(hiddenBreak), ({ index }): HiddenLineBreak | null => {
    const around = quoted.find(({ start, end }) => start <= index && index < end);
    if (around === undefined) return { place: index, inQuotes: null };
    if (around.isKey) return { place: index, inQuotes: "key" };
    return documentMarker.test(text.slice(index + 1, index + 5)) ? { place: index, inQuotes: "marker" } : null;
  }).filter((found) => found !== null);
}

/** The text with line feeds in place of those outside of quotes; all offsets stay. */
export function withPlainBreaks(text: string, breaks: readonly HiddenLineBreak[]): string {
  const wanted = new Set(breaks.filter(({ inQuotes }) => inQuotes === null).map(({ place }) => place));
  return wanted.size === 0 ? text : text.replaceAll(hiddenBreak, (character, index: number) => (wanted.has(index) ? "\n" : character));
}

/** What is wrong with the first of them. */
export function hiddenBreakProblem(text: string, [first]: readonly HiddenLineBreak[], lines: LineIndex): SyntaxProblem | null {
  if (first === undefined) return null;
  const character = text.charAt(first.place);
  const range: SyntaxProblem["range"] = [first.place, first.place + 1];
  const name = `The character ${codePointName(character)} (${names[character] ?? ""})`;
  return { code: HIDDEN_LINE_BREAK, message: `${name} ${consequences[first.inQuotes ?? "none"]}`, range, loc: lines.locationOf(range) };
}

function quotedTexts(text: string): QuotedText[] {
  const found: QuotedText[] = [];
  let at = 0;
  let depth = 0;
  let isExplicit = false;
  /** The last text in quotes, as long as a `:` would make a key of it. */
  let open: QuotedText | null = null;
  for (const token of lenientLexer().lex(text)) {
    if (lexerSigns.has(token)) continue;
    const start = at;
    at += token.length;
    // A key may stand on other lines than its `:` in braces, as far as `yaml` goes.
    if (depth > 0 ? /^\s+$/u.test(token) : /^[ \t]+$/u.test(token)) continue;
    if (token.length > 1 && /^["']/u.test(token)) {
      open = { start, end: at, isKey: false };
      found.push(open);
      // Behind `?` a key may go over lines, if the `:` does not follow in its line.
      if (depth > 0 && isExplicit) open = null;
      isExplicit = false;
      continue;
    }
    if (token === ":" && open !== null) open.isKey = true;
    open = null;
    isExplicit = token === "?" || (isExplicit && /^[&!]/u.test(token));
    if (token === "[" || token === "{") depth += 1;
    else if (token === "]" || token === "}") depth -= 1;
  }
  return found;
}
