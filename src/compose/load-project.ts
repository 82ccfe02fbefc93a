import { basename } from "node:path";
import type { YamlScalar } from "./ast.js";
import { composeFileNames, discoverProject, type Discovery, type DiscoveryOptions } from "./discover.js";
import type { Environment } from "./environment.js";
import type { FileSystem } from "./file-system.js";
import { evaluateTemplate } from "./interpolation.js";
import type { FileReading } from "./service-environment.js";
import { ModelLoader, type LoadState } from "./load-model.js";
import { normalizeProject } from "./normalize.js";
import { ProjectFileCache, type ProjectFile } from "./project-file.js";
import { fileStart, type Place, type ProjectProblem } from "./project-problem.js";
import type { ProjectVariable } from "./read-document.js";
import { ProjectService } from "./service.js";
import { entryValue, type MapValue } from "./value.js";
import { keyName } from "./yaml-tree.js";

export interface LoadOptions extends DiscoveryOptions {
  /** What `-p` names. */
  projectName?: string | undefined;
  /** The chosen profiles. Without them, those of `COMPOSE_PROFILES`; `*` stands for all. */
  profiles?: readonly string[] | undefined;
  /** What `discoverProject` finds for these paths, where that is known. */
  found?: Discovery;
  /** Keeps parsed files from one load to the next. */
  cache?: ProjectFileCache;
}

/** A project as Compose would run it, as far as its files can be read. */
export interface LoadedProject {
  name: string;
  /** The absolute project directory. */
  directory: string;
  /** The Compose files that were merged, in order; without those that they include or extend. */
  composeFiles: string[];
  /** Every Compose file that was read, by absolute path. */
  files: ReadonlyMap<string, ProjectFile>;
  environment: Environment;
  profiles: readonly string[];
  /** The merged model in canonical form; null if there is nothing in the files. */
  model: MapValue | null;
  /** All services, those that the profiles leave out included. */
  services: ReadonlyMap<string, ProjectService>;
  /** Where the project is not what Compose can run, or not all of it is here. What is wrong within one file's syntax is in that file. */
  problems: readonly ProjectProblem[];
  /** Where a file is named that another one includes, extends or reads variables from; by absolute path. */
  namedAt: ReadonlyMap<string, Place>;
  /** Every use of a variable in the files. */
  variables: readonly ProjectVariable[];
}

/**
 * Loads a project. Never throws for what is in the files; all that is wrong is in `problems`.
 * @param paths What `-f` names, relative to `workingDirectory`; if empty, Compose's own search counts.
 */
export function loadProject(paths: readonly string[], options: LoadOptions, fileSystem: FileSystem): LoadedProject {
  const found = options.found ?? discoverProject(paths, options, fileSystem);
  const cache = options.cache ?? new ProjectFileCache();
  if (found.files.length === 0) found.problems.push(noFileProblem(found.directory));
  const state: LoadState = { fileSystem, cache, problems: found.problems, variables: [], files: new Map(), namedAt: new Map() };
  const name = projectName(found.files, found.directory, found.environment, options, state);
  const environment = found.environment.with("COMPOSE_PROJECT_NAME", name, { kind: "compose" });
  const scope = { directory: found.directory, base: found.directory, environment, included: [] };
  const loaded = new ModelLoader(state).load(found.files, scope);
  const model = loaded === null ? null : normalizeProject(loaded, name, environment);
  const profiles = options.profiles ?? profilesOf(environment);
  const reading: FileReading = { environment, fileSystem, problems: state.problems, namedAt: state.namedAt };
  return {
    name,
    directory: found.directory,
    composeFiles: found.files,
    files: state.files,
    environment,
    profiles,
    model,
    services: servicesOf(model, profiles, reading),
    problems: state.problems,
    namedAt: state.namedAt,
    variables: state.variables,
  };
}

function noFileProblem(directory: string): ProjectProblem {
  const message = `There is no Compose file in ${directory} nor above it. Compose looks for ${composeFileNames.join(", ")}.`;
  return { ...fileStart(directory), code: "no-compose-file", message, related: [] };
}

function servicesOf(
  model: MapValue | null,
  profiles: readonly string[],
  reading: FileReading,
): Map<string, ProjectService> {
  const services = new Map<string, ProjectService>();
  const section = model === null ? undefined : entryValue(model, "services");
  for (const [name, entry] of section?.kind === "map" ? section.entries : []) {
    if (entry.value.kind !== "map") continue;
    services.set(name, new ProjectService(name, entry, profiles, reading));
  }
  return services;
}

function profilesOf(environment: Environment): string[] {
  return (environment.value("COMPOSE_PROFILES") ?? "").split(",").map((profile) => profile.trim());
}

function projectName(
  files: readonly string[],
  directory: string,
  environment: Environment,
  options: LoadOptions,
  state: LoadState,
): string {
  const given = options.projectName ?? environment.value("COMPOSE_PROJECT_NAME") ?? "";
  if (given !== "") return given;
  let named: YamlScalar | null = null;
  let file = "";
  for (const path of files) {
    const loaded = state.cache.load(path, state.fileSystem);
    const found = loaded.ok ? nameIn(loaded.file) : null;
    if (found !== null) [named, file] = [found, path];
  }
  if (named === null) return normalizedName(basename(directory));
  const name = normalizedName(evaluateTemplate(named.text, environment.lookup).value);
  // A variable may have a value where the project runs.
  if (name === "" && !named.text.includes("$")) state.problems.push({ file, range: named.range, loc: named.loc, code: "project-name-empty", message: emptyName(named.text), related: [] });
  return name;
}

function emptyName(text: string): string {
  return `Docker Compose makes small letters of a project's name and leaves out all but a to z, digits, \`_\` and \`-\`, and the last two at its start: of \`${text}\` nothing is left, and it refuses the project. Write a name with a letter or a digit.`;
}

/** The last `name` at the top of a file's documents that is not empty. */
function nameIn(file: ProjectFile): YamlScalar | null {
  let name: YamlScalar | null = null;
  for (const { contents } of file.ast.documents) {
    if (contents?.type !== "YamlMap") continue;
    const value = contents.pairs.find((pair) => keyName(pair) === "name")?.value;
    if (value?.type === "YamlScalar" && value.text !== "") name = value;
  }
  return name;
}

function normalizedName(name: string): string {
  const letters = name.toLowerCase().replace(/[^a-z0-9_-]/gu, "");
  return letters.replace(/^[_-]+/u, "");
}
