import path from "node:path";
import { composeFileNames } from "../compose/discover.js";
import type { LoadedProject } from "../compose/load-project.js";
import { loadRoot, projectOfFile, servicesOfRoot, type FileProject, type ProjectContext } from "./project-services.js";
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
    return factsOf(project, buildersAmong(servicesOfRoot(project, context), dockerfile, context), context, wanted);
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
    const services = buildersAmong(found?.services ?? [], dockerfile, context);
    if (found !== null && services.length > 0) return factsOf(found.project, services, context, wanted);
    const above = path.dirname(folder);
    if (above === folder) break;
    folder = above;
  }
  return [];
}

function buildersAmong(
  services: readonly ServiceModel[],
  dockerfile: string,
  { fileSystem }: ProjectContext,
): ServiceModel[] {
  const pathOf = ({ build }: ServiceModel): string | null =>
    build?.dockerfile.kind === "file" ? build.dockerfile.path : null;
  const named = services.filter((service) => pathOf(service) === dockerfile);
  if (named.length > 0) return named;
  // The same file may have another path, through a linked folder. Most have not, and it takes a look at the disk.
  const real = fileSystem.realPath(dockerfile);
  return services.filter((service) => {
    const built = pathOf(service);
    return built !== null && fileSystem.realPath(built) === real;
  });
}

function factsOf(
  { directory }: LoadedProject,
  services: readonly ServiceModel[],
  { fileSystem }: ProjectContext,
  wanted: WantedFacts,
): ServiceFacts[] {
  const options = { ...wanted, folder: directory, fileSystem };
  return services.map((service) => serviceFacts(service, options));
}

function projectIn(folder: string, context: ProjectContext): FileProject | null {
  const { fileSystem, cache } = context;
  const name = composeFileNames.find((candidate) => fileSystem.facts(path.join(folder, candidate)) !== null);
  if (name === undefined) return null;
  const loaded = cache.load(path.join(folder, name), fileSystem);
  return loaded.ok ? projectOfFile(loaded.file, context) : null;
}
