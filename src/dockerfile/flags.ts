import type { EscapeCharacter } from "./ast.js";
import { TextJoiner, sourceRange, type JoinedText } from "./joined-text.js";
import type { Span } from "./split-words.js";
import { isSpace } from "./whitespace.js";

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
    while (at < to && isSpace(text.charCodeAt(at))) at += 1;
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
    if (quote === null && isSpace(text.charCodeAt(at))) break;
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
