import path from "node:path";
import { discoverProject, type DiscoveryOptions } from "../compose/discover.js";
import type { FileSystem } from "../compose/file-system.js";
import { isRemoteFile } from "../compose/local-path.js";
import type { ProjectOptions, ProjectRoot } from "../facts/project-scope.js";
import type { Arguments } from "./arguments.js";
import type { Environment } from "./main.js";
import { UsageError } from "./usage-error.js";

/** The project that the command line and the environment choose, as `docker compose` would understand them. */
export interface ProjectChoice {
  options: ProjectOptions;
  /** Null where they choose no files: then each file belongs to the project of its folder. */
  root: ProjectRoot | null;
  /** The files of the root that are on this machine. */
  files: string[];
}

/**
 * Reads `--file`, `--project-directory`, `--env-file`, `--profile`, and `COMPOSE_FILE` where no files are named.
 * @throws UsageError if that names no file, or a file that Compose could not read either.
 */
export function projectChoice(given: Arguments, { cwd, variables }: Environment, fileSystem: FileSystem): ProjectChoice {
  const absolute = (name: string): string => path.resolve(cwd, name);
  const envFiles = given.values.get("env-file")?.map(absolute);
  const projectDirectory = given.values.get("project-directory")?.map(absolute)[0];
  const profiles = given.values.get("profile");
  for (const file of envFiles ?? []) requireKind(file, "file", fileSystem, "--env-file");
  if (projectDirectory !== undefined) requireKind(projectDirectory, "directory", fileSystem, "--project-directory");
  const options: ProjectOptions = {
    ...(envFiles === undefined ? {} : { envFiles }),
    ...(projectDirectory === undefined ? {} : { projectDirectory }),
    ...(profiles === undefined ? {} : { profiles }),
  };
  const named = given.values.get("file") ?? [];
  const discovery: DiscoveryOptions = { ...options, workingDirectory: cwd, environment: variables };
  const { files, environment } = discoverProject(named, discovery, fileSystem);
  const isChosen = named.length > 0 || projectDirectory !== undefined || (environment.value("COMPOSE_FILE") ?? "") !== "";
  if (!isChosen) return { options, root: null, files: [] };
  const source = named.length > 0 ? "--file" : projectDirectory === undefined ? "COMPOSE_FILE" : "--project-directory";
  const local = files.filter((file) => !isRemoteFile(file));
  if (local.length === 0) throw new UsageError(`${source} leads to no Compose file on this machine.`);
  for (const file of local) requireKind(file, "file", fileSystem, source);
  return { options, root: { files, workingDirectory: cwd }, files: local };
}

// In ESLint `-f` is the format; here it names files, as in Docker Compose.
const reportNames = new Set(["json", "stylish", "table"]);

function requireKind(file: string, kind: "file" | "directory", fileSystem: FileSystem, source: string): void {
  const found = fileSystem.facts(file);
  if (found === null) {
    const hint = source === "--file" && reportNames.has(path.basename(file)) ? ` For the format of the report, give --format ${path.basename(file)}.` : "";
    throw new UsageError(`${source} names ${file}, and there is nothing of that name.${hint}`);
  }
  if (kind === "file" && found.kind === "directory") throw new UsageError(`${source} names ${file}, which is a folder and not a file.`);
  if (kind === "directory" && found.kind !== "directory") throw new UsageError(`${source} names ${file}, which is no folder.`);
}
