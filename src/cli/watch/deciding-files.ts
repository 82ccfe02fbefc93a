import { existsSync } from "node:fs";
import path from "node:path";
import type { Arguments } from "../arguments.js";
import { configurationNames } from "../configuration/configuration-names.js";
import { gitExcludeFileAbove } from "../git-exclude.js";
import { ignoreFileNames } from "../ignore-files.js";
import { repositoryName } from "../repository-above.js";
import { withFilesNamedIn } from "./files-named-in.js";

/** What a run looks for in each folder from that of a linted file upwards, beside configurations. */
const namesOfIgnores = [...ignoreFileNames, repositoryName, path.join(repositoryName, "info", "exclude")];

/**
 * The files that decide how files in and below folders are linted, or whether they are: configurations and files of ignores, in the
 * folders and above, there or not, since one that is made counts too.
 * @param folders Absolute.
 */
export function decidingFiles(folders: readonly string[]): string[] {
  const all = foldersUpwards(folders);
  // In a further worktree it lies elsewhere.
  const excludes = Array.from(folders, gitExcludeFileAbove).filter((file) => file !== null);
  const configurations = all.flatMap((folder) => configurationNames.map((name) => path.join(folder, name)));
  const ignores = all.flatMap((folder) => namesOfIgnores.map((name) => path.join(folder, name)));
  return [...configurations, ...ignores, ...excludes];
}

/** The configurations that are in folders, and all that their texts name. */
export function configurationsIn(folders: Iterable<string>): string[] {
  const files = foldersUpwards(folders).flatMap((folder) => configurationNames.map((name) => path.join(folder, name)));
  return withFilesNamedIn(files.filter((file) => existsSync(file)));
}

/** The files that flags name for a run to read, and all that their texts name. What a project reads is not among them. */
export function flaggedFiles({ values }: Arguments, cwd: string): string[] {
  const named = (flag: "config" | "plugin" | "format" | "baseline"): string[] => [...(values.get(flag) ?? [])];
  // A format without a slash is one of ours, or a package.
  const modules = [...named("config"), ...named("plugin"), ...named("format").filter((name) => /[\\/]/u.test(name) && !name.startsWith("@"))];
  const absolute = (name: string): string => path.resolve(cwd, name);
  return [...withFilesNamedIn(modules.map(absolute)), ...named("baseline").map(absolute)];
}

/** These folders and all above them. */
function foldersUpwards(folders: Iterable<string>): string[] {
  const all = new Set<string>();
  for (const place of folders) {
    for (let folder = place; !all.has(folder); folder = path.dirname(folder)) all.add(folder);
  }
  return [...all];
}
