import { sep } from "node:path";

/**
 * The path of a file that lies in a folder. `path.join` looks at each character of both, and for names that are known to
 * have nothing to look for that takes longer than all else about them.
 *
 * @param folder absolute, as `path.resolve` gives it
 * @param name without separators
 */
export function pathIn(folder: string, name: string): string {
  return folder.endsWith(sep) ? folder + name : folder + sep + name;
}
