import { delimiter, dirname } from "node:path";
import { pathIn } from "../text/path-in.js";
import { Environment, readEnvFiles, type EnvFiles } from "./environment.js";
import type { FileSystem } from "./file-system.js";
import { absolutePath, isRemoteFile } from "./local-path.js";
import { fileStart, type ProjectProblem } from "./project-problem.js";

/** The names under which Compose looks for a project, in its order of preference. */
export const composeFileNames = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"] as const;

/** The names of the file that is merged over it, in their order of preference. */
export const overrideFileNames = [
  "compose.override.yml",
  "compose.override.yaml",
  "docker-compose.override.yml",
  "docker-compose.override.yaml",
] as const;

/** All names under which Compose finds a file by itself. */
export const projectFileNames: readonly string[] = [...composeFileNames, ...overrideFileNames];

export interface DiscoveryOptions {
  /** The absolute directory in which Compose is called. */
  workingDirectory: string;
  /** The process environment. */
  environment: Readonly<Record<string, string | undefined>>;
  /** What `--env-file` names; replaces the `.env` file. */
  envFiles?: readonly string[] | undefined;
  /** What `--project-directory` names. */
  projectDirectory?: string | undefined;
}

export interface Discovery {
  /** The Compose files, absolute, in the order in which they are merged; empty if there are none. */
  files: string[];
  /** The absolute project directory. */
  directory: string;
  environment: Environment;
  envFiles: EnvFiles;
  problems: ProjectProblem[];
}

/**
 * Finds the files, the directory and the variables of a project as `docker compose` does.
 * @param paths What `-f` names; if empty, `COMPOSE_FILE` and then the default names count, here and in the directories
 * above.
 */
export function discoverProject(paths: readonly string[], options: DiscoveryOptions, fileSystem: FileSystem): Discovery {
  return new Search(options, fileSystem).run(paths);
}

class Search {
  readonly #options: DiscoveryOptions;
  readonly #fileSystem: FileSystem;
  readonly #problems: ProjectProblem[] = [];

  constructor(options: DiscoveryOptions, fileSystem: FileSystem) {
    this.#options = options;
    this.#fileSystem = fileSystem;
  }

  run(paths: readonly string[]): Discovery {
    const { workingDirectory, environment: variables } = this.#options;
    const shell = new Map([["PWD", { value: workingDirectory, origin: { kind: "process" } } as const]]);
    let environment = Environment.ofProcess(variables).withFallback(shell);
    let files = paths.map((path) => localPath(workingDirectory, path));
    const first = this.#readEnvFiles(this.#directory(files), environment);
    environment = environment.withFallback(first.variables);
    if (files.length === 0) files = this.#filesOfVariable(environment) ?? this.#defaultFiles(this.#directory([]));
    const directory = this.#directory(files);
    // The files may lie elsewhere than expected, with a `.env` file of their own.
    const second = this.#readEnvFiles(directory, environment, first);
    environment = environment.withFallback(second.variables);
    const known = new Set(first.files.map((file) => file.path));
    const envFiles: EnvFiles = {
      variables: new Map([...second.variables, ...first.variables]),
      files: [...first.files, ...second.files.filter((file) => !known.has(file.path))],
    };
    return { files, directory, environment, envFiles, problems: this.#problems };
  }

  #directory(files: readonly string[]): string {
    const { projectDirectory, workingDirectory } = this.#options;
    if (projectDirectory !== undefined && projectDirectory !== "") return absolutePath(workingDirectory, projectDirectory);
    const file = files.find((path) => !isRemoteFile(path));
    return file === undefined ? workingDirectory : dirname(file);
  }

  #readEnvFiles(directory: string, environment: Environment, earlier?: EnvFiles): EnvFiles {
    const { workingDirectory, environment: variables, envFiles } = this.#options;
    const listed = envFiles ?? variables.COMPOSE_ENV_FILES?.split(",").filter((name) => name !== "") ?? [];
    let paths = listed.map((path) => absolutePath(workingDirectory, path));
    if (paths.length === 0) {
      const standard = pathIn(directory, ".env");
      const isThere = !isDisabled(variables) && this.#fileSystem.facts(standard)?.kind === "file";
      paths = isThere ? [standard] : [];
    }
    if (paths.every((path) => earlier?.files.some((file) => file.path === path) === true)) {
      return { variables: new Map(), files: [] };
    }
    if (earlier !== undefined && listed.length > 0) return { variables: new Map(), files: [] };
    return readEnvFiles(paths, environment, this.#fileSystem, this.#problems);
  }

  #filesOfVariable(environment: Environment): string[] | null {
    const listed = environment.value("COMPOSE_FILE");
    if (listed === null) return null;
    const given = environment.value("COMPOSE_PATH_SEPARATOR") ?? "";
    const separator = given === "" ? delimiter : given;
    return listed.split(separator).map((path) => localPath(this.#options.workingDirectory, path));
  }

  /** The default files of the directory, or of the nearest one above that has any. */
  #defaultFiles(start: string): string[] {
    for (let directory = start; ; directory = dirname(directory)) {
      const found = this.#existing(directory, composeFileNames);
      const [main] = found;
      if (main !== undefined) {
        const overrides = this.#existing(directory, overrideFileNames);
        this.#reportAmbiguity(found);
        this.#reportAmbiguity(overrides);
        return [main, ...overrides.slice(0, 1)];
      }
      if (dirname(directory) === directory) return [];
    }
  }

  #existing(directory: string, names: readonly string[]): string[] {
    return names.map((name) => pathIn(directory, name)).filter((path) => this.#fileSystem.facts(path) !== null);
  }

  #reportAmbiguity(found: readonly string[]): void {
    const [used, ignored] = found;
    if (used === undefined || ignored === undefined) return;
    const message = `Compose reads ${used} and leaves this file aside, for both have a default name. Remove one of them.`;
    this.#problems.push({ ...fileStart(ignored), code: "ambiguous-file", message, related: [] });
  }
}

function localPath(directory: string, path: string): string {
  return isRemoteFile(path) ? path : absolutePath(directory, path);
}

function isDisabled(variables: Readonly<Record<string, string | undefined>>): boolean {
  const { COMPOSE_DISABLE_ENV_FILE: word } = variables;
  return word !== undefined && /^(?:1|t|true)$/iu.test(word);
}
