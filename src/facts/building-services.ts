import path from "node:path";
import { composeFileNames } from "../compose/discover.js";
import type { FileSystem } from "../compose/file-system.js";
import type { LoadedProject } from "../compose/load-project.js";
import { addToList } from "../memory/add-to-list.js";
import { ProjectQuestion } from "./project-memory.js";
import { loadRoot, projectHolding, servicesOfFile, servicesOfRoot, type ProjectContext } from "./project-services.js";
import { serviceFacts, type FactsOptions, type ServiceFacts } from "./service-facts.js";
import type { ServiceModel } from "./service-model.js";

type WantedFacts = Pick<FactsOptions, "images" | "swarm">;

// A Dockerfile lies in its context or a little below it; further up, another project begins.
const FOLDERS_UPWARD = 4;

/**
 * The services that build a Dockerfile, as the nearest Compose file of its folder or of one above says. A Dockerfile that
 * is reached through a symbolic link is looked for under its own path too.
 */
export function servicesBuilding(dockerfile: string, context: ProjectContext, wanted: WantedFacts): ServiceFacts[] {
  const root = context.scope?.rootOf(dockerfile);
  if (root !== undefined) {
    const project = loadRoot(root, context);
    const builders = buildersOf(project, "", context, () => servicesOfRoot(project, context));
    return factsOf(buildersAmong(builders, dockerfile, context), context, wanted);
  }
  const found = buildersAbove(dockerfile, context, wanted);
  if (found.length > 0) return found;
  const real = context.fileSystem.realPath(dockerfile);
  return real === dockerfile ? [] : buildersAbove(real, context, wanted);
}

function buildersAbove(dockerfile: string, context: ProjectContext, wanted: WantedFacts): ServiceFacts[] {
  let folder = path.dirname(dockerfile);
  for (let step = 0; step < FOLDERS_UPWARD; step += 1) {
    const found = projectIn(folder, context);
    const services = found === null ? [] : buildersAmong(found.builders, dockerfile, context);
    if (services.length > 0) return factsOf(services, context, wanted);
    const above = path.dirname(folder);
    if (above === folder) break;
    folder = above;
  }
  return [];
}

/** The services that build a Dockerfile of this machine, by its path without links: several paths may lead to it. */
type Builders = ReadonlyMap<string, readonly ServiceModel[]>;

const question = new ProjectQuestion<Builders>();

/** @param file the file whose services they are; empty for the whole project */
function buildersOf(project: LoadedProject, file: string, { scope, fileSystem }: ProjectContext, services: () => readonly ServiceModel[]): Builders {
  const find = (): Builders => groupByDockerfile(services(), fileSystem);
  return scope == null ? find() : scope.memory.answer(question, project, file, find);
}

function groupByDockerfile(services: readonly ServiceModel[], fileSystem: FileSystem): Builders {
  const groups = new Map<string, ServiceModel[]>();
  for (const service of services) {
    if (service.build?.dockerfile.kind === "file") addToList(groups, fileSystem.realPath(service.build.dockerfile.path), service);
  }
  return groups;
}

function buildersAmong(builders: Builders, dockerfile: string, { fileSystem }: ProjectContext): readonly ServiceModel[] {
  return builders.size === 0 ? [] : (builders.get(fileSystem.realPath(dockerfile)) ?? []);
}

function factsOf(
  services: readonly ServiceModel[],
  { fileSystem }: ProjectContext,
  wanted: WantedFacts,
): ServiceFacts[] {
  const options = { ...wanted, fileSystem };
  return services.map((service) => serviceFacts(service, options));
}

function projectIn(folder: string, context: ProjectContext): { project: LoadedProject; builders: Builders } | null {
  const name = composeFileNames.find((candidate) => context.fileSystem.facts(path.join(folder, candidate)) !== null);
  if (name === undefined) return null;
  const composeFile = path.join(folder, name);
  const project = projectHolding(composeFile, context);
  const file = project.files.get(composeFile);
  if (file === undefined) return null;
  return { project, builders: buildersOf(project, composeFile, context, () => servicesOfFile(file, project, context)) };
}
