/** Where a command writes. Tests give their own; the program gives the process's streams. */
export interface Output {
  /** Results: what a user may pipe into another program. */
  print(text: string): void;
  /** What is told to the person at the terminal; control characters are shown, not obeyed. */
  tell(text: string): void;
  /** Columns of the terminal; null where results go to a file or a pipe. */
  columns: number | null;
  colour: boolean;
  /** Whether the terminal shows hyperlinks. */
  links: boolean;
}
