import type { FileSystem } from "../compose/file-system.js";
import type { Arguments } from "./arguments.js";
import { closedFolderTeller } from "./closed-folder.js";
import { discoverFiles, eachFileOnce, type DiscoveryOptions } from "./discover-files.js";
import { leadingOutTeller } from "./leading-out.js";
import type { FolderNames } from "./folder-names.js";
import type { Surroundings } from "./main.js";
import type { Output } from "./output.js";
import type { ProjectChoice } from "./project-choice.js";
import type { Links, TakenIn } from "./project-files.js";
import { unreadablePatternTeller } from "./unreadable-pattern.js";

export interface Found {
  files: readonly string[];
  links: Links;
  /** In which projects of files that are not linted themselves some of the files are judged too. */
  usedBy: readonly TakenIn[];
}

/**
 * The files that the flags and words of a run stand for, before their projects are looked at.
 * @throws UsageError if a name stands for nothing.
 */
export async function foundFiles(
  given: Arguments,
  { cwd, variables }: Surroundings,
  { choice, fileSystem, output, tellMet, names }: { choice: ProjectChoice; fileSystem: FileSystem; output: Output; tellMet?: (file: string) => void; names?: FolderNames },
): Promise<Found> {
  const links = new Map<string, string>();
  const options: DiscoveryOptions = {
    ...(tellMet === undefined ? {} : { tellMet }),
    ...(names === undefined ? {} : { names }),
    detect: given.switches.has("detect"),
    noIgnore: given.switches.has("no-ignore"),
    tellClosed: closedFolderTeller(cwd, output),
    tellLeadingOut: leadingOutTeller(cwd, output),
    tellUnreadable: unreadablePatternTeller(cwd, output),
    tellIgnored: (name) => { tellIgnored(name, output); },
    tellLink: (real, file) => void links.set(real, file),
  };
  const isChosen = given.paths.length === 0 && choice.root !== null;
  const found = isChosen ? eachFileOnce(choice.files, options) : await discoverFiles(given.paths, cwd, options);
  if (!given.switches.has("with-builders")) return { files: found, links, usedBy: [] };
  const { usersOf } = await import("./users-of-files.js");
  const { builders, usedBy } = await usersOf(found, cwd, fileSystem, variables, options);
  return { files: [...found, ...builders], links, usedBy };
}

export function tellIgnored(name: string, output: Output): void {
  output.tell(`compose-lint: ${name} is ignored. With --no-ignore it is linted.\n`);
}
