import type { Project, Service } from "../compose/ast.js";
import { Attached } from "../memory/attached.js";

// Asked for each service of a file, and the same for all of them.
const known = new Attached<Project, ReadonlyMap<string, Service>>();

/** The services of a file; of several with one name, the first. */
export function servicesByName(project: Project): ReadonlyMap<string, Service> {
  let services = known.get(project);
  if (services === undefined) {
    services = new Map(project.services.toReversed().map((service) => [service.name, service]));
    known.set(project, services);
  }
  return services;
}
