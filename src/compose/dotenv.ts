import { BYTE_ORDER_MARK } from "../text/byte-order-mark.js";
import { LineIndex } from "../text/line-index.js";
import type { SourceRange, SyntaxProblem } from "../text/source-range.js";
import { evaluateTemplate, type VariableLookup, type VariableUse } from "./interpolation.js";

/** One `KEY=value`, or a `KEY` alone, which takes its value from elsewhere. */
export interface DotenvEntry {
  key: string;
  /** The value after quotes, escapes and variables; null for a key alone that has no value elsewhere either. */
  value: string | null;
  range: SourceRange;
  keyRange: SourceRange;
  /** The value as written, with its quotes; an empty range at the end of a key alone. */
  valueRange: SourceRange;
  quote: '"' | "'" | null;
  /** True for a key alone. */
  inherited: boolean;
  /** Variables in the value, with ranges in the file where the value is written without escapes; else `valueRange`. */
  variables: VariableUse[];
}

export interface DotenvFile {
  entries: DotenvEntry[];
  /** The variables that the file sets, the last assignment of a key winning. */
  values: Map<string, DotenvEntry>;
  /** With any of these, Compose refuses the file. */
  problems: SyntaxProblem[];
  lines: LineIndex;
}

const exportPattern = /export[\t\n\f\r ]+/uy;
// What Go's unicode.IsSpace takes for a space, and the part of it that does not end a line.
const anySpace = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*/uy;
const lineSpace = /[\t\v\f\r \u0085\u00a0]*/uy;
const trailingSpace =
  /(?<![\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000])[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/u;
// Letters and digits of any script may be in a name; spaces too, which are refused one step later.
// Made where it is wanted: V8 takes a quarter of a millisecond to read classes of Unicode.
const nameCharacters = (): RegExp => /[\p{L}\p{N}_.[\]\t\v\f\r \u0085\u00a0-]*/uy;
const escapePattern = /\\(?:[abcfnrtv$"\\]|0\d{0,3})/gu;
const simpleEscapes: Record<string, string> = {
  "\\a": "\u0007",
  "\\b": "\b",
  "\\f": "\f",
  "\\n": "\n",
  "\\r": "\r",
  "\\t": "\t",
  "\\v": "\v",
  '\\"': '"',
  "\\\\": "\\",
  // Interpolation follows, and there `$$` is a dollar sign.
  "\\$": "$$",
};

export interface DotenvOptions {
  /** The path of the file, for the origins of variables. */
  file?: string;
  /** Variables that come before those of the file itself: the environment of the process. */
  lookup?: VariableLookup;
  /** Variables that come after those of the file itself: those of files read before. */
  fallback?: VariableLookup;
}

/**
 * Reads a `.env` file in the dialect of compose-go 2 (package dotenv). Values may refer to variables of the lines before
 * and of the two look-ups. Never throws; where Compose would stop at an error, this goes on with the next line.
 */
export function parseDotenv(text: string, options: DotenvOptions = {}): DotenvFile {
  return new DotenvParser(text, options).parse();
}

const nothing: VariableLookup = () => null;

class DotenvParser {
  readonly #text: string;
  readonly #lookup: VariableLookup;
  readonly #file: DotenvFile;
  #position = 0;

  constructor(text: string, { file = "", lookup = nothing, fallback = nothing }: DotenvOptions) {
    this.#text = text;
    this.#file = { entries: [], values: new Map(), problems: [], lines: new LineIndex(text) };
    this.#lookup = (name) => {
      const found = lookup(name);
      if (found !== null) return found;
      const entry = this.#file.values.get(name);
      if (entry?.value == null) return fallback(name);
      return { value: entry.value, origin: { kind: "env-file", file, range: entry.valueRange } };
    };
  }

  parse(): DotenvFile {
    if (this.#text.startsWith(BYTE_ORDER_MARK)) this.#position = 1;
    while (this.#skipToStatement()) this.#statement();
    return this.#file;
  }

  /** Skips blank space and comments; false at the end of the file. */
  #skipToStatement(): boolean {
    for (;;) {
      this.#position = this.#endOf(anySpace, this.#position);
      if (this.#position >= this.#text.length) return false;
      if (this.#text[this.#position] !== "#") return true;
      this.#position = this.#endOfLine(this.#position);
    }
  }

  #statement(): void {
    const start = this.#position;
    const exported = this.#endOf(exportPattern, start);
    const keyStart = exported > start ? this.#endOf(lineSpace, start + "export".length) : start;
    if (keyStart >= this.#text.length) {
      this.#skipLine("missing-key", "`export` is followed by no variable name, so Compose refuses the file.", [start, keyStart]);
      return;
    }
    const keyEnd = this.#endOf(nameCharacters(), keyStart);
    const stop = this.#text[keyEnd];
    if (stop !== undefined && !"=:\n".includes(stop)) {
      const character = String.fromCodePoint(this.#text.codePointAt(keyEnd) ?? 0);
      const message = `\`${character}\` cannot stand in the name of a variable, so Compose refuses the file. Write \`NAME=value\`.`;
      this.#skipLine("invalid-key", message, [keyEnd, keyEnd + character.length]);
      return;
    }
    if (stop === undefined) this.#valueWithoutKey(start, keyStart);
    else this.#assignment(start, [keyStart, keyEnd], stop === "\n");
  }

  /** A last line without `=` and without a line break: compose-go takes it for the value of a variable without name. */
  #valueWithoutKey(start: number, valueStart: number): void {
    const from = this.#endOf(lineSpace, valueStart);
    this.#value("", start, [start, start], from);
  }

  #assignment(start: number, keyRange: SourceRange, inherited: boolean): void {
    const key = this.#text.slice(keyRange[0], keyRange[1]).replace(trailingSpace, "");
    const trimmedRange: SourceRange = [keyRange[0], keyRange[0] + key.length];
    const valueStart = this.#endOf(lineSpace, keyRange[1] + 1);
    if (key.includes(" ")) {
      this.#skipLine("space-in-key", `The name \`${key}\` has a space in it, so Compose refuses the file.`, trimmedRange);
      return;
    }
    if (!inherited) {
      this.#value(key, start, trimmedRange, valueStart);
      return;
    }
    this.#position = valueStart;
    const end = trimmedRange[1];
    const value = this.#lookup(key)?.value ?? null;
    this.#add({ key, value, range: [start, end], keyRange: trimmedRange, valueRange: [end, end], quote: null, inherited, variables: [] });
  }

  #value(key: string, start: number, keyRange: SourceRange, valueStart: number): void {
    const first = this.#text[valueStart];
    if (first === '"' || first === "'") this.#quotedValue(key, start, keyRange, valueStart, first);
    else this.#plainValue(key, start, keyRange, valueStart);
  }

  #plainValue(key: string, start: number, keyRange: SourceRange, valueStart: number): void {
    const lineEnd = this.#endOfLine(valueStart);
    const line = this.#text.slice(valueStart, lineEnd);
    const comment = line.indexOf(" #");
    const written = (comment === -1 ? line : line.slice(0, comment)).replace(trailingSpace, "");
    const valueRange: SourceRange = [valueStart, valueStart + written.length];
    this.#position = Math.min(lineEnd + 1, this.#text.length);
    const expanded = this.#expand(written, valueRange, valueStart);
    this.#add({ key, range: [start, valueRange[1]], keyRange, valueRange, quote: null, inherited: false, ...expanded });
  }

  #quotedValue(key: string, start: number, keyRange: SourceRange, open: number, quote: '"' | "'"): void {
    const close = this.#closingQuote(open, quote);
    if (close === -1) {
      const lineEnd = this.#endOfLine(open);
      const message = `The quote that opens here is never closed, so Compose refuses the file. Close it, or leave out both quotes.`;
      this.#skipLine("unterminated-quote", message, [open, lineEnd]);
      return;
    }
    const written = this.#text.slice(open + 1, close);
    const unquoted = written.includes("\\") ? written.replace(/\\(?<next>[\s\S])/gu, keepUnlessQuote(quote)) : written;
    const valueRange: SourceRange = [open, close + 1];
    this.#position = close + 1;
    const expanded =
      quote === "'"
        ? { value: unquoted, variables: [] }
        : this.#expand(expandEscapes(unquoted), valueRange, unquoted === written && !written.includes("\\") ? open + 1 : null);
    this.#add({ key, range: [start, valueRange[1]], keyRange, valueRange, quote, inherited: false, ...expanded });
  }

  #closingQuote(open: number, quote: string): number {
    for (let index = open + 1; index < this.#text.length; index += 1) {
      if (this.#text[index] === "\\") index += 1;
      else if (this.#text[index] === quote) return index;
    }
    return -1;
  }

  /** Replaces variables. `offset` is where the text stands in the file, null if escapes have shifted it. */
  #expand(text: string, range: SourceRange, offset: number | null): { value: string; variables: VariableUse[] } {
    const { value, variables, problems } = evaluateTemplate(text, this.#lookup);
    const place = (inner: SourceRange): SourceRange =>
      offset === null ? range : [inner[0] + offset, inner[1] + offset];
    for (const problem of problems) this.#report(problem.code, problem.message, place(problem.range));
    const placed = variables.map((use) => ({
      ...use,
      range: place(use.range),
      nameRange: place(use.nameRange),
      argument: use.argument === null ? null : place(use.argument),
    }));
    return { value, variables: placed };
  }

  #add(entry: DotenvEntry): void {
    this.#file.entries.push(entry);
    if (entry.value !== null) this.#file.values.set(entry.key, entry);
  }

  #skipLine(code: string, message: string, range: SourceRange): void {
    this.#report(code, message, range);
    this.#position = this.#endOfLine(range[0]);
  }

  #report(code: string, message: string, range: SourceRange): void {
    this.#file.problems.push({ code, message, range, loc: this.#file.lines.locationOf(range) });
  }

  #endOf(pattern: RegExp, position: number): number {
    pattern.lastIndex = position;
    return position + (pattern.exec(this.#text)?.[0].length ?? 0);
  }

  #endOfLine(position: number): number {
    const end = this.#text.indexOf("\n", position);
    return end === -1 ? this.#text.length : end;
  }
}

/** A backslash hides a quote of the same kind; in front of anything else it stays. */
function keepUnlessQuote(quote: string): (match: string, next: string) => string {
  return (match, next) => (next === quote ? quote : match);
}

function expandEscapes(text: string): string {
  return text.replace(escapePattern, (match) => {
    const simple = simpleEscapes[match];
    if (simple !== undefined) return simple;
    if (!match.startsWith("\\0")) return match;
    // `\0123` is octal 123. What is no three octal digits up to 377 loses its zero and is kept: Go cannot read it.
    const digits = match.slice(2);
    const code = /^[0-7]{3}$/u.test(digits) ? Number.parseInt(digits, 8) : 256;
    return code > 255 ? `\\${digits}` : String.fromCodePoint(code);
  });
}
