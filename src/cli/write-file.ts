import { accessSync, chmodSync, chownSync, constants, existsSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { Stats } from "node:fs";
import path from "node:path";

/**
 * Writes a file so that whoever reads it, and whatever happens meanwhile, finds the old text or the new one: into a
 * temporary file beside it, which then takes its name. Mode and owner are kept; behind a symbolic link the real file is
 * written; a file that may not be written is not replaced either.
 * @throws the error of the file system.
 */
export function writeFileSafely(file: string, text: string): void {
  const target = realTarget(file);
  const old = statsOf(target);
  if (old !== null) accessSync(target, constants.W_OK);
  makeFolder(path.dirname(target));
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
  // What an interrupted run left goes first. The file is then made anew, and never written through a link of this name.
  rmSync(temporary, { force: true });
  try {
    writeFileSync(temporary, text, { flag: "wx", flush: true, ...(old === null ? {} : { mode: old.mode & 0o7777 }) });
    if (old !== null) giveAttributes(temporary, old);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
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

/** Whether `writeFileSafely` would be let write there, as far as permissions tell before. */
export function canBeWritten(file: string): boolean {
  const target = realTarget(file);
  try {
    if (statsOf(target) !== null) accessSync(target, constants.W_OK);
    accessSync(path.dirname(target), constants.W_OK);
    return true;
  } catch {
    return false;
  }
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
};

/** Why a file could not be written, as the end of a sentence. */
export function describeWriteProblem(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return problems[code] ?? (error instanceof Error ? error.message : String(error));
}

function realTarget(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    // A file that is not there yet has no real path.
    return file;
  }
}

function statsOf(file: string): Stats | null {
  return statSync(file, { throwIfNoEntry: false }) ?? null;
}

function giveAttributes(file: string, { mode, uid, gid }: Stats): void {
  try {
    // Only root may give a file away; a root in a container would else take the files of the user outside.
    if (process.getuid?.() !== uid) chownSync(file, uid, gid);
  } catch {
    // The new text in a file of one's own is better than no new text.
  }
  chmodSync(file, mode & 0o7777);
}
