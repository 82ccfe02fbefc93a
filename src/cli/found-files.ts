import path from "node:path";
import type { FileSystem } from "../compose/file-system.js";
import type { Arguments } from "./arguments.js";
import { closedFolderTeller } from "./closed-folder.js";
import { discoverFiles } from "./discover-files.js";
import type { Surroundings } from "./main.js";
import type { Output } from "./output.js";
import type { ProjectChoice } from "./project-choice.js";
import { unreadablePatternTeller } from "./unreadable-pattern.js";

/**
 * The files that the flags and words of a run stand for, before their projects are looked at.
 * @throws UsageError if a name stands for nothing.
 */
export async function foundFiles(
  given: Arguments,
  { cwd, variables }: Surroundings,
  { choice, fileSystem, output, tellCount }: { choice: ProjectChoice; fileSystem: FileSystem; output: Output; tellCount?: (files: number) => void },
): Promise<string[]> {
  const detect = given.switches.has("detect");
  const noIgnore = given.switches.has("no-ignore");
  const isChosen = given.paths.length === 0 && choice.root !== null;
  const tellClosed = closedFolderTeller(cwd, output);
  const tellUnreadable = unreadablePatternTeller(cwd, output);
  const found = isChosen
    ? choice.files
    : await discoverFiles(given.paths, cwd, { ...(tellCount === undefined ? {} : { tellCount }), detect, noIgnore, tellClosed, tellUnreadable, tellIgnored: (name) => { tellIgnored(name, output); } });
  if (!given.switches.has("with-builders")) return found;
  const { addBuilders } = await import("./builders.js");
  return addBuilders(found, cwd, fileSystem, variables, { tellClosed, tellUnreadable });
}

export function tellIgnored(name: string, output: Output): void {
  output.tell(`compose-lint: ${name} is ignored. With --no-ignore it is linted.\n`);
}

/** The files that were named as they are, under the name that they were given by. */
export function namedFiles({ paths }: Arguments, cwd: string): ReadonlyMap<string, string> {
  return new Map(paths.map((name) => [path.resolve(cwd, name), name]));
}
