import type { LineIndex } from "../text/line-index.js";
import type { SourceRange } from "../text/source-range.js";
import type { YamlScalar } from "./ast.js";
import type { Place } from "./project-problem.js";

/** A file as far as places in it are concerned. */
export interface PlacedText {
  path: string;
  text: string;
  lines: LineIndex;
}

/**
 * The place in the file of a piece of a scalar's text. In a scalar with escapes or folded lines that is where the same
 * piece is written; if it is written otherwise, it is the whole scalar.
 */
export function placeInScalar(file: PlacedText, scalar: YamlScalar, [start, end]: SourceRange): Place {
  const range = rangeInScalar(file.text, scalar, [start, end]);
  return { file: file.path, range, loc: file.lines.locationOf(range) };
}

function rangeInScalar(text: string, scalar: YamlScalar, [start, end]: SourceRange): SourceRange {
  const from = scalar.range[0];
  const written = text.slice(from, scalar.range[1]);
  const quote = scalar.style === "single-quoted" || scalar.style === "double-quoted" ? 1 : 0;
  if (written.length === scalar.text.length + 2 * quote && written.startsWith(scalar.text, quote)) {
    return [from + quote + start, from + quote + end];
  }
  const piece = scalar.text.slice(start, end);
  const found = piece === "" ? -1 : occurrence(written, piece, countBefore(scalar.text, piece, start));
  return found === -1 ? [...scalar.range] : [from + found, from + found + piece.length];
}

function countBefore(text: string, piece: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf(piece); at !== -1 && at < end; at = text.indexOf(piece, at + 1)) count += 1;
  return count;
}

function occurrence(text: string, piece: string, index: number): number {
  let at = text.indexOf(piece);
  for (let count = 0; count < index && at !== -1; count += 1) at = text.indexOf(piece, at + 1);
  return at;
}
