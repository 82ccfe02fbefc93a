import type { SourcePosition } from "../text/source-range.js";
import type { Cause, Errno } from "./cause.js";
import type { ProgramId } from "./program.js";

/** A place in a log where a signature matches. */
export interface LogMatch {
  /** From 1. */
  readonly line: number;
  /** From 0, in UTF-16 units of the raw line, prefix and colours included. */
  readonly column: number;
  /** What was matched, as it stands in the log but for line breaks, colours and runs of blanks; at most 300 units. */
  readonly text: string;
  /** The signature's id, such as `node-thread`. */
  readonly signature: string;
  readonly program: ProgramId | null;
  readonly service: string | null;
  readonly errno: Errno | null;
  /** True where something harmless prints the same. */
  readonly weak: boolean;
}

/** One cause that may stand behind a log. */
export interface CauseCandidate {
  readonly cause: Cause;
  /** From 0 to 1; the candidates of one diagnosis sum to 1. */
  readonly likelihood: number;
  /** Why it is likely or not, as a sentence. */
  readonly reason: string;
}

/** What a log says of one service, or of a program outside Compose. */
export interface ServiceDiagnosis {
  readonly service: string | null;
  /** The likeliest cause; null where nothing but weak signs was found. */
  readonly cause: Cause | null;
  /** `errno`: the log names the error; `words`: only this cause is worded so; `likelihood`: several causes are. */
  readonly decidedBy: "errno" | "words" | "likelihood" | null;
  readonly program: ProgramId | null;
  /** True where nothing was seen but that the program was killed (exit code 137). */
  readonly killed: boolean;
  /** Likeliest first. */
  readonly candidates: readonly CauseCandidate[];
}

/** What a whole log says. `cause`, `program` and the rest are those of the service with the clearest signs. */
export interface Diagnosis extends ServiceDiagnosis {
  /** One for each service with a match, in the order of their first matches. */
  readonly services: readonly ServiceDiagnosis[];
  /** The first matches, at most 200. */
  readonly matches: readonly LogMatch[];
  readonly matchCount: number;
  readonly lines: number;
  /** True where the log has NUL characters or many that are no text: it may be a binary file. */
  readonly binary: boolean;
  /** Where the first NUL character, or the first that is no text, stands (line from 1, column from 0). */
  readonly firstStrange: SourcePosition | null;
}
