/** One thing that can be chosen. */
export interface Choice<T> {
  value: T;
  /** In one line, safe for a terminal. */
  label: string;
  /** The key that chooses it at once. Not h, j, k or l, which move. */
  key: string;
}

/** Asks the person at the terminal. Each question throws `PromptClosed` where they want no more of it. */
export interface Prompter {
  /** Null where the question was left with Escape. */
  select<T>(question: string, choices: readonly Choice<T>[]): Promise<T | null>;
  /** A line of text; null where the question was left with Escape. `problemOf` says what is wrong with it, or null. */
  text(question: string, problemOf: (text: string) => string | null): Promise<string | null>;
}

/** Ctrl-C (`interrupt`), or Ctrl-D (`end`), which says that no more answers come. */
export class PromptClosed extends Error {
  override readonly name = "PromptClosed";
  readonly reason: "interrupt" | "end";

  constructor(reason: "interrupt" | "end") {
    super(reason);
    this.reason = reason;
  }
}
