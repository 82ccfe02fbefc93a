import { existsSync } from "node:fs";
import path from "node:path";
import { readRegularFile } from "../compose/read-regular-file.js";
import { pathIn } from "../text/path-in.js";
import { repositoryAbove, repositoryName } from "./repository-above.js";

const MAXIMUM_SIZE = 1024 * 1024;
const inRepository = path.join("info", "exclude");

/**
 * Where git looks for what one person ignores in a repository: `info/exclude` in `.git`, which in a further worktree and in a
 * submodule is a file that says where that folder is. Null where it leads nowhere.
 * @param repository the top folder, absolute
 */
export function gitExcludeFile(repository: string): string | null {
  const place = pathIn(repository, repositoryName);
  const usual = path.join(place, inRepository);
  if (existsSync(usual)) return usual;
  const folder = /^gitdir: *(?<folder>[^\r\n]+)/u.exec(smallText(place))?.groups?.folder;
  if (folder === undefined) return existsSync(place) ? usual : null;
  const own = path.resolve(repository, folder.trimEnd());
  // All worktrees of a repository share it.
  return path.join(own, smallText(path.join(own, "commondir")).trim(), inRepository);
}

/** The file of that kind that counts for a place; null outside of repositories. */
export function gitExcludeFileAbove(place: string): string | null {
  const repository = repositoryAbove(place);
  return repository === null ? null : gitExcludeFile(repository);
}

function smallText(file: string): string {
  const content = readRegularFile(file, MAXIMUM_SIZE);
  return content.ok ? Buffer.from(content.bytes).toString("utf8") : "";
}
