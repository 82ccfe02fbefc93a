import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import type { FolderNames } from "./folder-names.js";
import { isFolderInBytes, REPLACEMENT } from "./shown-bytes.js";

export const skippedFolders = new Set(["node_modules", ".git", ".hg", ".svn"]);

/** What a folder holds, and its path without links. */
export interface FolderEntry {
  name: string;
  /** Absolute. */
  file: string;
  real: string;
  isFolder: boolean;
  isLink: boolean;
}

export type WalkedFolder = Pick<FolderEntry, "file" | "real">;

export interface WalkOptions {
  /** Whether a folder below is looked into. */
  entersFolder: (folder: string) => boolean | Promise<boolean>;
  /** Whether a link to a file or a folder is followed; else what it leads to is passed over. */
  followsLink: (link: string, isFolder: boolean) => Promise<boolean>;
  /** Is told of each folder that may not be read. */
  tellClosed: (folder: string) => void;
  /** Takes the names in each folder. */
  names: FolderNames;
}

/**
 * All files below a folder, absolute, in no order. A folder is entered once however many links lead to it, without a link
 * where it can be, and no link leads up, out of the folder; folders of packages and repositories are passed over.
 */
export async function* filesBelow(top: string, { entersFolder, followsLink, ...options }: WalkOptions): AsyncGenerator<FolderEntry> {
  const entered = new Set(foldersAbove(top));
  const waiting: WalkedFolder[] = [{ file: top, real: realPath(top) }];
  const linked: WalkedFolder[] = [];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop() ?? linked.pop()) {
    if (folder.file !== top && !(await entersFolder(folder.file))) continue;
    for (const entry of readFolder(folder, entered, options)) {
      const { name, file, isFolder, isLink } = entry;
      if ((isFolder && skippedFolders.has(name)) || (isLink && !(await followsLink(file, isFolder)))) continue;
      if (isFolder) (isLink ? linked : waiting).push(entry);
      else yield entry;
    }
  }
}

/** The entries of a folder; none of one that was entered before, or that may not be read. */
export function readFolder({ file: folder, real }: WalkedFolder, entered: Set<string>, { tellClosed, names }: Pick<WalkOptions, "tellClosed" | "names">): FolderEntry[] {
  if (entered.has(real)) return [];
  entered.add(real);
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    names.note(folder, entries.map(({ name }) => name));
    const start = startOfNames(folder);
    const realStart = real === folder ? start : startOfNames(real);
    return entries.map((entry) => entryOf(entry, start, realStart));
  } catch (error) {
    if (isClosed(error, folder)) tellClosed(folder);
    // One that was removed meanwhile holds nothing that could be linted.
    return [];
  }
}

/** Whether a folder that could not be listed may be there all the same: closed, or with a name that Node cannot give. */
export function isClosed(error: unknown, folder: string): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "EACCES" || code === "EPERM" || (code === "ENOENT" && folder.includes(REPLACEMENT));
}

/** @param start What stands before the names in a folder, and `realStart` in its path without links. */
function entryOf(entry: Dirent, start: string, realStart: string): FolderEntry {
  const { name } = entry;
  const file = start + name;
  if (entry.isSymbolicLink()) return { name, file, real: realPath(file), isFolder: isFolder(file), isLink: true };
  return { name, file, real: start === realStart ? file : realStart + name, isFolder: entry.isDirectory(), isLink: false };
}

/** As `path.join` does it, which takes longer than to read a folder where there are thousands. */
function startOfNames(folder: string): string {
  return folder.endsWith(path.sep) ? folder : folder + path.sep;
}

function foldersAbove(folder: string): string[] {
  const above: string[] = [];
  for (let current = realPath(folder), parent = path.dirname(current); parent !== current; parent = path.dirname(parent)) {
    above.push(parent);
    current = parent;
  }
  return above;
}

/** A path without links; itself where nothing is there. */
export function realPath(place: string): string {
  try {
    return realpathSync.native(place);
  } catch {
    return place;
  }
}

function isFolder(file: string): boolean {
  try {
    return statSync(file).isDirectory();
  } catch {
    // Node does not find what has a name that it cannot give.
    return isFolderInBytes(file);
  }
}
