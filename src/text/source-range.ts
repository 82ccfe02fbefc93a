/** Half-open interval of UTF-16 offsets into a text. */
export type SourceRange = [start: number, end: number];

/** A place in a text. Lines count from 1 and columns from 0, as in ESTree, so that every ESLint version can use it. */
export interface SourcePosition {
  line: number;
  column: number;
}

export interface SourceLocation {
  start: SourcePosition;
  end: SourcePosition;
}

/** What a parser could not accept. It never throws for bad input: it says where and what. */
export interface SyntaxProblem {
  /** Stable name of the kind of problem, such as `unterminated-heredoc`. */
  code: string;
  message: string;
  range: SourceRange;
  loc: SourceLocation;
}
