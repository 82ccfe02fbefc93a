import type { LoadedProject } from "../compose/load-project.js";
import type { ProjectService } from "../compose/service.js";
import { Attached } from "../memory/attached.js";
import { isSeccompOption } from "./container-security.js";
import { extendedParts, partOf, placeOfPart } from "./extended-parts.js";

const known = new Attached<LoadedProject, ReadonlySet<string>>();

/**
 * The parts of extended files that reach services of the project which may need something else than those that run what is
 * written there: they have another image, are privileged, or have a seccomp entry of their own.
 */
export function partsOfOthers(project: LoadedProject): ReadonlySet<string> {
  let found = known.get(project);
  if (found === undefined) {
    found = findParts(project);
    known.set(project, found);
  }
  return found;
}

function findParts(project: LoadedProject): Set<string> {
  const parts = extendedParts(project);
  const found = new Set<string>();
  for (const service of project.services.values()) {
    const own = project.composeFiles.map((file) => partOf(file, service.name));
    for (const part of parts.withBases(own)) {
      const [file] = placeOfPart(part);
      if (!project.composeFiles.includes(file) && isUnlike(service, file)) found.add(part);
    }
  }
  return found;
}

/** Whether a service that extends one of a file may need something else than that. */
function isUnlike({ image, build, privileged, securityOpt }: ProjectService, file: string): boolean {
  const written = (build ?? image)?.from;
  if (written?.origin.file !== file || privileged?.value === true) return true;
  return securityOpt.some(({ value, from }) => isSeccompOption(value) && from.origin.file !== file);
}
