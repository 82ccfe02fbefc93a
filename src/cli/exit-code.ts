/** What the program's exit status says. */
export const ExitCode = {
  /** Nothing found, or warnings alone. */
  clean: 0,
  /** Errors, or more warnings than `--max-warnings` allows. */
  findings: 1,
  /** The command line is wrong, or a file could not be read or written. */
  fatal: 2,
  /** Ctrl-C at a question, as shells count a program that SIGINT ended. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
