import type { Arguments } from "./arguments.js";
import type { FlagName } from "./flags.js";
import { STANDARD_OUTPUT } from "./standard-output.js";
import { UsageError } from "./usage-error.js";

/** Flags of which one alone can be given, for all commands that have both. */
const exclusions: readonly (readonly [one: FlagName, other: FlagName, message: string])[] = [
  ["fix", "fix-dry-run", "--fix writes the files and --fix-dry-run does not: give one of them."],
  ["config", "no-config", "--config names a configuration and --no-config wants none: give one of them."],
  ["to-compose", "format", "--to-compose prints a Compose file, and --format says how findings are printed: give one of them."],
  ["to-compose", "fix", "--to-compose prints a Compose file, and --fix mends the command: give one of them."],
  ["to-compose", "fix-dry-run", "--to-compose prints a Compose file, and --fix-dry-run shows how to mend the command: give one of them."],
];

/** Flags that say something of another one, which would go unheard without it. */
const needs: readonly (readonly [flag: FlagName, oneOf: readonly FlagName[], message: string])[] = [
  ["fix-type", ["fix", "fix-dry-run"], "--fix-type chooses among the fixes: give --fix or --fix-dry-run too."],
  ["cache-location", ["cache"], "--cache-location names the file of --cache: give --cache too."],
  ["update-baseline", ["baseline"], "--update-baseline writes the file of --baseline: give --baseline FILE too."],
  ["stdin-filename", ["stdin"], "--stdin-filename names the text of --stdin: give --stdin too."],
];

/** Flags whose file is read and written anew, over several runs. */
const keptFiles = ["baseline", "cache-location"] as const satisfies readonly FlagName[];

/** @throws UsageError for flags that do not go together, or that need another one, and for a stream in the place of a file. */
export function checkFlagsTogether({ switches, values }: Arguments): void {
  const has = (name: FlagName): boolean => switches.has(name) || values.has(name);
  const message =
    exclusions.find(([one, other]) => has(one) && has(other))?.[2] ?? needs.find(([flag, oneOf]) => has(flag) && !oneOf.some(has))?.[2];
  if (message !== undefined) throw new UsageError(message);
  const unnamed = keptFiles.find((name) => values.get(name)?.includes(STANDARD_OUTPUT) === true);
  if (unnamed !== undefined) {
    throw new UsageError(`--${unnamed} names a file that is read and written again, which \`-\`, a stream, cannot be. Name a file; one that is called so is ./-.`);
  }
}
