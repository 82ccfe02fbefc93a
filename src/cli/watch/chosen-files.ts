import path from "node:path";
import { discoverProject } from "../../compose/discover.js";
import { isRemoteFile } from "../../compose/local-path.js";
import { NodeFileSystem } from "../../compose/node-file-system.js";
import type { Arguments } from "../arguments.js";
import type { Surroundings } from "../main.js";

/**
 * What the command line, the environment and `.env` choose as project, absolute, there or not: `COMPOSE_FILE` may name what is not
 * there, which ends a run before it tells what it looked for.
 */
export function chosenFiles({ values }: Arguments, { cwd, variables }: Surroundings): string[] {
  const absolute = (name: string): string => path.resolve(cwd, name);
  const envFiles = values.get("env-file")?.map(absolute);
  const projectDirectory = values.get("project-directory")?.map(absolute)[0];
  const { files, directory, envFiles: read } = discoverProject(
    values.get("file") ?? [],
    { workingDirectory: cwd, environment: variables, envFiles, projectDirectory },
    new NodeFileSystem(),
  );
  const local = files.filter((file) => !isRemoteFile(file));
  return [...local, ...(envFiles ?? [path.join(cwd, ".env"), path.join(directory, ".env")]), ...read.files.map((file) => file.path)];
}
