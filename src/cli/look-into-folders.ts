import { readdirSync } from "node:fs";
import path from "node:path";
import type { FolderNames } from "./folder-names.js";

/** For fewer it is faster to ask for each name: a folder may hold very many. */
const MANY_FILES = 16;

/** Looks into the folders of files that were named one by one, as a walk looks into those that it comes through. */
export function lookIntoFolders(files: readonly string[], names: FolderNames): void {
  if (files.length < MANY_FILES) return;
  for (const folder of new Set(files.map((file) => path.dirname(file)))) {
    if (names.known.has(folder)) continue;
    try {
      names.note(folder, readdirSync(folder));
    } catch {
      // Of a folder that may not be listed each name is asked for.
    }
  }
}
