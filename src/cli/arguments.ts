import { closestWord } from "./closest-word.js";
import { commandNames, type Command } from "./command.js";
import { flags, type Flag, type FlagName } from "./flags.js";
import { UsageError } from "./usage-error.js";
import { wordTokens } from "./word-tokens.js";

export interface Arguments {
  command: Command;
  /** Files, folders and globs. */
  paths: string[];
  /** True for each flag without a value that was given. */
  switches: ReadonlySet<FlagName>;
  /** The values of the flags that have one, in the order given. */
  values: ReadonlyMap<FlagName, readonly string[]>;
  /** The same, all in the order given, for flags that say something of the one before them. */
  inOrder: readonly { name: FlagName; value: string }[];
}

const EMPTY = "An argument is empty or blank, perhaps a variable of a script that has no value. Leave it out, or write what is meant; `.` is this folder.";

/**
 * Reads the words after the program's name.
 * @throws UsageError for an unknown flag, a missing value, an empty name, or a flag of another command.
 */
export function parseArguments(words: readonly string[]): Arguments {
  const [first, ...rest] = words;
  const command = commandNames.find((name) => name === first) ?? "lint";
  const ofCommand = (flags as readonly Flag[]).filter(({ commands }) => commands.includes(command));
  // Flags of other commands are known too, to be told apart from what is no flag at all.
  const options = Object.fromEntries([...(flags as readonly Flag[]), ...ofCommand].map(parseArgsOption));
  const paths: string[] = [];
  const switches = new Set<FlagName>();
  const values = new Map<FlagName, string[]>();
  const inOrder: { name: FlagName; value: string }[] = [];
  for (const token of wordTokens(command === "lint" ? words : rest, options)) {
    // The command line of docker-run may have empty words.
    if (token.kind === "positional" && token.value.trim() === "" && command !== "docker-run") throw new UsageError(EMPTY);
    if (token.kind === "positional") paths.push(token.value);
    if (token.kind !== "option") continue;
    const flag = knownFlag(token.rawName, command);
    if (flag.value === undefined) {
      if (token.value !== undefined) throw new UsageError(`${token.rawName} takes no value.`);
      switches.add(flag.name as FlagName);
      continue;
    }
    // A file whose name is blank can be given as `./ `.
    if (token.value === undefined || token.value.trim() === "") {
      throw new UsageError(`${token.rawName} needs a value: ${token.rawName} ${flag.value} (${flag.description}).`);
    }
    const earlier = values.get(flag.name as FlagName);
    if (earlier !== undefined && flag.multiple !== true) throw new UsageError(`${token.rawName} was given twice.`);
    values.set(flag.name as FlagName, [...(earlier ?? []), token.value]);
    inOrder.push({ name: flag.name as FlagName, value: token.value });
  }
  // As other commands have it, and other linters; a file that is called so is `./-`.
  if ((command === "lint" || command === "inspect") && paths.length === 1 && paths[0] === "-") return { command, paths: [], switches: switches.add("stdin"), values, inOrder };
  return { command, paths, switches, values, inOrder };
}

function parseArgsOption(flag: Flag): [string, { type: "string" | "boolean"; short?: string }] {
  const type = flag.value === undefined ? "boolean" : "string";
  return [flag.name, flag.short === undefined ? { type } : { type, short: flag.short }];
}

function knownFlag(rawName: string, command: Command): Flag {
  const long = rawName.startsWith("--");
  const name = rawName.slice(long ? 2 : 1);
  const fitting = (flags as readonly Flag[]).filter((candidate) => (long ? candidate.name : candidate.short) === name);
  // A short form may belong to different flags of different commands.
  const flag = fitting.find(({ commands }) => commands.includes(command)) ?? fitting[0];
  if (flag === undefined) {
    const names = flags.map((candidate) => candidate.name);
    if (command === "docker-run") {
      throw new UsageError(`${rawName} is not an option of compose-lint. Put the command line in quotes, or behind \`--\`.`);
    }
    const close = long ? closestWord(name, names) : null;
    const hint = close === null ? "`compose-lint --help` lists the options." : `Did you mean --${close}?`;
    throw new UsageError(`${rawName} is not an option of compose-lint. ${hint}`);
  }
  if (!flag.commands.includes(command)) {
    if (command === "docker-run") {
      throw new UsageError(`${rawName} is not an option of \`compose-lint docker-run\`. Put the command line in quotes, or behind \`--\`.`);
    }
    throw new UsageError(`${rawName} is not an option of \`compose-lint ${command}\`.`);
  }
  return flag;
}
