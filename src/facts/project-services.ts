import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Service, YamlPair } from "../compose/ast.js";
import { builtDockerfile } from "../compose/built-dockerfile.js";
import { discoverProject, projectFileNames, type Discovery, type DiscoveryOptions } from "../compose/discover.js";
import type { FileSystem } from "../compose/file-system.js";
import { loadProject, type LoadedProject, type LoadOptions } from "../compose/load-project.js";
import type { ParsedComposeFile } from "../compose/parse.js";
import type { ProjectFile, ProjectFileCache } from "../compose/project-file.js";
import type { ProjectService, ServiceBuild } from "../compose/service.js";
import type { OriginNode, Value } from "../compose/value.js";
import { keyName } from "../compose/yaml-tree.js";
import { partOf } from "./extended-parts.js";
import { extendingServices } from "./extending-services.js";
import { isSeccompOption } from "./container-security.js";
import { partsOfOthers } from "./parts-of-others.js";
import type { ProjectRoot, ProjectScope } from "./project-scope.js";
import { servicesByName } from "./services-by-name.js";
import { writes } from "./writing-files.js";
import type { BuildModel, DockerfileOrigin, OriginPlace, SeccompEntry, ServiceModel, WrittenAt } from "./service-model.js";

export interface ProjectContext {
  fileSystem: FileSystem;
  /** The environment in which Compose would run. */
  variables: Readonly<Record<string, string | undefined>>;
  cache: ProjectFileCache;
  /** Null where a file is judged in the project of its folder, and anew each time. */
  scope?: ProjectScope | null;
}

/** The project that a Compose file belongs to, and the services that this file writes of. */
export interface FileProject {
  /** The file, absolute. */
  path: string;
  project: LoadedProject;
  /** Other projects in which the file is judged too. */
  others: LoadedProject[];
  services: ServiceModel[];
}

/**
 * Loads the project of a Compose file as Compose would: the one that the run names for it; else with its override file
 * where it has one of Compose's own names, else alone. The services are those with a key in this file, as they will run,
 * without those that the chosen profiles leave out.
 */
export function projectOfFile(file: ProjectFile, context: ProjectContext): FileProject {
  context.cache.remember(file, context.fileSystem);
  const project = projectHolding(file.path, context, file);
  const others = otherProjects(file, context);
  return { path: file.path, project, others, services: servicesInAll([project, ...others], file, context) };
}

/** The services that a file writes of, as they run in each project in which it is judged, and those that extend them there. */
export function servicesOfFile(file: ProjectFile, project: LoadedProject, context: ProjectContext): ServiceModel[] {
  return servicesInAll([project, ...otherProjects(file, context)], file, context);
}

function servicesInAll(projects: readonly LoadedProject[], file: ProjectFile, context: ProjectContext): ServiceModel[] {
  return projects.flatMap((project) => servicesIn(project, file, context));
}

function servicesIn(project: LoadedProject, { path: file, ast }: ProjectFile, context: ProjectContext): ServiceModel[] {
  const nodes = ast.project.services;
  const makeModel = modelMaker(project, context, context.scope ?? null);
  if (project.composeFiles.includes(file)) return servicesWritten(project, nodes, makeModel);
  // A service of another file may have the name of one of this file.
  const written = nodes.filter(({ name }) => writes(project, file, name));
  return [...servicesWritten(project, written, makeModel), ...servicesExtending(file, project, nodes, makeModel)];
}

/** The services of a whole project, each as the first of its files writes it. */
export function servicesOfRoot(project: LoadedProject, context: ProjectContext): ServiceModel[] {
  const nodes = [...project.files.values()].flatMap(({ ast }) => ast.project.services);
  return servicesWritten(project, nodes, modelMaker(project, context, null));
}

type MakeModel = (node: Service, service: ProjectService) => ServiceModel;

function servicesWritten(project: LoadedProject, nodes: readonly Service[], makeModel: MakeModel): ServiceModel[] {
  const services = new Map<string, ServiceModel>();
  for (const node of nodes) {
    const service = project.services.get(node.name);
    if (service === undefined || (isNarrowed(project) && !service.enabled)) continue;
    if (!services.has(node.name)) services.set(node.name, makeModel(node, service));
  }
  return [...services.values()];
}

/** The services of other files that extend one of this file: they run what is written here. */
function servicesExtending(
  file: string,
  project: LoadedProject,
  nodes: readonly Service[],
  makeModel: MakeModel,
): ServiceModel[] {
  const extended = extendingServices(project).get(file);
  if (extended === undefined) return [];
  return nodes.flatMap((node) => {
    const services = Array.from(extended.get(node.name) ?? [], (name) => project.services.get(name)).filter((service) => service !== undefined);
    const running = services.filter(({ name, enabled }) => !writes(project, file, name) && (enabled || !isNarrowed(project)));
    return running.map((service) => makeModel(node, service));
  });
}

function otherProjects(file: ProjectFile, context: ProjectContext): LoadedProject[] {
  const roots = context.scope?.alsoIn(file.path) ?? [];
  return roots.map((root) => loadRoot(root, context, { member: file })).filter(({ files }) => files.has(file.path));
}

function modelMaker(
  project: LoadedProject,
  context: ProjectContext,
  scope: ProjectScope | null,
): MakeModel {
  const isToldIn = (file: string): boolean => scope !== null && tells(file, project, scope);
  // From the project's folder Compose resolves the paths of profiles: what lies elsewhere other projects have too, without them.
  const isOwn = (file: string): boolean => project.composeFiles.includes(file) || file.startsWith(path.join(project.directory, path.sep));
  return (node, service) => ({
    ...modelOf(node, service, context),
    folder: project.directory,
    isToldIn,
    reachesOthers: (file, name) => !isOwn(file) || partsOfOthers(project).has(partOf(file, name)),
    securityOptReset: (file) => resetBehind(file, service.name, project),
  });
}

/** The file itself loses what it resets; what later files reset or override is lost to all before them. */
function resetBehind(file: string, name: string, { composeFiles, files }: LoadedProject): OriginPlace | null {
  // What is extended or included comes before all of them.
  const index = composeFiles.indexOf(file);
  for (const [at, path] of composeFiles.entries()) {
    if (at < index) continue;
    const loaded = files.get(path);
    const own = loaded === undefined ? undefined : servicesByName(loaded.ast.project).get(name);
    const value = own?.map?.pairs.find((pair) => keyName(pair) === "security_opt")?.value ?? null;
    const tag = value === null || value.type === "YamlAlias" ? undefined : value.tag?.value;
    if (value !== null && (tag === "!reset" || (tag === "!override" && at > index))) return { file: path, line: value.loc.start.line, tag };
  }
  return null;
}

/** Whether a file is linted in this run, as one of this project. */
function tells(file: string, { composeFiles }: LoadedProject, scope: ProjectScope): boolean {
  if (!scope.linted.has(file)) return false;
  if (composeFiles.includes(file)) return true;
  return [scope.rootOf(file), ...scope.alsoIn(file)].some((root) => isDeepStrictEqual(root?.files, composeFiles));
}

/**
 * The project in which a Compose file is judged.
 * @param member the file as it is at hand, whose nodes the project is to have
 */
export function projectHolding(file: string, context: ProjectContext, member: ProjectFile | null = null): LoadedProject {
  const project = findHolding(file, context, member);
  if (context.scope != null) context.scope.memory.lastHeld = { file, project };
  return project;
}

function findHolding(file: string, context: ProjectContext, member: ProjectFile | null): LoadedProject {
  const root = context.scope?.rootOf(file);
  if (root !== undefined) {
    const project = loadRoot(root, context, { member });
    if (project.files.has(file)) return project;
  }
  const workingDirectory = path.dirname(file);
  const options: DiscoveryOptions = { ...context.scope?.options, workingDirectory, environment: context.variables };
  const found = projectFound(file, options, context);
  return loadRoot({ files: found?.files ?? [file], workingDirectory }, context, { found, member });
}

/**
 * Loads a project, or takes it from the run's memory.
 * @param found what Compose's own search found, where it found these files
 * @param member a file of the project as it is at hand: a project whose nodes are of an earlier parse of it is loaded anew
 */
export function loadRoot(
  { files, workingDirectory }: ProjectRoot,
  context: ProjectContext,
  { found = null, member = null }: { found?: Discovery | null; member?: ProjectFile | null } = {},
): LoadedProject {
  const { fileSystem, variables, cache, scope } = context;
  // From elsewhere the search reads one more `.env` file than a call with these files would.
  const isSame = found?.directory === workingDirectory;
  const options: LoadOptions = {
    ...scope?.options,
    workingDirectory,
    environment: variables,
    cache,
  };
  const load = (): LoadedProject => {
    const known = isSame ? { found: whereGiven(scope?.memory.made(found) ?? found) } : {};
    return loadProject(files, { ...options, ...known }, fileSystem);
  };
  if (scope == null) return load();
  const key = keyOf({ files, workingDirectory });
  const project = scope.memory.get(key, load);
  const known = member === null ? undefined : project.files.get(member.path);
  if (known === undefined || known.parsed === member?.parsed) return project;
  scope.memory.forget(key);
  return scope.memory.get(key, load);
}

/** Which of two files with default names counts is no problem where the files are given. */
function whereGiven(found: Discovery): Discovery {
  return { ...found, problems: found.problems.filter(({ code }) => code !== "ambiguous-file") };
}

/**
 * A file as it was parsed for the project at hand; null where that is not the file's own, or has another text. Of a project of
 * many files those that were read long ago are nowhere else, and another parse would have the whole project loaded anew.
 */
export function parsedInProject(path: string, text: string, scope: ProjectScope): ParsedComposeFile | null {
  for (const root of [scope.rootOf(path), ...scope.alsoIn(path)]) {
    const file = root === undefined ? undefined : scope.memory.known(keyOf(root))?.files.get(path);
    if (file?.text === text) return file.parsed;
  }
  return null;
}

function keyOf({ files, workingDirectory }: ProjectRoot): string {
  return JSON.stringify([files, workingDirectory]);
}

/** Whether the user chose profiles; without a choice all services are judged. */
function isNarrowed({ profiles }: LoadedProject): boolean {
  return profiles.some((profile) => profile !== "");
}

/** What Compose finds by itself if this file is among it; null for any other, which is judged alone. */
function projectFound(file: string, options: DiscoveryOptions, { fileSystem, scope }: ProjectContext): Discovery | null {
  const { COMPOSE_FILE: listed } = options.environment;
  if (!projectFileNames.includes(path.basename(file)) && listed === undefined) return null;
  const search = (): Discovery => discoverProject([], options, fileSystem);
  const found = scope == null ? search() : scope.memory.search(search);
  return found.files.includes(file) ? found : null;
}

function modelOf(
  node: Service,
  service: ProjectService,
  context: ProjectContext,
): Omit<ServiceModel, "folder" | "isToldIn" | "reachesOthers" | "securityOptReset"> {
  const { image, build } = service;
  const values = (traced: readonly { value: string }[]): string[] => traced.map(({ value }) => value);
  return {
    node,
    name: service.name,
    merged: service,
    image:
      image === null
        ? null
        : { at: writtenAt(image.from), reference: image.value, missing: missingVariables(image.from) },
    build: build === null ? null : buildOf(build, context),
    command: service.command?.value ?? null,
    entrypoint: service.entrypoint?.value ?? null,
    privileged: service.privileged?.value ?? false,
    capAdd: values(service.capAdd),
    capDrop: values(service.capDrop),
    securityOpt: values(service.securityOpt),
    seccompEntry: seccompEntryOf(service),
  };
}

/** Docker obeys the last one. */
function seccompEntryOf({ securityOpt }: ProjectService): SeccompEntry | null {
  const entry = securityOpt.findLast(({ value }) => isSeccompOption(value));
  if (entry === undefined) return null;
  const { origin, via } = entry.from;
  return { ...origin, inherited: via.some(({ kind }) => kind === "extends") };
}

function missingVariables(value: Value): string[] {
  const variables = value.kind === "scalar" ? (value.template?.variables ?? []) : [];
  return variables.filter(({ missing }) => missing).map(({ name }) => name);
}

function buildOf(build: ServiceBuild, { variables, fileSystem }: ProjectContext): BuildModel {
  const args: Record<string, string> = {};
  for (const [name, { value }] of build.args) {
    const known = value ?? variables[name];
    if (known !== undefined) args[name] = known;
  }
  const contexts: Record<string, string> = {};
  for (const [name, { value }] of build.additionalContexts) if (value !== null) contexts[name] = value;
  return { at: writtenAt(build.from), dockerfile: dockerfileOf(build, fileSystem), target: build.target?.value ?? null, args, contexts };
}

function dockerfileOf(build: ServiceBuild, fileSystem: FileSystem): DockerfileOrigin {
  const inline = build.dockerfileInline;
  if (inline !== null) return { kind: "inline", text: inline.value, value: inline.from };
  if (build.dockerfilePath !== null) return { kind: "file", path: builtDockerfile(build.dockerfilePath, fileSystem) };
  return { kind: "remote", context: build.context?.value ?? "" };
}

/** The place where the service says it: for a value behind an alias that of the alias, not that of the anchor. */
export function writtenAt(value: Value): WrittenAt {
  const { origin, via } = value;
  let { file, node } = origin;
  for (const step of via) {
    if (step.kind !== "alias" || step.origin.node.type !== "YamlAlias" || step.origin.node.target !== node) break;
    ({ file, node } = step.origin);
  }
  return { file, pair: pairOf(node), value };
}

function pairOf(node: OriginNode): YamlPair | null {
  if (node.type === "Place") return null;
  if (node.type === "YamlPair") return node;
  return node.parent.type === "YamlPair" ? node.parent : null;
}
