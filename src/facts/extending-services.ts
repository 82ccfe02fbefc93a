import type { LoadedProject } from "../compose/load-project.js";
import type { Value } from "../compose/value.js";
import { Attached } from "../memory/attached.js";
import { extendedParts, partOf } from "./extended-parts.js";

/** By file and name of a service in it: the names of the services of the project that it is extended by. */
export type ExtendingServices = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

// Asked for each file that is extended, and the same for all of them.
const known = new Attached<LoadedProject, ExtendingServices>();

/**
 * The services of a project that get values from a service by `extends`, directly or through others, and those that would: what
 * they override all of may get something more.
 */
export function extendingServices(project: LoadedProject): ExtendingServices {
  let found = known.get(project);
  if (found === undefined) {
    found = findExtending(project);
    known.set(project, found);
  }
  return found;
}

function findExtending(project: LoadedProject): ExtendingServices {
  const found = new Map<string, Map<string, Set<string>>>();
  const add = (file: string, base: string, name: string): void => {
    const inFile = found.get(file) ?? new Map<string, Set<string>>();
    found.set(file, inFile);
    const extending = inFile.get(base) ?? new Set<string>();
    inFile.set(base, extending);
    extending.add(name);
  };
  const parts = extendedParts(project);
  for (const { name, key, value } of project.services.values()) {
    for (const [file, base] of parts.below([key.file, ...project.composeFiles].map((own) => partOf(own, name)))) add(file, base, name);
    for (const part of partsOf(value)) {
      // The innermost step is the one that leaves the file in which the value is written.
      const step = part.via.find(({ kind }) => kind === "extends");
      if (step?.kind !== "extends") continue;
      add(part.origin.file, step.base, name);
    }
  }
  return found;
}

/** A value and all that is in it. */
export function* partsOf(value: Value): Generator<Value> {
  const open = [value];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    yield part;
    if (part.kind === "list") for (const item of part.items) open.push(item);
    if (part.kind === "map") for (const entry of part.entries.values()) open.push(entry.value);
  }
}
