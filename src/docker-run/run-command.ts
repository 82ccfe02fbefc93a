import type { SourceRange } from "../text/source-range.js";
import type { Client, FlagKind } from "./known-flags.js";
import type { CommandProblem, ShellWord } from "./shell-word.js";

/** One flag as it was given. */
export interface RunFlag {
  /** The long name, such as `security-opt`. */
  readonly name: string;
  readonly kind: FlagKind;
  /** As written, such as `-e` or `--env`. */
  readonly written: string;
  /** In the form of Compose (see `ShellWord.text`); `true` or `false` for a switch. */
  readonly value: string;
  /** Where the value stands; for a switch without one the flag itself. */
  readonly valueRange: SourceRange;
  /** The word that the value is in, and where in its text it starts; null for a switch without a value. */
  readonly valueIn: { readonly word: ShellWord; readonly start: number } | null;
  /** The flag with its value; for one of several letters in a word (`-dit`) the whole word. */
  readonly range: SourceRange;
  /** False where other flags stand in the same word. */
  readonly alone: boolean;
}

/** A `docker run` or `docker create` command, or one of podman or nerdctl. */
export interface RunCommand {
  readonly client: Client;
  readonly verb: "run" | "create";
  /** From the client's name to the last word. */
  readonly range: SourceRange;
  /** The client's name to the verb. */
  readonly headRange: SourceRange;
  readonly flags: readonly RunFlag[];
  /** Words among the flags of which only the shell knows what they hold, such as `$DOCKER_OPTS`. */
  readonly opaque: readonly ShellWord[];
  readonly image: ShellWord | null;
  /** The words behind the image. */
  readonly args: readonly ShellWord[];
  readonly problems: readonly CommandProblem[];
}
