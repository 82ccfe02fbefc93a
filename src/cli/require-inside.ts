import type { NamedPlaces } from "./named-places.js";
import { realTarget } from "./write-file.js";

/**
 * Makes sure that a file lies, behind all links, in what the user named.
 * @throws Error that says where it leads, as the end of a sentence.
 */
export function requireInside(file: string, places: NamedPlaces): void {
  const real = places.leadsOutTo(file, realTarget(file));
  if (real !== null) throw new Error(`a symbolic link leads from there to ${real}, outside of what is linted. To have it written, name it`);
}
