import { jsonEscapes } from "../text/json-escapes.js";
import { TextJoiner, sourceOffset, type JoinedText } from "./joined-text.js";
import { skipSpace } from "./whitespace.js";
import type { Span } from "./split-words.js";

/** A string of a JSON array: its place in the joined text with the quotes, and its decoded value with places. */
export interface JsonElement extends Span {
  decoded: JoinedText;
}

/** `none`: not a JSON array, so that the text is taken as it is; `mixed`: one with elements that are not strings. */
export type JsonArray =
  { kind: "none" } | { kind: "mixed"; place: Span } | { kind: "strings"; elements: JsonElement[] };

// Go's decoder gives up below this depth, and BuildKit then takes the text as it is.
const DEEPEST_NESTING = 10_000;

/** Reads [from, to) of a joined text as a JSON array of strings, as strictly as Go's `encoding/json`. */
export function readJsonArray(joined: JoinedText, from: number, to: number): JsonArray {
  const start = skipSpace(joined.text, from, to);
  if (joined.text[start] !== "[") return { kind: "none" };
  return new JsonArrayReader(joined, start, to).read();
}

class JsonArrayReader {
  readonly #joined: JoinedText;
  readonly #text: string;
  readonly #to: number;
  readonly #elements: JsonElement[] = [];
  readonly #open: ("[" | "{")[] = [];
  #at: number;
  #mixed: Span | null = null;

  constructor(joined: JoinedText, from: number, to: number) {
    this.#joined = joined;
    this.#text = joined.text;
    this.#to = to;
    this.#at = from;
  }

  read(): JsonArray {
    if (!this.#readValues()) return { kind: "none" };
    this.#skipBlank();
    if (this.#at !== this.#to) return { kind: "none" };
    if (this.#mixed !== null) return { kind: "mixed", place: this.#mixed };
    return { kind: "strings", elements: this.#elements };
  }

  #skipBlank(): void {
    while (this.#at < this.#to && " \t\r\n".includes(this.#text[this.#at] ?? "none")) this.#at += 1;
  }

  /** Reads values up to the end of the outermost array; a stack instead of recursion bears any depth. */
  #readValues(): boolean {
    for (;;) {
      this.#skipBlank();
      const start = this.#at;
      const opened = this.#readOpening();
      if (opened === "failed") return false;
      if (opened === "entered") continue;
      if (opened === "scalar" && !this.#readScalar()) return false;
      if (this.#open.length === 1 && opened === "scalar" && this.#text[start] !== '"') this.#notePlace(start);
      if (!this.#readAfterValue()) return false;
      if (this.#open.length === 0) return true;
    }
  }

  #notePlace(start: number): void {
    this.#mixed ??= { start, end: this.#at };
  }

  #readOpening(): "entered" | "closed" | "scalar" | "failed" {
    const unit = this.#at < this.#to ? this.#text[this.#at] : undefined;
    if (unit !== "[" && unit !== "{") return "scalar";
    if (this.#open.length === 1) this.#mixed ??= { start: this.#at, end: this.#at + 1 };
    this.#open.push(unit);
    if (this.#open.length > DEEPEST_NESTING) return "failed";
    this.#at += 1;
    this.#skipBlank();
    if (this.#text[this.#at] === (unit === "[" ? "]" : "}") && this.#at < this.#to) {
      this.#at += 1;
      this.#open.pop();
      return "closed";
    }
    return unit === "[" || this.#readKey() ? "entered" : "failed";
  }

  #readKey(): boolean {
    this.#skipBlank();
    if (this.#readString() === null) return false;
    this.#skipBlank();
    if (this.#text[this.#at] !== ":" || this.#at >= this.#to) return false;
    this.#at += 1;
    return true;
  }

  /** Reads commas and closing brackets after a value. */
  #readAfterValue(): boolean {
    while (this.#open.length > 0) {
      this.#skipBlank();
      if (this.#at >= this.#to) return false;
      const unit = this.#text[this.#at];
      const innermost = this.#open.at(-1);
      this.#at += 1;
      if (unit === ",") return innermost === "[" || this.#readKey();
      if (unit !== (innermost === "[" ? "]" : "}")) return false;
      this.#open.pop();
    }
    return true;
  }

  #readScalar(): boolean {
    if (this.#at >= this.#to) return false;
    if (this.#text[this.#at] === '"') {
      const start = this.#at;
      const decoded = this.#readString();
      if (decoded === null) return false;
      if (this.#open.length === 1) this.#elements.push({ start, end: this.#at, decoded });
      return true;
    }
    const rest = /(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)/y;
    rest.lastIndex = this.#at;
    const literal = rest.exec(this.#text)?.[0];
    if (literal === undefined || this.#at + literal.length > this.#to) return false;
    this.#at += literal.length;
    // Go cannot hold such a number and reports it like a fault in the syntax.
    return !/^[-0-9]/.test(literal) || Number.isFinite(Number(literal));
  }

  /** Reads a string at the current place, which need not be one. */
  #readString(): JoinedText | null {
    const text = this.#text;
    if (text[this.#at] !== '"' || this.#at >= this.#to) return null;
    const decoded = new TextJoiner();
    const start = this.#at;
    let runStart = start + 1;
    for (let at = runStart; at < this.#to; at += 1) {
      const code = text.charCodeAt(at);
      if (code < 0x20) return null;
      if (code === 0x22) {
        this.#addRun(decoded, runStart, at);
        this.#at = at + 1;
        return decoded.finish(this.#sourceOf(start + 1));
      }
      if (code !== 0x5c) continue;
      this.#addRun(decoded, runStart, at);
      const escaped = readEscape(text, at, this.#to);
      if (escaped === null) return null;
      decoded.add(escaped.value, this.#sourceOf(at));
      at += escaped.length - 1;
      runStart = at + 1;
    }
    return null;
  }

  #addRun(decoded: TextJoiner, from: number, to: number): void {
    // A run can lie over a line continuation, so it is added in the pieces that the source has.
    let at = from;
    while (at < to) {
      const source = this.#sourceOf(at);
      let end = to;
      if (this.#sourceOf(to - 1) - source !== to - 1 - at) end = this.#endOfPiece(at, to);
      decoded.add(this.#text.slice(at, end), source);
      at = end;
    }
  }

  #endOfPiece(from: number, to: number): number {
    const source = this.#sourceOf(from);
    let low = from + 1;
    let high = to;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#sourceOf(middle - 1) - source === middle - 1 - from) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #sourceOf(offset: number): number {
    return sourceOffset(this.#joined.segments, offset);
  }
}

function readEscape(text: string, at: number, to: number): { value: string; length: number } | null {
  const letter = at + 1 < to ? (text[at + 1] ?? "") : "";
  if (letter !== "u") {
    const value = jsonEscapes.get(letter);
    return value === undefined ? null : { value, length: 2 };
  }
  const first = readHex(text, at + 2, to);
  if (first === null) return null;
  if (first < 0xd800 || first > 0xdfff) return { value: String.fromCharCode(first), length: 6 };
  const second = text[at + 6] === "\\" && text[at + 7] === "u" ? readHex(text, at + 8, to) : null;
  const isPair = first <= 0xdbff && second !== null && second >= 0xdc00 && second <= 0xdfff;
  // Half a pair is no character: Go puts the replacement character there.
  return isPair ? { value: String.fromCharCode(first, second), length: 12 } : { value: "\ufffd", length: 6 };
}

function readHex(text: string, from: number, to: number): number | null {
  const digits = text.slice(from, Math.min(from + 4, to));
  return /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : null;
}
