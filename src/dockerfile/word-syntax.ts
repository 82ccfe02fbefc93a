import type { EscapeCharacter } from "./ast.js";

/** A piece of a word as BuildKit's shell lexer sees it. Offsets are into the word. */
export type WordPart = TextPart | QuotedPart | VariablePart;

export interface TextPart {
  kind: "text";
  text: string;
  /** Whether white space in it does not separate words: it was escaped or quoted. */
  raw: boolean;
  start: number;
  end: number;
}

/** A part in double quotes. */
export interface QuotedPart {
  kind: "quoted";
  parts: WordPart[];
  start: number;
  end: number;
}

export interface VariablePart {
  kind: "variable";
  name: string;
  braced: boolean;
  /** What stands between the name and the operand; null for `$NAME` and `${NAME}`. */
  operator: string | null;
  operand: WordPart[];
  operandStart: number;
  operandEnd: number;
  replacement: WordPart[] | null;
  replacementStart: number;
  start: number;
  end: number;
}

export interface WordSyntax {
  parts: WordPart[];
  /** Why the word cannot be expanded; the parts before the fault are there all the same. */
  error: string | null;
}

export interface WordSyntaxOptions {
  escape: EscapeCharacter;
  /** Keep the quotes in the text. */
  rawQuotes?: boolean;
  /** Keep the escape characters in the text. */
  rawEscapes?: boolean;
  /** Quotes are ordinary characters, as in the body of a here-document. */
  ignoreQuotes?: boolean;
}

// BuildKit has no such limit; it keeps a hostile file from exhausting the stack here and in whoever walks the tree.
const DEEPEST_NESTING = 100;

const SPECIAL_PARAMETERS = "@*#?-$!0";

/**
 * Splits a word into text, quoted parts and variables, by the rules of BuildKit's frontend/dockerfile/shell/lex.go
 * (v0.29). Linear in the length of the word; never throws.
 */
export function parseWordSyntax(text: string, options: WordSyntaxOptions): WordSyntax {
  return new WordParser(text, options).parse();
}

class WordParser {
  readonly #text: string;
  readonly #escape: string;
  readonly #rawQuotes: boolean;
  readonly #ignoreQuotes: boolean;
  #rawEscapes: boolean;
  #at: number;
  #depth = 0;
  #error: string | null = null;

  constructor(text: string, options: WordSyntaxOptions) {
    this.#text = text;
    this.#escape = options.escape;
    this.#rawQuotes = options.rawQuotes ?? false;
    this.#rawEscapes = options.rawEscapes ?? false;
    this.#ignoreQuotes = options.ignoreQuotes ?? false;
    // Go's text/scanner, which BuildKit reads words with, drops a byte order mark at the start.
    this.#at = text.startsWith("\ufeff") ? 1 : 0;
  }

  parse(): WordSyntax {
    const parts: WordPart[] = [];
    this.#readUntil(null, this.#rawEscapes, parts);
    return { parts, error: this.#error };
  }

  #fail(message: string): void {
    this.#error ??= message;
    this.#at = this.#text.length;
  }

  /** Reads parts up to a stop character, which it consumes, or to the end. Returns whether the stop was there. */
  #readUntil(stop: string | null, rawEscapes: boolean, parts: WordPart[]): boolean {
    const outerRawEscapes = this.#rawEscapes;
    this.#rawEscapes = rawEscapes;
    const found = this.#readParts(stop, parts);
    this.#rawEscapes = outerRawEscapes;
    return found;
  }

  #readParts(stop: string | null, parts: WordPart[]): boolean {
    while (this.#at < this.#text.length) {
      const start = this.#at;
      const unit = this.#text[start] ?? "";
      if (unit === stop) {
        this.#at += 1;
        return true;
      }
      this.#readPart(unit, stop, parts);
    }
    return stop === null;
  }

  #readPart(unit: string, stop: string | null, parts: WordPart[]): void {
    if (unit === "$") this.#readDollar(parts);
    else if (unit === "<") this.#readPossibleHeredoc(parts);
    else if (unit === "'" && !this.#ignoreQuotes) this.#readSingleQuoted(parts);
    else if (unit === '"' && !this.#ignoreQuotes) this.#readDoubleQuoted(parts);
    else if (unit === this.#escape) this.#readEscaped(parts);
    else this.#readPlain(stop, parts);
  }

  #pushText(parts: WordPart[], text: string, raw: boolean, start: number): void {
    parts.push({ kind: "text", text, raw, start, end: this.#at });
  }

  #readPlain(stop: string | null, parts: WordPart[]): void {
    const start = this.#at;
    while (this.#at < this.#text.length && !this.#isSpecial(this.#text[this.#at] ?? "", stop)) this.#at += 1;
    this.#pushText(parts, this.#text.slice(start, this.#at), false, start);
  }

  #isSpecial(unit: string, stop: string | null): boolean {
    if (unit === "$" || unit === "<" || unit === this.#escape || unit === stop) return true;
    return (unit === "'" || unit === '"') && !this.#ignoreQuotes;
  }

  #readEscaped(parts: WordPart[]): void {
    const start = this.#at;
    this.#at += 1;
    const code = this.#text.codePointAt(this.#at);
    const escaped = code === undefined ? "" : String.fromCodePoint(code);
    this.#at += escaped.length;
    const text = this.#rawEscapes ? this.#escape + escaped : escaped;
    if (text !== "") this.#pushText(parts, text, true, start);
  }

  #readPossibleHeredoc(parts: WordPart[]): void {
    const start = this.#at;
    this.#at += 1;
    if (this.#text[this.#at] === "<") {
      this.#at += 1;
      while (" \t\r".includes(this.#text[this.#at] ?? "none")) this.#at += 1;
    }
    this.#pushText(parts, this.#text.slice(start, this.#at), true, start);
  }

  #readSingleQuoted(parts: WordPart[]): void {
    const start = this.#at;
    const close = this.#text.indexOf("'", start + 1);
    if (close === -1) {
      this.#fail("a single quote is not closed");
      return;
    }
    this.#at = close + 1;
    const text = this.#rawQuotes ? this.#text.slice(start, this.#at) : this.#text.slice(start + 1, close);
    this.#pushText(parts, text, true, start);
  }

  #readDoubleQuoted(outer: WordPart[]): void {
    const start = this.#at;
    const parts: WordPart[] = [];
    this.#at += 1;
    if (this.#rawQuotes) this.#pushText(parts, '"', true, start);
    while (this.#at < this.#text.length) {
      const unit = this.#text[this.#at] ?? "";
      if (unit === '"') {
        this.#at += 1;
        if (this.#rawQuotes) this.#pushText(parts, '"', true, this.#at - 1);
        outer.push({ kind: "quoted", parts, start, end: this.#at });
        return;
      }
      if (unit === "$") this.#readDollar(parts);
      else if (unit === this.#escape) this.#readEscapedInQuotes(parts);
      else this.#readPlainInQuotes(parts);
    }
    outer.push({ kind: "quoted", parts, start, end: this.#at });
    this.#fail("a double quote is not closed");
  }

  #readPlainInQuotes(parts: WordPart[]): void {
    const start = this.#at;
    while (this.#at < this.#text.length) {
      const unit = this.#text[this.#at] ?? "";
      if (unit === '"' || unit === "$" || unit === this.#escape) break;
      this.#at += 1;
    }
    this.#pushText(parts, this.#text.slice(start, this.#at), true, start);
  }

  /** In double quotes only the quote, the dollar sign and the escape character itself can be escaped. */
  #readEscapedInQuotes(parts: WordPart[]): void {
    const start = this.#at;
    this.#at += 1;
    let text = this.#rawEscapes ? this.#escape : "";
    const next = this.#text[this.#at];
    if (next === undefined) return;
    if (next === '"' || next === "$" || next === this.#escape) {
      this.#at += 1;
      text += next;
    } else {
      text += this.#escape;
    }
    this.#pushText(parts, text, true, start);
  }

  #readDollar(parts: WordPart[]): void {
    const start = this.#at;
    this.#at += 1;
    if (this.#text[this.#at] === "{") {
      this.#depth += 1;
      if (this.#depth > DEEPEST_NESTING) this.#fail("variables are nested too deeply");
      else this.#readBraced(parts, start);
      this.#depth -= 1;
      return;
    }
    const name = this.#readName();
    if (name === "") this.#pushText(parts, "$", false, start);
    else parts.push(variablePart({ name, braced: false, operator: null, start, end: this.#at }));
  }

  #readBraced(parts: WordPart[], start: number): void {
    this.#at += 1;
    const first = this.#text[this.#at];
    if (first === undefined) {
      this.#fail("the closing brace of a variable is missing");
      return;
    }
    if (first === "{" || first === "}" || first === ":") {
      this.#fail("a variable has no name");
      return;
    }
    const name = this.#readName();
    const unit = this.#text[this.#at];
    this.#at += 1;
    if (unit === "}") parts.push(variablePart({ name, braced: true, operator: null, start, end: this.#at }));
    else if (unit === "/") this.#readSubstitution(parts, name, start);
    else if (unit !== undefined && ":+-?#%".includes(unit)) this.#readModifier(parts, name, unit, start);
    else this.#fail(unit === undefined ? "the closing brace of a variable is missing" : `a variable cannot have the modifier ${JSON.stringify(unit)}`);
  }

  #readModifier(parts: WordPart[], name: string, first: string, start: number): void {
    let operator = first;
    if (first === ":") {
      const code = this.#text.codePointAt(this.#at);
      const second = code === undefined ? "" : String.fromCodePoint(code);
      this.#at += second.length;
      operator += second;
      if (second === "#" || second === "%") {
        this.#fail(`a variable cannot have the modifier "${operator}"`);
        return;
      }
    }
    const isPattern = operator === "#" || operator === "%";
    const part = variablePart({ name, braced: true, operator, start, end: this.#at });
    part.operandStart = this.#at;
    const closed = this.#readUntil("}", isPattern, part.operand);
    part.operandEnd = closed ? this.#at - 1 : this.#at;
    part.end = this.#at;
    parts.push(part);
    if (!closed) this.#fail("the closing brace of a variable is missing");
  }

  #readSubstitution(parts: WordPart[], name: string, start: number): void {
    let operator = "/";
    if (this.#text[this.#at] === "/") {
      this.#at += 1;
      operator = "//";
    }
    const part = variablePart({ name, braced: true, operator, start, end: this.#at });
    part.operandStart = this.#at;
    const divided = this.#readUntil("/", true, part.operand);
    part.operandEnd = divided ? this.#at - 1 : this.#at;
    parts.push(part);
    part.replacement = [];
    part.replacementStart = this.#at;
    const closed = divided && this.#readUntil("}", true, part.replacement);
    part.end = this.#at;
    if (!divided) this.#fail("the second slash of a substitution in a variable is missing");
    else if (!closed) this.#fail("the closing brace of a variable is missing");
  }

  #readName(): string {
    const start = this.#at;
    const first = this.#text.codePointAt(start);
    if (first === undefined) return "";
    if (isDigit(first)) {
      this.#skipWhile(isDigit);
    } else if (SPECIAL_PARAMETERS.includes(String.fromCodePoint(first))) {
      this.#at += 1;
    } else {
      this.#skipWhile(isNamePart);
    }
    return this.#text.slice(start, this.#at);
  }

  #skipWhile(accepts: (code: number) => boolean): void {
    for (;;) {
      const code = this.#text.codePointAt(this.#at);
      if (code === undefined || !accepts(code)) return;
      this.#at += code > 0xffff ? 2 : 1;
    }
  }
}

function variablePart(known: Pick<VariablePart, "name" | "braced" | "operator" | "start" | "end">): VariablePart {
  const { end } = known;
  return {
    kind: "variable",
    ...known,
    operand: [],
    operandStart: end,
    operandEnd: end,
    replacement: null,
    replacementStart: end,
  };
}

function isDigit(code: number): boolean {
  if (code < 0x80) return code >= 48 && code <= 57;
  return /\p{Nd}/u.test(String.fromCodePoint(code));
}

function isNamePart(code: number): boolean {
  if (code < 0x80) {
    return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;
  }
  return /[\p{L}\p{Nd}]/u.test(String.fromCodePoint(code));
}
