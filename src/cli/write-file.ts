import { accessSync, appendFileSync, chmodSync, chownSync, constants, existsSync, mkdirSync, readlinkSync, realpathSync, renameSync, statSync, writeFileSync } from "node:fs";
import type { Stats } from "node:fs";
import path from "node:path";
import { NodeFileSystem } from "../compose/node-file-system.js";
import { realPlace } from "./named-places.js";
import { holdSignals } from "./signals.js";
import { makeStagingFolder, removeStagingFolder, STAGED_NAME } from "./staging-folder.js";

/** As many as Linux follows. */
const MOST_LINKS = 40;

/** That a file is no longer what it was when it was read. */
export class ChangedFileError extends Error {}

/**
 * Writes a file so that whoever reads it, and whatever happens meanwhile, finds the old text or the new one: into a
 * folder beside it, from which the new file then takes its name. Mode and owner are kept; behind a symbolic link the real
 * file is written; a file that may not be written is not replaced either. Other hard links keep the old text: in the
 * place of one file there cannot be an old and a new one.
 * A signal that comes meanwhile ends the program after it, at the next turn of the event loop. What is no file of a disk,
 * such as /dev/stdout, is written to and not replaced.
 * @param expected the text that is to be replaced, null for a file that is not there yet; without it, whatever is there
 * @returns how many other hard links keep the old text
 * @throws ChangedFileError if the file is not what was expected; else the error of the file system.
 */
export function writeFileSafely(file: string, text: string, expected?: string | null): number {
  const target = realTarget(file);
  const old = statsOf(target);
  if (isStream(file, old)) {
    writeStream(file, text);
    return 0;
  }
  if (old?.isDirectory() === true) throw Object.assign(new Error("it is a folder"), { code: "EISDIR" });
  if (old !== null) accessSync(target, constants.W_OK);
  makeFolder(path.dirname(target));
  const letGo = holdSignals();
  try {
    replaceFile(target, text, old, expected);
  } finally {
    letGo();
  }
  return (old?.nlink ?? 1) - 1;
}

function replaceFile(target: string, text: string, old: Stats | null, expected: string | null | undefined): void {
  const staging = makeStagingFolder(path.dirname(target));
  try {
    const staged = path.join(staging, STAGED_NAME);
    writeFileSync(staged, text, { flag: "wx", flush: true, ...(old === null ? {} : { mode: old.mode & 0o7777 }) });
    if (old !== null) giveAttributes(staged, old);
    // At the last moment: what an editor or git wrote meanwhile must not be lost.
    if (expected !== undefined) requireText(target, expected);
    renameSync(staged, target);
  } finally {
    removeStagingFolder(staging);
  }
}

function isStream(file: string, stats: Stats | null): boolean {
  if (process.platform !== "win32" && /^\/(?:dev|proc)\//u.test(file)) return true;
  return stats !== null && !stats.isFile() && !stats.isDirectory();
}

/** Writes to a device, a pipe or an open file; one that is open here is written where it stands, not from its start. */
function writeStream(file: string, text: string): void {
  const open = /^\/(?:dev\/|dev\/fd\/|proc\/self\/fd\/)(?<name>stdout|stderr|\d+)$/u.exec(file)?.groups?.name;
  const descriptor = open === undefined ? undefined : ({ stdout: 1, stderr: 2 }[open] ?? Number(open));
  appendFileSync(descriptor ?? file, text);
}

/**
 * Makes sure that a file still is what was read; `expected` is null for one that was not there.
 * @throws ChangedFileError if it is not.
 */
export function requireText(file: string, expected: string | null): void {
  const content = new NodeFileSystem().read(file);
  const current = content.ok ? content.text : null;
  if (current === expected) return;
  if (expected === null && content.ok) throw new ChangedFileError("somebody else made it meanwhile. Run this again");
  const isGone = !content.ok && content.problem === "not-found";
  throw new ChangedFileError(isGone ? "it is gone since it was read" : "it was changed by something else since it was read. Run this again");
}

/** Makes a folder and those above it. Node's own `recursive` never ends where the kernel makes none, as below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!existsSync(folder)) throw error;
  }
}

/**
 * Makes sure that `writeFileSafely` will be let write there, as far as permissions tell before.
 * @throws the error of the file system.
 */
export function requireWritable(file: string): void {
  const target = realTarget(file);
  if (statsOf(target) !== null) accessSync(target, constants.W_OK);
  const folder = path.dirname(target);
  if (statsOf(folder) !== null) accessSync(folder, constants.W_OK);
}

const problems: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left",
  EDQUOT: "no space is left",
  ENOTDIR: "a part of its path is a file",
  EEXIST: "a part of its path is a file",
  EISDIR: "it is a folder",
  ELOOP: "its symbolic links lead to themselves",
  ENAMETOOLONG: "its name is too long",
  ENOENT: "there is no such place, and none can be made there. Name another file",
  ENXIO: "there is no such device, or nobody reads from it. Name another file",
  EBADF: "it is not open. Name a file",
};

/** What the user is to know of a file whose other hard links keep the old text. */
export function describeLeftLinks(name: string, count: number): string {
  return `${name} was also there under ${count === 1 ? "another name" : `${count} other names`} (hard links), which ${count === 1 ? "keeps" : "keep"} the old text. Link it anew where it is to be the same file.`;
}

/** Why a file could not be written, as the end of a sentence. */
export function describeWriteProblem(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return problems[code] ?? (error instanceof Error ? withoutCall(error.message, code) : String(error));
}

/** The words of the system alone: Node puts its code before them, and the call and the path behind. */
function withoutCall(message: string, code: string): string {
  return message.startsWith(`${code}: `) ? message.slice(code.length + 2).replace(/, \w+(?: '[^]*')?$/u, "") : message;
}

/** The path of a file without links, where it is to be made too: what a link leads to need not be there yet. */
export function realTarget(file: string): string {
  return targetBehind(file, MOST_LINKS);
}

function targetBehind(file: string, linksLeft: number): string {
  try {
    return realpathSync(file);
  } catch {
    const folder = realPlace(path.dirname(file));
    const link = linkAt(file);
    // Of links that lead to themselves the file system tells when it is asked for the file.
    if (link === null || linksLeft === 0) return path.join(folder, path.basename(file));
    return targetBehind(path.resolve(folder, link), linksLeft - 1);
  }
}

function linkAt(file: string): string | null {
  try {
    return readlinkSync(file);
  } catch {
    return null;
  }
}

function statsOf(file: string): Stats | null {
  return statSync(file, { throwIfNoEntry: false }) ?? null;
}

function giveAttributes(file: string, { mode, uid, gid }: Stats): void {
  try {
    // Only root may give a file away; a root in a container would else take the files of the user outside.
    if (process.getuid?.() !== uid || process.getgid?.() !== gid) chownSync(file, uid, gid);
  } catch {
    // The new text in a file of one's own is better than no new text.
  }
  chmodSync(file, mode & 0o7777);
}
