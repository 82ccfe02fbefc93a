import type { SourceRange } from "../text/source-range.js";

/** A word of a command line, with quotes and backslashes taken away. */
export interface ShellWord {
  /**
   * The word as Compose writes values: a variable as `${NAME}`, a dollar that is one as `$$`. What only a shell can tell,
   * such as `$(date)`, stands there as a variable of its own.
   */
  readonly text: string;
  /** With its quotes. */
  readonly range: SourceRange;
  /** For each unit of `text` where the source that it comes from starts. */
  readonly starts: readonly number[];
  /** The same for its end. */
  readonly ends: readonly number[];
  /** The variable that the whole word is, outside quotes: the shell may make several words of it, or none. */
  readonly splits: string | null;
  /** What in it only a shell can tell, as it is written. */
  readonly unknown: readonly string[];
}

/** How `$` is written where the command line stands: in a Makefile, `$(NAME)` is a variable and `$$` is for the shell. */
export type Dialect = "shell" | "make";

/** A command line that cannot be read, and where. */
export interface CommandProblem {
  /** `incomplete`: a value or the image is missing, as where a page speaks of an option. */
  readonly code: "unclosed" | "incomplete" | "refused";
  readonly message: string;
  readonly range: SourceRange;
}

/** The range in the source of a part of a word's text. */
export function rangeInWord(word: ShellWord, start: number, end: number): SourceRange {
  const from = word.starts[start] ?? word.range[1];
  return [from, Math.max(from, word.ends[end - 1] ?? from)];
}
