import type { SourceLocation, SourcePosition, SourceRange } from "../text/source-range.js";
import type { YamlComment } from "./ast.js";

/** Thrown and caught by the reader of simple YAML: the text has something that is left to `yaml`. One object, so that no stack is recorded. */
export const notSimple = new Error("This YAML is not simple.");

const code = (character: string): number => character.charCodeAt(0);
export const [SPACE, HASH, COLON, DASH, COMMA] = [code(" "), code("#"), code(":"), code("-"), code(",")];
export const [BRACE, BRACE_END, BRACKET, BRACKET_END] = [code("{"), code("}"), code("["), code("]")];

const simpleName = /^[\w.-]+$/u;

export type Place = Pick<YamlComment, "range" | "loc">;

/** A place in a text that moves forward from line to line, and takes note of the comments on its way. */
export class SimpleCursor {
  readonly text: string;
  readonly comments: YamlComment[] = [];
  at = 0;
  lineStart = 0;
  /** Where the content of the line ends. */
  lineEnd = 0;
  /** The column in which the content of the line starts; -1 at the end of the text. */
  indent = 0;
  #line = 0;
  #nextStart = 0;

  /** @param text without lone CRs */
  constructor(text: string) {
    this.text = text;
  }

  /** The character at hand, by its code. */
  get here(): number {
    return this.text.charCodeAt(this.at);
  }

  get column(): number {
    return this.at - this.lineStart;
  }

  /** Goes to the next line with content, past what is left of this one: spaces and a comment. */
  finishLine(): void {
    this.skipSpaces();
    if (this.at < this.lineEnd) this.#comment();
    this.nextContent();
    if (this.isAtDocumentMark()) throw notSimple;
  }

  /** Goes to the start of the next content, or to the end. */
  nextContent(): void {
    while (this.#nextStart < this.text.length) {
      this.#nextLine();
      this.skipSpaces();
      if (this.at === this.lineEnd) continue;
      if (this.here === HASH) this.#comment();
      else {
        this.indent = this.column;
        return;
      }
    }
    // The last line may be an empty one.
    if (this.#nextStart > this.lineEnd) this.#nextLine();
    this.indent = -1;
  }

  #nextLine(): void {
    const { length } = this.text;
    this.#line += 1;
    this.lineStart = this.#nextStart;
    this.at = this.lineStart;
    const lineFeed = this.text.indexOf("\n", this.lineStart);
    this.#nextStart = lineFeed === -1 ? length : lineFeed + 1;
    this.lineEnd = lineFeed === -1 ? length : lineFeed;
    if (lineFeed > this.lineStart && this.text[lineFeed - 1] === "\r") this.lineEnd -= 1;
  }

  /** Takes a comment up to the end of the line. */
  #comment(): void {
    const start = this.at;
    if (this.charAt(start) !== HASH || (start > this.lineStart && this.charAt(start - 1) !== SPACE)) throw notSimple;
    const startPosition = this.position();
    this.at = this.lineEnd;
    const place = this.place(start, startPosition);
    this.comments.push({ type: "YamlComment", value: this.text.slice(start + 1, this.at), ...place });
  }

  /** The name behind the sign of an anchor or alias, which is at hand. */
  readName(): string {
    const start = this.at + 1;
    let end = start;
    while (end < this.lineEnd && this.charAt(end) !== SPACE && !isFlowSign(this.charAt(end))) end += 1;
    this.at = end;
    const name = this.text.slice(start, end);
    if (!simpleName.test(name)) throw notSimple;
    return name;
  }

  skipSpaces(): void {
    while (this.at < this.lineEnd && this.here === SPACE) this.at += 1;
  }

  /** Goes past spaces and line breaks inside brackets, where lines must start behind a column. */
  skipFlowSpace(column: number): void {
    this.skipSpaces();
    while (this.at === this.lineEnd) {
      if (this.#nextStart >= this.text.length) throw notSimple;
      this.#nextLine();
      this.skipSpaces();
      if (this.at < this.lineEnd && this.column <= column) throw notSimple;
    }
  }

  isAtEnd(): boolean {
    return this.indent === -1;
  }

  isLineDone(): boolean {
    return this.at === this.lineEnd || this.here === HASH;
  }

  isAtDocumentMark(): boolean {
    return this.indent === 0 && (this.text.startsWith("---", this.at) || this.text.startsWith("...", this.at));
  }

  isAtDash(): boolean {
    return this.here === DASH && this.isSpaceAt(this.at + 1);
  }

  /** A space or the end of the line. */
  isAtSpace(): boolean {
    return this.isSpaceAt(this.at);
  }

  isSpaceAt(at: number): boolean {
    return at >= this.lineEnd || this.charAt(at) === SPACE;
  }

  charAt(at: number): number {
    return this.text.charCodeAt(at);
  }

  position(): SourcePosition {
    return { line: this.#line, column: this.column };
  }

  /** From a start to here. */
  place(start: number, startPosition: SourcePosition): Place {
    const range: SourceRange = [start, this.at];
    const loc: SourceLocation = { start: startPosition, end: this.position() };
    return { range, loc };
  }
}

/** Whether a character ends what stands inside brackets. */
export function isFlowSign(unit: number): boolean {
  return unit === COMMA || unit === BRACKET || unit === BRACKET_END || unit === BRACE || unit === BRACE_END;
}
