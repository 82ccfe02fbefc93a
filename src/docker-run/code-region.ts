import type { SourceRange } from "../text/source-range.js";
import type { Dialect } from "./shell-word.js";

/** A part of a file that is read as lines of a shell. */
export interface CodeRegion {
  /** The text that holds it: the file's, or that of a YAML value, in which escapes and folds are gone. */
  readonly text: string;
  readonly range: SourceRange;
  readonly dialect: Dialect;
  /** Where each unit of the text stands in the file; null where the text is the file's. */
  readonly offsets: Uint32Array | null;
  /** The quote around a YAML value, which an edit inside must not contain. */
  readonly quote: '"' | "'" | null;
  /** Whether a line that starts with `#` is a comment; in a page it may be the prompt of root. */
  readonly comments: boolean;
}

/** The range in the file of a range of the region's text. */
export function rangeInFile({ offsets }: CodeRegion, [start, end]: Readonly<SourceRange>): SourceRange {
  if (offsets === null) return [start, end];
  const last = offsets[end - 1];
  const from = offsets[start] ?? (offsets.at(-1) ?? 0) + 1;
  // The end of the last unit rather than the start of the next, which may be on another line.
  return end <= start || last === undefined ? [from, from] : [from, Math.max(from, last + 1)];
}
