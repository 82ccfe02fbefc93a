import type { FileSystem } from "../compose/file-system.js";
import { ProjectFileCache } from "../compose/project-file.js";
import type { DiscoveryOptions } from "./discover-files.js";
import { fileKind } from "../eslint/file-kind.js";
import { FolderNames } from "./folder-names.js";
import { IgnoreFiles } from "./ignore-files.js";
import { mayTakeIn, takenIn, type TakenIn } from "./project-files.js";
import { NamedPlaces } from "./named-places.js";
import { repositoryAbove } from "./repository-above.js";
import { filesBelow, realPath } from "./walk-folder.js";

/** What the other Compose files of a repository make of some files. */
export interface FileUsers {
  /** The Compose files whose services are built from one of the Dockerfiles: its change changes what holds for them. */
  builders: string[];
  /** The Compose files among them that others include or extend, with the project of those. */
  usedBy: TakenIn[];
}

/** Looks through the repository (outside of one: the working directory) for the Compose files that use some files. */
export async function usersOf(
  files: readonly string[],
  cwd: string,
  fileSystem: FileSystem,
  variables: Readonly<Record<string, string | undefined>>,
  { tellClosed = () => undefined, tellUnreadable }: DiscoveryOptions,
): Promise<FileUsers> {
  const users: FileUsers = { builders: [], usedBy: [] };
  if (files.length === 0) return users;
  const names = new FolderNames();
  const ignores = new IgnoreFiles(cwd, { git: true, tellUnreadable, names });
  const repository = repositoryAbove(cwd) ?? cwd;
  const places = new NamedPlaces(cwd, [repository]);
  const walk = {
    entersFolder: async (folder: string): Promise<boolean> => !(await ignores.ignoresFolder(folder)),
    followsLink: (link: string): Promise<boolean> => Promise.resolve(places.leadsOutTo(link) === null),
    tellClosed,
    names,
  };
  const given = new Map(files.map((file) => [realPath(file), file]));
  const known = new Set(given.keys());
  for await (const { file, real } of filesBelow(repository, walk)) {
    if (fileKind(file) !== "compose" || known.has(real) || (await ignores.ignoresFile(file))) continue;
    if (mayTakeIn(file, fileSystem) === "nothing") continue;
    const used = takenIn(file, { fileSystem, variables, cache: new ProjectFileCache() }).flatMap(([other, ...rest]): TakenIn[] => {
      // A Dockerfile may be built under another name than the one that was given: one of them is a link, or behind one.
      const name = given.get(fileSystem.realPath(other));
      return name === undefined || (name !== other && fileKind(other) !== "dockerfile") ? [] : [[name, ...rest]];
    });
    if (used.some(([other]) => fileKind(other) === "dockerfile")) users.builders.push(file);
    users.usedBy.push(...used);
    known.add(real);
  }
  users.builders.sort();
  return users;
}
