import { programOfExecutable, isShell } from "./executables.js";
import type { ProgramId } from "./program.js";
import { shellCommands } from "./shell-commands.js";

// Programs that run the rest of their command line, and how many words of their own follow their flags.
const launchers: Readonly<Record<string, number>> = {
  exec: 0,
  env: 0,
  nice: 0,
  nohup: 0,
  stdbuf: 0,
  setsid: 0,
  command: 0,
  tini: 0,
  "tini-static": 0,
  "dumb-init": 0,
  "docker-init": 0,
  catatonit: 0,
  "s6-setuidgid": 1,
  gosu: 1,
  "su-exec": 1,
  chroot: 1,
  timeout: 1,
  doas: 0,
  sudo: 0,
  "docker-entrypoint.sh": 0,
  "docker-php-entrypoint": 0,
  "docker-entrypoint": 0,
  "entrypoint.sh": 0,
};

// Flags of the launchers whose value is the next word.
const flagsWithValue = new Set(["-u", "--user", "-g", "-s", "-k", "-n", "-i", "-o", "-e", "-C", "--chdir", "--signal"]);

const deepestNesting = 8;

/**
 * The programs that a command line starts, in order; null stands for one that is not known.
 * Looks through launchers (`tini -- x`, `gosu user x`, `env A=b x`, `wait-for-it db:1 -- x`) and into `sh -c` scripts.
 */
export function executedPrograms(words: readonly string[]): (ProgramId | null)[] {
  return collect(words, 0);
}

/** The file that a command line executes, looked for as `executedPrograms` does; null where it is not clear which. */
export function executableOf(words: readonly string[]): string | null {
  const rest = withoutLaunchers(words);
  const [first] = rest;
  if (first === undefined || !isShell(first)) return first ?? null;
  const script = rest.findIndex((word, index) => index > 0 && !isShellFlag(word));
  const [command, ...others] = shellCommands(rest[script] ?? "");
  return command === undefined || others.length > 0 ? null : (withoutLaunchers(command)[0] ?? null);
}

/** The simple commands of a command line, without the launchers in front of them; those of scripts of `sh -c` too. */
export function simpleCommands(words: readonly string[], depth = 0): (readonly string[])[] {
  const rest = withoutLaunchers(words);
  const [first] = rest;
  if (first === undefined) return [];
  const script = isShell(first) ? scriptOf(rest) : null;
  if (script === null || depth >= deepestNesting) return [rest];
  return shellCommands(script).flatMap((command) => simpleCommands(command, depth + 1));
}

/** The script that a shell is given with `-c`; null where there is none. */
function scriptOf(words: readonly string[]): string | null {
  const index = words.findIndex((word, at) => at > 0 && !isShellFlag(word));
  const isScript = words.slice(1, Math.max(index, 1)).some((word) => /^-[a-z]*c$/.test(word));
  return isScript ? (words[index] ?? null) : null;
}

function collect(words: readonly string[], depth: number): (ProgramId | null)[] {
  const rest = withoutLaunchers(words);
  const first = rest[0];
  if (first === undefined) return [];
  if (isShell(first)) return shellPrograms(rest, depth);
  const program = programOfExecutable(first);
  if (program !== null) return [program];
  // A script that waits for something and then runs what follows `--`.
  const separator = rest.indexOf("--");
  if (separator > 0 && depth < deepestNesting) return collect(rest.slice(separator + 1), depth + 1);
  return [null];
}

function shellPrograms(words: readonly string[], depth: number): (ProgramId | null)[] {
  const flag = words.findIndex((word, index) => index > 0 && !isShellFlag(word));
  const before = flag === -1 ? words.slice(1) : words.slice(1, flag);
  const script = flag === -1 ? undefined : words[flag];
  if (script === undefined) return ["shell"];
  // Without -c the word is the path of a script, whose text is not known here.
  if (!before.some((word) => /^-[a-z]*c$/.test(word))) return [null];
  if (depth >= deepestNesting) return [null];
  return shellCommands(script).flatMap((command) => collect(command, depth + 1));
}

function isShellFlag(word: string): boolean {
  return word.startsWith("-") || word.startsWith("+");
}

function withoutLaunchers(words: readonly string[]): readonly string[] {
  let index = skipAssignments(words, 0);
  for (;;) {
    const word = words[index];
    if (word === undefined) return [];
    const own = launchers[word.slice(word.lastIndexOf("/") + 1)];
    if (own === undefined || index + 1 >= words.length) return words.slice(index);
    index = skipAssignments(words, skipFlags(words, index + 1) + own);
  }
}

function skipFlags(words: readonly string[], from: number): number {
  let index = from;
  for (;;) {
    const word = words[index];
    if (!word?.startsWith("-")) return index;
    if (word === "--") return index + 1;
    index += flagsWithValue.has(word) ? 2 : 1;
  }
}

function isAssignment(word: string): boolean {
  return word.includes("=") && /^[A-Za-z_][A-Za-z0-9_]*=/.test(word);
}

function skipAssignments(words: readonly string[], from: number): number {
  let index = from;
  while (isAssignment(words[index] ?? "")) index += 1;
  return index;
}
