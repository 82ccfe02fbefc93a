import type { EscapeCharacter } from "./ast.js";
import { TextJoiner, sourceRange, type JoinedText } from "./joined-text.js";
import type { Span } from "./split-words.js";
import { isAsciiSpace } from "./whitespace.js";

/** A word that starts with two dashes between an instruction's name and its arguments. */
export interface FlagWord extends Span {
  /** The word without quotes and escapes, and where each part of it stands in the source. */
  unquoted: JoinedText;
}

/** What stands after an instruction's name: its flags, and where the arguments start. */
export interface FlagScan {
  flags: FlagWord[];
  argumentsStart: number;
  /** Where `--`, which ends the flags, stands. */
  terminator: Span | null;
}

/** Reads the flags at the start of [from, to), as BuildKit's parser does for every instruction. */
export function scanFlags(joined: JoinedText, from: number, to: number, escape: EscapeCharacter): FlagScan {
  const { text } = joined;
  const flags: FlagWord[] = [];
  let at = from;
  for (;;) {
    // BuildKit goes through the flags byte by byte, so that only ASCII can be white space in front of one.
    while (at < to && isAsciiSpace(text.charCodeAt(at))) at += 1;
    if (!text.startsWith("--", at) || at + 2 > to) return { flags, argumentsStart: at, terminator: null };
    const flag = readFlag(joined, at, to, escape);
    at = flag.end;
    if (flag.unquoted.text === "--") {
      return { flags, argumentsStart: at, terminator: { start: flag.start, end: flag.end } };
    }
    flags.push(flag);
  }
}

function readFlag(joined: JoinedText, start: number, to: number, escape: EscapeCharacter): FlagWord {
  const { text } = joined;
  const unquoted = new TextJoiner();
  let quote: string | null = null;
  let at = start;
  const take = (): void => {
    unquoted.add(text[at] ?? "", sourceRange(joined.segments, at, at + 1)[0]);
    at += 1;
  };
  while (at < to) {
    const unit = text[at] ?? "";
    const code = text.charCodeAt(at);
    if (quote === null && isAsciiSpace(code)) break;
    const split = quote === null && code >= 0x80 ? splitInside(text, at) : null;
    if (split !== null) {
      at = split;
      break;
    }
    if (unit === quote) {
      quote = null;
      at += 1;
    } else if (quote === null && (unit === '"' || unit === "'")) {
      quote = unit;
      at += 1;
    } else {
      if (unit === escape) at += 1;
      if (at < to) take();
    }
  }
  return { start, end: at, unquoted: unquoted.finish(sourceRange(joined.segments, start, start)[0]) };
}

/**
 * Bytes 85 and A0 count as white space to BuildKit even inside a character, such as in "\u00e0" (C3 A0). Where the
 * character at an offset has one, this is where the text goes on after the flag; null where it has none.
 */
function splitInside(text: string, at: number): number | null {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const bytes = new TextEncoder().encode(character);
  const first = bytes.findIndex(isSpaceByte);
  if (first === -1) return null;
  // What is left of the character starts the arguments.
  return bytes.subarray(first).every(isSpaceByte) ? at + character.length : at;
}

function isSpaceByte(byte: number): boolean {
  return byte === 0x85 || byte === 0xa0;
}
