import path from "node:path";
import { onOneLine } from "../../text/plain-text.js";
import { withSlashes } from "../with-slashes.js";

/** A path relative to where the user is, unless that leads out of it. */
export function relativePath(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  return relative === "" || relative.startsWith("..") || path.isAbsolute(relative) ? file : relative;
}

/** A path as the user would write it, in one line whatever its name holds. */
export function displayPath(file: string, cwd: string): string {
  return onOneLine(relativePath(file, cwd));
}

/** A path with slashes, for programs that read reports on another system. */
export function reportPath(file: string, cwd: string): string {
  return withSlashes(relativePath(file, cwd));
}
