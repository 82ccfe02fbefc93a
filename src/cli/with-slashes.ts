import path from "node:path";

/** A path with slashes, for what is the same on all systems. Only on Windows does a backslash part names; elsewhere it is in one. */
export function withSlashes(file: string, separator: string = path.sep): string {
  return separator === "\\" ? file.replaceAll("\\", "/") : file;
}
