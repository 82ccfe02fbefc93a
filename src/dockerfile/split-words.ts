import type { EscapeCharacter } from "./ast.js";
import { isArgumentSeparator, isSpace } from "./whitespace.js";

/** A half-open interval of offsets into a joined text. */
export interface Span {
  start: number;
  end: number;
}

/** A word with its text, from which an escape character at the very end of the line is missing. */
export interface WordSpan extends Span {
  text: string;
}

/** Splits [from, to) at runs of tabs, blanks and their like, without regard to quotes: FROM, EXPOSE, COPY, VOLUME. */
export function splitArguments(text: string, from: number, to: number): Span[] {
  const spans: Span[] = [];
  let start = from;
  while (start < to) {
    let end = start;
    while (end < to && !isArgumentSeparator(text.charCodeAt(end))) end += 1;
    spans.push({ start, end });
    start = end;
    while (start < to && isArgumentSeparator(text.charCodeAt(start))) start += 1;
  }
  return spans;
}

/** Splits [from, to) into words in which quoted white space stays, quotes included: ENV, LABEL, ARG. */
export function splitQuotedWords(text: string, from: number, to: number, escape: EscapeCharacter): WordSpan[] {
  const words: WordSpan[] = [];
  let at = from;
  while (at < to) {
    if (isSpace(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const word = readQuotedWord(text, at, to, escape);
    if (word.text !== "") words.push(word);
    at = word.end;
  }
  return words;
}

function readQuotedWord(text: string, start: number, to: number, escape: EscapeCharacter): WordSpan {
  let quote: string | null = null;
  let at = start;
  while (at < to) {
    const unit = text[at] ?? "";
    if (quote === null && isSpace(text.charCodeAt(at))) break;
    if (unit === escape && quote !== "'") {
      // An escape character that ends the line escapes nothing and is dropped.
      if (at + 1 === to) return { start, end: to, text: text.slice(start, at) };
      at += 2;
      continue;
    }
    if (quote === null && (unit === '"' || unit === "'")) quote = unit;
    else if (unit === quote) quote = null;
    at += 1;
  }
  return { start, end: Math.min(at, to), text: text.slice(start, Math.min(at, to)) };
}
