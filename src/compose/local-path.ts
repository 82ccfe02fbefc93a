import { isAbsolute, join, relative } from "node:path";

const remotePrefixes = ["oci://", "http://", "https://", "git://", "ssh://", "git@", "github.com/"];

/** True for a Compose file that is not on this machine: an OCI artifact, a Git repository or a URL. */
export function isRemoteFile(path: string): boolean {
  return remotePrefixes.some((prefix) => path.startsWith(prefix));
}

/** Joins as Go does: cleaned and without a slash at the end. */
export function joinPath(directory: string, path: string): string {
  const joined = join(directory, path);
  return joined.length > 1 && /[/\\]$/u.test(joined) && !/^[a-z]:\\$/iu.test(joined) ? joined.slice(0, -1) : joined;
}

/** The path, from a directory if it is not absolute. */
export function absolutePath(directory: string, path: string): string {
  return isAbsolute(path) ? path : joinPath(directory, path);
}

/** The way from one absolute directory to another; `.` if they are the same. */
export function relativePath(from: string, to: string): string {
  const way = relative(from, to);
  return way === "" ? "." : way;
}
