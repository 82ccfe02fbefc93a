import { existsSync } from "node:fs";
import path from "node:path";
import { pathIn } from "../text/path-in.js";

/** What a repository has in its top folder. */
export const repositoryName = ".git";

/** The top folder of the repository that a folder is in; null outside of repositories. */
export function repositoryAbove(place: string): string | null {
  for (let folder = place; ; folder = path.dirname(folder)) {
    if (existsSync(pathIn(folder, repositoryName))) return folder;
    if (path.dirname(folder) === folder) return null;
  }
}
