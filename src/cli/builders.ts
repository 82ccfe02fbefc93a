import { existsSync } from "node:fs";
import path from "node:path";
import type { FileSystem } from "../compose/file-system.js";
import { fileKind } from "../eslint/file-kind.js";
import { IgnoreFiles, type TellUnreadable } from "./ignore-files.js";
import type { ProjectChoice } from "./project-choice.js";
import { addProjectFiles } from "./project-files.js";
import { filesBelow } from "./walk-folder.js";

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
  { tellClosed, tellUnreadable }: { tellClosed: (folder: string) => void; tellUnreadable: TellUnreadable },
): Promise<string[]> {
  const dockerfiles = files.filter((file) => fileKind(file) === "dockerfile");
  if (dockerfiles.length === 0) return [...files];
  const ignores = new IgnoreFiles(cwd, { git: true, tellUnreadable });
  const enters = async (folder: string): Promise<boolean> => !(await ignores.ignoresFolder(folder));
  const builders: string[] = [];
  for await (const file of filesBelow(repositoryOf(cwd), enters, tellClosed)) {
    if (fileKind(file) !== "compose" || (await ignores.ignoresFile(file))) continue;
    const built = addProjectFiles([file], noChoice, fileSystem, variables).files;
    if (dockerfiles.some((dockerfile) => built.includes(dockerfile))) builders.push(file);
  }
  return [...new Set([...files, ...builders.sort()])];
}

function repositoryOf(cwd: string): string {
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, ".git"))) return folder;
    if (path.dirname(folder) === folder) return cwd;
  }
}
