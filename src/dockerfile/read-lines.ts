import type { SourceRange } from "../text/source-range.js";
import { TextJoiner, type JoinedText } from "./joined-text.js";
import type { SourceText } from "./source-text.js";
import { skipSpace } from "./whitespace.js";

/** A line of the file: [start, end) is its text without the line break, `next` the start of the line after it. */
export interface PhysicalLine {
  start: number;
  end: number;
  next: number;
}

/** One or more lines that continuation characters make one. */
export interface InstructionLine {
  joined: JoinedText;
  emptyContinuations: SourceRange[];
}

// The longest line that Go's bufio.Scanner takes, in bytes of UTF-8.
const LONGEST_LINE = 65_535;

/**
 * Reads a Dockerfile's lines in order, as BuildKit's parser does: lines end with LF, and CRs before it do not count.
 */
export class LineReader {
  readonly #source: SourceText;
  readonly #text: string;
  #at = 0;

  constructor(source: SourceText, isMarkGone: boolean) {
    this.#source = source;
    this.#text = source.text;
    // Only at the start of the file is it a byte order mark.
    if (!isMarkGone && this.#text.startsWith("\ufeff")) this.#at = 1;
  }

  /** The next line, or null at the end of the file. */
  next(): PhysicalLine | null {
    if (this.#at >= this.#text.length) return null;
    const start = this.#at;
    const feed = this.#text.indexOf("\n", start);
    const next = feed === -1 ? this.#text.length : feed + 1;
    let end = feed === -1 ? this.#text.length : feed;
    this.#reportLongLine(start, end);
    while (end > start && isLineBreak(this.#text.charCodeAt(end - 1))) end -= 1;
    this.#at = next;
    return { start, end, next };
  }

  /** Where the next line starts. */
  get position(): number {
    return this.#at;
  }

  /** Joins a line that starts an instruction with the lines that continue it. */
  join(first: PhysicalLine, onComment: (line: PhysicalLine) => void): InstructionLine {
    const joiner = new TextJoiner();
    const emptyContinuations: SourceRange[] = [];
    const start = skipSpace(this.#text, first.start, first.end);
    let continues = this.#addPiece(joiner, start, first.end);
    while (continues) {
      const line = this.next();
      if (line === null) break;
      const content = skipSpace(this.#text, line.start, line.end);
      if (this.#text[content] === "#" && content < line.end) onComment(line);
      else if (content === line.end) emptyContinuations.push([line.start, line.end]);
      else continues = this.#addPiece(joiner, line.start, line.end);
    }
    return { joined: joiner.finish(start), emptyContinuations };
  }

  /** Adds a line without its continuation character; returns whether there was one. */
  #addPiece(joiner: TextJoiner, start: number, end: number): boolean {
    const cut = this.#continuationAt(start, end);
    joiner.add(this.#text.slice(start, cut ?? end), start);
    return cut !== null;
  }

  /** The place of the character that continues the line: the last one but blanks, not preceded by another. */
  #continuationAt(start: number, end: number): number | null {
    let last = end - 1;
    while (last >= start && (this.#text[last] === " " || this.#text[last] === "\t")) last -= 1;
    if (last < start || this.#text[last] !== this.#source.escape) return null;
    return last > start && this.#text[last - 1] === this.#source.escape ? null : last;
  }

  #reportLongLine(start: number, end: number): void {
    if ((end - start) * 3 <= LONGEST_LINE) return;
    if (utf8Length(this.#text, start, end) <= LONGEST_LINE) return;
    this.#source.report(
      "line-too-long",
      `This line is longer than ${LONGEST_LINE} bytes, and BuildKit reads no further. Break it with ` +
        `a continuation character ("${this.#source.escape}" at the end of a line), or COPY the content from a file.`,
      [start, end],
    );
  }
}

function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}

function utf8Length(text: string, start: number, end: number): number {
  let length = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x80) length += 1;
    else if (code < 0x800) length += 2;
    // Each half of a surrogate pair is half of four bytes.
    else length += code >= 0xd800 && code <= 0xdfff ? 2 : 3;
  }
  return length;
}
