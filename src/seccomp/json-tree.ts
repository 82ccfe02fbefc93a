import { jsonEscapes } from "../text/json-escapes.js";
import type { SourceRange } from "../text/source-range.js";

/** A JSON value with its place. Numbers stay as written: a profile has 64-bit ones. */
export type JsonNode =
  | { kind: "object"; members: JsonMember[]; range: SourceRange }
  | { kind: "array"; items: JsonNode[]; range: SourceRange }
  | { kind: "string"; value: string; range: SourceRange }
  | { kind: "number"; text: string; range: SourceRange }
  | { kind: "boolean"; value: boolean; range: SourceRange }
  | { kind: "null"; range: SourceRange };

export interface JsonMember {
  key: string;
  keyRange: SourceRange;
  value: JsonNode;
}

export type JsonResult = { ok: true; root: JsonNode } | { ok: false; message: string; range: SourceRange };

/** Deeper than any profile, and far from the end of the stack. */
const MAXIMUM_DEPTH = 200;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\r\n]*/y;
/** What a string can hold up to its end, an escape or a fault. */
// eslint-disable-next-line no-control-regex -- JSON forbids exactly these in strings
const PLAIN_CHARACTERS = /[^"\\\u0000-\u001f]*/y;
const UNICODE_ESCAPE = /[0-9a-fA-F]{4}/y;
const WORDS: [string, (range: SourceRange) => JsonNode][] = [
  ["true", (range) => ({ kind: "boolean", value: true, range })],
  ["false", (range) => ({ kind: "boolean", value: false, range })],
  ["null", (range) => ({ kind: "null", range })],
];

/** Where a text stops being JSON; thrown and caught inside this file only. */
class Fault extends Error {
  readonly range: SourceRange;
  constructor(message: string, range: SourceRange) {
    super(message);
    this.range = range;
  }
}

/** Reads a JSON text (RFC 8259) into a tree with places. Duplicate keys are kept. Never throws, linear time. */
export function readJson(text: string): JsonResult {
  try {
    return { ok: true, root: new JsonReader(text).read() };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, message: error.message, range: error.range };
    throw error;
  }
}

class JsonReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): JsonNode {
    const root = this.#value();
    this.#space();
    if (this.#at < this.#text.length) throw this.#fault("There is something after the end of the JSON value");
    return root;
  }

  #value(): JsonNode {
    this.#space();
    const character = this.#text[this.#at];
    if (character === "{") return this.#nested(() => this.#object());
    if (character === "[") return this.#nested(() => this.#array());
    if (character === '"') {
      const start = this.#at;
      return { kind: "string", value: this.#string(), range: [start, this.#at] };
    }
    return this.#word() ?? this.#number();
  }

  #nested(read: () => JsonNode): JsonNode {
    this.#depth += 1;
    if (this.#depth > MAXIMUM_DEPTH) throw this.#fault(`The JSON is nested deeper than ${MAXIMUM_DEPTH} levels`);
    const node = read();
    this.#depth -= 1;
    return node;
  }

  #object(): JsonNode {
    const start = this.#at;
    const members: JsonMember[] = [];
    this.#at += 1;
    if (this.#take("}")) return { kind: "object", members, range: [start, this.#at] };
    do {
      this.#space();
      const keyStart = this.#at;
      if (this.#text[this.#at] !== '"') throw this.#fault('A key in double quotes or "}" is expected here');
      const key = this.#string();
      const keyRange: SourceRange = [keyStart, this.#at];
      if (!this.#take(":")) throw this.#fault('A ":" is expected after the key');
      members.push({ key, keyRange, value: this.#value() });
    } while (this.#take(","));
    if (!this.#take("}")) throw this.#fault('A "," or "}" is expected here');
    return { kind: "object", members, range: [start, this.#at] };
  }

  #array(): JsonNode {
    const start = this.#at;
    const items: JsonNode[] = [];
    this.#at += 1;
    if (this.#take("]")) return { kind: "array", items, range: [start, this.#at] };
    do items.push(this.#value());
    while (this.#take(","));
    if (!this.#take("]")) throw this.#fault('A "," or "]" is expected here');
    return { kind: "array", items, range: [start, this.#at] };
  }

  #string(): string {
    const start = this.#at;
    let value = "";
    this.#at += 1;
    for (;;) {
      value += this.#match(PLAIN_CHARACTERS) ?? "";
      const character = this.#text[this.#at];
      if (character === '"') {
        this.#at += 1;
        return value;
      }
      if (character !== "\\") throw this.#unfinishedString(start, character);
      this.#at += 1;
      value += this.#escape();
    }
  }

  #unfinishedString(start: number, character: string | undefined): Fault {
    if (character === undefined) return new Fault("This string has no end", [start, this.#text.length]);
    return this.#fault("A string cannot hold a line break or a control character");
  }

  #escape(): string {
    const letter = this.#text[this.#at] ?? "";
    this.#at += 1;
    if (letter === "u") {
      const code = this.#match(UNICODE_ESCAPE);
      if (code === null) throw this.#fault('Four hexadecimal digits are expected after "\\u"');
      return String.fromCharCode(Number.parseInt(code, 16));
    }
    const meaning = jsonEscapes.get(letter);
    if (meaning === undefined) throw new Fault(`"\\${letter}" is no escape of JSON`, [this.#at - 2, Math.min(this.#at, this.#text.length)]);
    return meaning;
  }

  #word(): JsonNode | null {
    for (const [word, node] of WORDS) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return node([this.#at - word.length, this.#at]);
      }
    }
    return null;
  }

  #number(): JsonNode {
    const start = this.#at;
    const text = this.#match(NUMBER);
    if (text === null || text === "") throw this.#fault("A value is expected here");
    return { kind: "number", text, range: [start, this.#at] };
  }

  #take(character: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #space(): void {
    this.#match(SPACE);
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text)?.[0] ?? null;
    if (match !== null) this.#at += match.length;
    return match;
  }

  #fault(message: string): Fault {
    const end = Math.min(this.#at + 1, this.#text.length);
    return new Fault(message, [Math.min(this.#at, end), end]);
  }
}
