import { LineIndex } from "./line-index.js";

let last: { text: string; lines: LineIndex } | null = null;

/** The lines of a text; those of the text that was asked for last are kept, since a report asks for each finding of a file. */
export function linesOf(text: string): LineIndex {
  if (last?.text !== text) last = { text, lines: new LineIndex(text) };
  return last.lines;
}
