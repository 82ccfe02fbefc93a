import path from "node:path";
import { composeFileNames } from "../compose/discover.js";
import type { ResolveOptions } from "../image/resolve.js";
import { projectOfFile, type FileProject, type ProjectContext } from "./project-services.js";
import { serviceFacts, type FactsOptions, type ServiceFacts } from "./service-facts.js";

// A Dockerfile lies in its context or a little below it; further up, another project begins.
const FOLDERS_UPWARD = 4;

/** The services that build a Dockerfile, as the nearest Compose file of its folder or of one above says. */
export function servicesBuilding(
  dockerfile: string,
  context: ProjectContext,
  wanted: Pick<FactsOptions, "images" | "swarm">,
): ServiceFacts[] {
  let folder = path.dirname(dockerfile);
  for (let step = 0; step < FOLDERS_UPWARD; step += 1) {
    const found = projectIn(folder, context);
    const services = found?.services.filter(
      ({ build }) => build?.dockerfile.kind === "file" && build.dockerfile.path === dockerfile,
    );
    if (found !== null && services !== undefined && services.length > 0) {
      const options = { ...wanted, folder: found.project.directory, fileSystem: context.fileSystem };
      return services.map((service) => serviceFacts(service, options));
    }
    const above = path.dirname(folder);
    if (above === folder) break;
    folder = above;
  }
  return [];
}

function projectIn(folder: string, context: ProjectContext): FileProject | null {
  const { fileSystem, cache } = context;
  const name = composeFileNames.find((candidate) => fileSystem.facts(path.join(folder, candidate)) !== null);
  if (name === undefined) return null;
  const loaded = cache.load(path.join(folder, name), fileSystem);
  return loaded.ok ? projectOfFile(loaded.file, context) : null;
}
