import type { Command } from "../command.js";

/** What may stand in a place of a command line: a file, one of some words, or what nobody can list. */
export type ValueWords = { kind: "file" } | { kind: "words"; words: readonly string[] } | { kind: "any" };

export interface FlagWords {
  name: string;
  short: string | null;
  description: string;
  isRepeatable: boolean;
  /** Null for a flag without a value. */
  value: ValueWords | null;
}

export interface CommandWords {
  name: Command;
  description: string;
  flags: readonly FlagWords[];
  operand: ValueWords;
}

/** All that can be completed; the command `lint` is the one that needs no word. */
export interface Completion {
  commands: readonly CommandWords[];
}
