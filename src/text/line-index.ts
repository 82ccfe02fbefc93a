import type { SourceLocation, SourcePosition, SourceRange } from "./source-range.js";

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Turns offsets of one text into lines and columns. A line ends with LF, CRLF or a lone CR, as in YAML and ESLint. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #length: number;
  // Look-ups come mostly in reading order, so the last line found is tried first.
  #last = 0;

  constructor(text: string) {
    this.#length = text.length;
    for (let offset = 0; offset < text.length; offset += 1) {
      const unit = text.charCodeAt(offset);
      if (unit === LINE_FEED) {
        this.#starts.push(offset + 1);
      } else if (unit === CARRIAGE_RETURN && text.charCodeAt(offset + 1) !== LINE_FEED) {
        this.#starts.push(offset + 1);
      }
    }
  }

  /** The number of lines; a text that ends with a line break has an empty last line. */
  get lineCount(): number {
    return this.#starts.length;
  }

  /** The line (from 1) and column (from 0) of an offset; offsets outside the text are clamped to it. */
  positionAt(offset: number): SourcePosition {
    const clamped = Math.min(Math.max(offset, 0), this.#length);
    const index = this.#lineOf(clamped);
    return { line: index + 1, column: clamped - this.#startOf(index) };
  }

  /** The offset of a line (from 1) and column (from 0); what lies outside the text is clamped to it. */
  offsetAt(position: SourcePosition): number {
    const index = Math.min(Math.max(position.line - 1, 0), this.#starts.length - 1);
    return Math.min(this.#startOf(index) + Math.max(position.column, 0), this.#length);
  }

  /** The offset at which a line (from 1) starts. */
  lineStart(line: number): number {
    return this.offsetAt({ line, column: 0 });
  }

  locationOf(range: Readonly<SourceRange>): SourceLocation {
    return { start: this.positionAt(range[0]), end: this.positionAt(range[1]) };
  }

  #startOf(index: number): number {
    return this.#starts[index] ?? 0;
  }

  #lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    if (this.#startOf(this.#last) <= offset) {
      low = this.#last;
      const next = this.#last + 1;
      if (next > high || this.#startOf(next) > offset) return this.#last;
    }
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#startOf(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    this.#last = low;
    return low;
  }
}
