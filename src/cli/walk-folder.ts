import { readdirSync, realpathSync, statSync } from "node:fs";
import path from "node:path";

export const skippedFolders = new Set(["node_modules", ".git", ".hg", ".svn"]);

export interface FolderEntry {
  name: string;
  isFolder: boolean;
}

/**
 * All files below a folder, absolute, in no order. A folder is entered once however many links lead to it, and no link
 * leads up, out of the folder; folders of packages and repositories are passed over.
 * @param entersFolder Whether a folder below is looked into.
 * @param tellClosed Is told of each folder that may not be read.
 */
export async function* filesBelow(
  top: string,
  entersFolder: (folder: string) => Promise<boolean>,
  tellClosed: (folder: string) => void,
): AsyncGenerator<string> {
  const entered = new Set(foldersAbove(top));
  const waiting = [top];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (folder !== top && !(await entersFolder(folder))) continue;
    for (const { name, isFolder } of readFolder(folder, entered, tellClosed)) {
      const file = path.join(folder, name);
      if (!isFolder) yield file;
      else if (!skippedFolders.has(name)) waiting.push(file);
    }
  }
}

/** The entries of a folder; none of one that was entered before, or that may not be read. */
export function readFolder(folder: string, entered: Set<string>, tellClosed: (folder: string) => void): FolderEntry[] {
  try {
    const real = realpathSync(folder);
    if (entered.has(real)) return [];
    entered.add(real);
    return readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      isFolder: entry.isDirectory() || (entry.isSymbolicLink() && isFolder(path.join(folder, entry.name))),
    }));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EACCES" || code === "EPERM") tellClosed(folder);
    // One that was removed meanwhile holds nothing that could be linted.
    return [];
  }
}

function foldersAbove(folder: string): string[] {
  const above: string[] = [];
  for (let current = realFolder(folder), parent = path.dirname(current); parent !== current; parent = path.dirname(parent)) {
    above.push(parent);
    current = parent;
  }
  return above;
}

/** A folder without links in its path; itself where it is not there. */
export function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

function isFolder(file: string): boolean {
  try {
    return statSync(file).isDirectory();
  } catch {
    return false;
  }
}
