import type { LoadedProject } from "../compose/load-project.js";
import { Attached } from "../memory/attached.js";
import { partsOf } from "./extending-services.js";

/** By the name of a service: the files that write of it. */
export type WritingFiles = ReadonlyMap<string, ReadonlySet<string>>;

const known = new Attached<LoadedProject, WritingFiles>();

/** Which files say something of which service of a project, those that it extends aside: an override file may add to what is included. */
export function writingFiles(project: LoadedProject): WritingFiles {
  let found = known.get(project);
  if (found === undefined) {
    found = new Map(Array.from(project.services.values(), ({ name, key, value }) => [name, filesOf(key.file, value)]));
    known.set(project, found);
  }
  return found;
}

/** Whether a file says something of a service itself. */
export function writes(project: LoadedProject, file: string, service: string): boolean {
  return writingFiles(project).get(service)?.has(file) === true;
}

function filesOf(keyFile: string, value: Parameters<typeof partsOf>[0]): Set<string> {
  const files = new Set([keyFile]);
  for (const { origin, via } of partsOf(value)) if (!files.has(origin.file) && !via.some(({ kind }) => kind === "extends")) files.add(origin.file);
  return files;
}
