import path from "node:path";
import { withSlashes } from "./with-slashes.js";

const globCharacters = /[*?[\]{}!()]/u;

/** Whether a name that no file has may be a glob. */
export function isGlob(name: string): boolean {
  return globCharacters.test(name);
}

/** The folder in which a glob starts, absolute. */
export function globRoot(glob: string, cwd: string): string {
  const parts = withSlashes(glob).split("/");
  const first = parts.findIndex(isGlob);
  // An absolute glob that is one from the first part on starts at the root.
  const start = parts.slice(0, first === -1 ? parts.length : first).join("/");
  return path.resolve(cwd, start === "" && glob.startsWith("/") ? "/" : start || ".");
}
