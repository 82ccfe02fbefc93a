import type { LoadedProject } from "../compose/load-project.js";
import { placeInScalar } from "../compose/scalar-place.js";
import type { SourceLocation } from "../text/source-range.js";

/** A place where Compose puts an empty text for a variable and warns. */
export interface UnsetVariable {
  name: string;
  loc: SourceLocation;
}

/** The uses of variables in a file that have no value in one of its projects, each once, in reading order. */
export function unsetVariables(file: string, projects: readonly LoadedProject[]): UnsetVariable[] {
  const found = new Map<number, UnsetVariable>();
  for (const { file: used, scalar, use } of projects.flatMap(({ variables }) => variables)) {
    if (!use.missing || used.path !== file) continue;
    const place = placeInScalar(used, scalar, use.range);
    // A value behind an alias is read as often as it is used.
    found.set(place.range[0], { name: use.name, loc: place.loc });
  }
  return [...found].sort(([a], [b]) => a - b).map(([, variable]) => variable);
}
