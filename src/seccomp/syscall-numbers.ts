import { lineOfTable, loadTable } from "../data/load-table.js";
import { versionNumbers } from "../text/leading-numbers.js";

/** The instruction sets that a filter tells apart. */
export type SyscallAbi = "x86_64" | "x86" | "x32" | "arm" | "aarch64";

const COLUMN: Record<SyscallAbi, number> = { x86_64: 0, x86: 1, x32: 2, arm: 3, aarch64: 4 };

/** What libseccomp makes of a name: a number, a place holder that it accepts (`pseudo`), or nothing. */
export type ResolvedName = number | "pseudo" | null;

/** The syscalls of x86 that also go through socketcall(2) or ipc(2), with their number there. */
const SOCKET_CALLS: Record<string, number> = {
  socket: 1,
  bind: 2,
  connect: 3,
  listen: 4,
  accept: 5,
  getsockname: 6,
  getpeername: 7,
  socketpair: 8,
  send: 9,
  recv: 10,
  sendto: 11,
  recvfrom: 12,
  shutdown: 13,
  setsockopt: 14,
  getsockopt: 15,
  sendmsg: 16,
  recvmsg: 17,
  accept4: 18,
  recvmmsg: 19,
  sendmmsg: 20,
};
const IPC_CALLS: Record<string, number> = {
  semop: 1,
  semget: 2,
  semctl: 3,
  semtimedop: 4,
  msgsnd: 11,
  msgrcv: 12,
  msgget: 13,
  msgctl: 14,
  shmat: 21,
  shmdt: 22,
  shmget: 23,
  shmctl: 24,
};

export interface MultiplexedCall {
  family: "socketcall" | "ipc";
  call: number;
}

/** How x86 reaches a syscall through socketcall(2) or ipc(2); null for the others. */
export function multiplexedCall(name: string): MultiplexedCall | null {
  if (Object.hasOwn(SOCKET_CALLS, name)) return { family: "socketcall", call: SOCKET_CALLS[name] ?? 0 };
  if (Object.hasOwn(IPC_CALLS, name)) return { family: "ipc", call: IPC_CALLS[name] ?? 0 };
  return null;
}

/** A libseccomp release in one comparable number; 2.4.4 is a backport that knows what 2.5.0 knows. */
export type LibseccompLevel = number;

/** Packages whose distribution added the names of a later release, which `runc --version` does not show. */
const KNOWS_MORE: readonly [prefix: string, knows: string][] = [
  // Changelog of 2024-05-25: "Add support for syscalls up to Linux 6.7", which are those of 2.5.5.
  ["2.5.4-1+deb12u", "2.5.5"],
];

const MOST = 999;

/**
 * Reads a libseccomp version: `2.5.1`, `2.5.1-1+deb11u1`; `2.5` is the newest of its line, except that `2.4` is 2.4.3,
 * since 2.4.4 knows more than a 2.4.
 */
export function libseccompLevel(version: string): LibseccompLevel | null {
  const knows = KNOWS_MORE.find(([prefix]) => version.startsWith(prefix))?.[1] ?? version;
  const [major, minor, patch] = versionNumbers(knows.trim());
  if (major === undefined || minor === undefined || major > MOST || minor > MOST) return null;
  const newest = major === 2 && minor === 4 ? 3 : 99;
  const level = levelOf(major, minor, Math.min(patch ?? newest, MOST));
  return level === levelOf(2, 4, 4) ? levelOf(2, 5, 0) : level;
}

function levelOf(major: number, minor: number, patch: number): LibseccompLevel {
  return (major * 1000 + minor) * 1000 + patch;
}

/** libseccomp gives the multiplexed names of x86 no number of their own since these releases. */
const SOCKET_NAMES_ARE_PSEUDO = levelOf(2, 4, 0);
const IPC_NAMES_ARE_PSEUDO = levelOf(2, 4, 2);

type NumbersOfName = readonly ResolvedName[];

const TABLE = "libseccomp-syscalls.tsv";
const NAME = /^\w+$/;

/** By name, since which release it has which numbers: the table's line without the name. */
const entriesOfNames = new Map<string, string>();
const numbersByLevel = new Map<LibseccompLevel, Map<string, NumbersOfName | null>>();

/** Looked for in the text, since most runs ask for few names. */
function entriesOf(name: string): string | null {
  const known = entriesOfNames.get(name) ?? null;
  if (known !== null || !NAME.test(name)) return known;
  const entries = lineOfTable(TABLE, name);
  if (entries !== null) entriesOfNames.set(name, entries);
  return entries;
}

/** What one libseccomp release makes of a name on each architecture; null for a name that it does not know. */
function numbersOf(name: string, level: LibseccompLevel): NumbersOfName | null {
  const entries = entriesOf(name);
  if (entries === null) return null;
  const numbers = numbersByLevel.get(level) ?? new Map<string, NumbersOfName | null>();
  numbersByLevel.set(level, numbers);
  let ofName = numbers.get(name);
  if (ofName === undefined) {
    ofName = numbersAt(entries.split("\t"), level);
    numbers.set(name, ofName);
  }
  return ofName;
}

// The table has a thousand entries and some twenty releases.
const sinceLevels = new Map<string, LibseccompLevel>();

function sinceLevel(release: string): LibseccompLevel {
  const known = sinceLevels.get(release);
  if (known !== undefined) return known;
  const level = libseccompLevel(release) ?? Infinity;
  sinceLevels.set(release, level);
  return level;
}

/** The last of `SINCE:NUMBERS` entries that a release has; null for none. */
function numbersAt(entries: readonly string[], level: LibseccompLevel): NumbersOfName | null {
  let latest: string | null = null;
  for (const entry of entries) {
    const colon = entry.indexOf(":");
    if (sinceLevel(entry.slice(0, colon)) > level) break;
    latest = entry.slice(colon + 1);
  }
  if (latest === null) return null;
  return latest.split(",").map((number) => (number === "." ? null : number === "-" ? "pseudo" : Number(number)));
}

/** What the tables of a libseccomp release say about a name. */
export function tableNumber(name: string, abi: SyscallAbi, level: LibseccompLevel): ResolvedName {
  return numbersOf(name, level)?.[COLUMN[abi]] ?? null;
}

/** What libseccomp resolves a name to, as `seccomp_syscall_resolve_name_arch` does. x32 is without its bit 30. */
export function resolveName(name: string, abi: SyscallAbi, level: LibseccompLevel): ResolvedName {
  const number = tableNumber(name, abi, level);
  if (abi !== "x86" || number === null) return number;
  const family = multiplexedCall(name)?.family;
  if (family === "socketcall" && level >= SOCKET_NAMES_ARE_PSEUDO) return "pseudo";
  return family === "ipc" && level >= IPC_NAMES_ARE_PSEUDO ? "pseudo" : number;
}

/** Every name that some libseccomp release knows. */
export function syscallNames(): string[] {
  return Array.from(loadTable(TABLE).matchAll(/^\w+(?=\t)/gm), ([name]) => name);
}
