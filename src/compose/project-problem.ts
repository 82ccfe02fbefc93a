import type { SourceLocation, SourceRange } from "../text/source-range.js";

/** A place in a file of the project. */
export interface Place {
  file: string;
  range: SourceRange;
  loc: SourceLocation;
}

/** What keeps a project from being what Compose would run, or what could not be followed. */
export interface ProjectProblem extends Place {
  /** Stable name of the kind of problem, such as `extends-cycle`. */
  code: string;
  message: string;
  /** Other places that belong to it, in the order in which a reader should see them. */
  related: { place: Place; message: string }[];
}

/** The start of a file, for what concerns a file as a whole. */
export function fileStart(file: string): Place {
  const start = { line: 1, column: 0 };
  return { file, range: [0, 0], loc: { start, end: { ...start } } };
}
