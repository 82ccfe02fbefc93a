import { basename, dirname, join } from "node:path";
import type { FileSystem } from "./file-system.js";

/**
 * The Dockerfile that a build reads: where there is no `Dockerfile` it takes `dockerfile`, as BuildKit, buildx and the builder
 * before them do, and no other spelling.
 * @param path Absolute, as the project names it.
 */
export function builtDockerfile(path: string, fileSystem: Pick<FileSystem, "facts">): string {
  if (basename(path) !== "Dockerfile" || fileSystem.facts(path) !== null) return path;
  const lowerCase = join(dirname(path), "dockerfile");
  return fileSystem.facts(lowerCase)?.kind === "file" ? lowerCase : path;
}
