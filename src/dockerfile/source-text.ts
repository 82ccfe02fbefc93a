import { LineIndex } from "../text/line-index.js";
import type { SourceLocation, SourceRange, SyntaxProblem } from "../text/source-range.js";
import type { EscapeCharacter } from "./ast.js";

/** The text that is being parsed: gives places in it and takes what is wrong with it. */
export class SourceText {
  readonly text: string;
  readonly problems: SyntaxProblem[] = [];
  escape: EscapeCharacter = "\\";
  readonly #lines: LineIndex;

  constructor(text: string) {
    this.text = text;
    this.#lines = new LineIndex(text);
  }

  /** The range with its lines and columns, as every node has them. */
  place(range: SourceRange): { range: SourceRange; loc: SourceLocation } {
    return { range, loc: this.#lines.locationOf(range) };
  }

  report(code: string, message: string, range: SourceRange): void {
    this.problems.push({ code, message, ...this.place(range) });
  }
}
