import type { SourceRange } from "../text/source-range.js";

/** Takes what is wrong with a text. */
export interface ProblemSink {
  report: (code: string, message: string, range: SourceRange) => void;
}
