import path from "node:path";

/** A path as the user would write it: relative to where they are, unless that leads out of it. */
export function displayPath(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  return relative === "" || relative.startsWith("..") || path.isAbsolute(relative) ? file : relative;
}

/** The same with slashes, for programs that read reports on another system. */
export function reportPath(file: string, cwd: string): string {
  return displayPath(file, cwd).replaceAll("\\", "/");
}
