import { existsSync } from "node:fs";
import path from "node:path";
import type { FileSystem } from "../compose/file-system.js";
import type { DiscoveryOptions } from "./discover-files.js";
import { fileKind } from "../eslint/file-kind.js";
import { FolderNames } from "./folder-names.js";
import { IgnoreFiles } from "./ignore-files.js";
import type { ProjectChoice } from "./project-choice.js";
import { addProjectFiles } from "./project-files.js";
import { NamedPlaces } from "./named-places.js";
import { filesBelow, realPath } from "./walk-folder.js";

const noChoice: ProjectChoice = { options: {}, root: null, files: [] };

/**
 * The files, and the Compose files of the repository (outside of one: of the working directory) whose services are
 * built from one of the Dockerfiles among them: a change of a Dockerfile changes what holds for the services.
 */
export async function addBuilders(
  files: readonly string[],
  cwd: string,
  fileSystem: FileSystem,
  variables: Readonly<Record<string, string | undefined>>,
  { tellClosed = () => undefined, tellUnreadable }: DiscoveryOptions,
): Promise<string[]> {
  const dockerfiles = files.filter((file) => fileKind(file) === "dockerfile");
  if (dockerfiles.length === 0) return [...files];
  const ignores = new IgnoreFiles(cwd, { git: true, tellUnreadable });
  const repository = repositoryOf(cwd);
  const places = new NamedPlaces(cwd, [repository]);
  const walk = {
    entersFolder: async (folder: string): Promise<boolean> => !(await ignores.ignoresFolder(folder)),
    followsLink: (link: string): Promise<boolean> => Promise.resolve(places.leadsOutTo(link) === null),
    tellClosed,
    names: new FolderNames(),
  };
  const known = new Set(files.map(realPath));
  const builders: string[] = [];
  for await (const { file, real } of filesBelow(repository, walk)) {
    if (fileKind(file) !== "compose" || known.has(real) || (await ignores.ignoresFile(file))) continue;
    const built = addProjectFiles([file], noChoice, fileSystem, variables).files;
    if (!dockerfiles.some((dockerfile) => built.includes(dockerfile))) continue;
    known.add(real);
    builders.push(file);
  }
  return [...files, ...builders.sort()];
}

function repositoryOf(cwd: string): string {
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, ".git"))) return folder;
    if (path.dirname(folder) === folder) return cwd;
  }
}
