import type { BlockedSyscall, SyscallUser } from "../data/blocked-syscalls.js";
import type { Command } from "../program/program-of.js";
import { commandWords } from "../program/command-words.js";
import { simpleCommands } from "../program/executed-words.js";
import { programSettings } from "./program-settings.js";
import type { ServiceFacts } from "./service-facts.js";
import { Attached } from "../memory/attached.js";
import { isDigit, leadingNumbers } from "../text/leading-numbers.js";

/** Who in a service's container makes a call of the table; null where nobody is known to. */
export function syscallUser(entry: BlockedSyscall, facts: ServiceFacts): SyscallUser | null {
  return entry.users.find((user) => uses(user, facts)) ?? null;
}

function uses(user: SyscallUser, facts: ServiceFacts): boolean {
  if (!hasLibc(user, facts) || !hasImage(user, facts) || isOlderPostgres(user, facts) || (user.is386 === true && !is386(facts))) return false;
  const { executables, words, unless } = user;
  if (executables === undefined && words === undefined && unless === undefined) return true;
  const command = commandOf(facts);
  return (
    (executables === undefined || executables.some((name) => command.names.has(name))) &&
    (words === undefined || words(command.line)) &&
    unless?.test(command.line) !== true
  );
}

function hasLibc({ glibc, musl }: SyscallUser, { image }: ServiceFacts): boolean {
  if (glibc === undefined && musl === undefined) return true;
  const { libc } = image;
  const since = libc?.name === "glibc" ? glibc : libc?.name === "musl" ? musl : undefined;
  const version = libc?.version ?? libc?.atLeast;
  return since !== undefined && version !== undefined && isAtLeast(version, since);
}

function hasImage({ images, tag, tagSince }: SyscallUser, { reference, build }: ServiceFacts): boolean {
  if (images === undefined) return true;
  // What a Dockerfile adds to an image may run something else.
  if (reference === null || build !== null || !images.includes(reference.familiarName)) return false;
  const text = reference.effectiveTag ?? "";
  if (tag !== undefined && !tag.test(text)) return false;
  return tagSince === undefined || (isDigit(text.charCodeAt(0)) && isAtLeast(text, tagSince)) || text === "latest";
}

const POSTGRES = new Set(["postgres", "postgresql", "postgis"]);

/** Whether the tag says that the image, or that which is built upon, has an older PostgreSQL: `postgres:17`, `pg17`. */
function isOlderPostgres({ postgresSince }: SyscallUser, { reference }: ServiceFacts): boolean {
  if (postgresSince === undefined || reference === null) return false;
  const isNamed = POSTGRES.has(baseName(reference.familiarName));
  const tag = reference.effectiveTag ?? "";
  if (!isNamed && !tag.includes("pg")) return false;
  const major = /(?:^|[-_.])pg(\d{1,3})\b/u.exec(tag)?.[1] ?? (isNamed ? /^(\d{1,3})(?!\d)/u.exec(tag)?.[1] : undefined);
  return major !== undefined && Number(major) < postgresSince;
}

/** Whether the programs of the container are of 32-bit x86. */
export function is386({ service, reference }: ServiceFacts): boolean {
  const platform = service.merged.text("platform")?.value ?? "";
  return platform === "linux/386" || platform === "linux/i386" || reference?.familiarName.startsWith("i386/") === true;
}

interface StartedCommand {
  /** The last parts of all words, those of scripts too. */
  names: ReadonlySet<string>;
  line: string;
}

const nothingNamed: StartedCommand = { names: new Set(), line: " " };

// Many entries of the table ask for it.
const commands = new Attached<ServiceFacts, StartedCommand>();

function commandOf(facts: ServiceFacts): StartedCommand {
  const known = commands.get(facts);
  if (known !== undefined) return known;
  const settings = programSettings(facts);
  if (settings.entrypoint == null && settings.command == null) return nothingNamed;
  const words = [settings.entrypoint, settings.command].flatMap(wordsOf);
  const started = simpleCommands(words).filter(([first = ""]) => !TELLING.has(baseName(first)));
  const names = new Set(started.flat().map(baseName));
  const command = { names, line: [settings.entrypoint, settings.command].map(lineOf).join(" ") };
  commands.set(facts, command);
  return command;
}

/** Commands that name other programs without starting them. */
const TELLING = new Set(["echo", "printf", "which", "type", "test", "[", "grep", "cat", "ls", "man", "rm", "cp", "apt-get", "apt", "apk", "yum", "dnf", "pip"]);

function wordsOf(command: Command): readonly string[] {
  return typeof command === "string" ? commandWords(command) : (command ?? []);
}

function lineOf(command: Command): string {
  return typeof command === "string" ? command : (command ?? []).join(" ");
}

function baseName(word: string): string {
  return word.slice(word.lastIndexOf("/") + 1);
}

/** Compares versions by their numbers; what follows the numbers does not count. A missing part is 0. */
function isAtLeast(version: string, since: string): boolean {
  const [have, want] = [version, since].map(leadingNumbers);
  for (let index = 0; index < 3; index += 1) {
    const difference = (have?.[index] ?? 0) - (want?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
