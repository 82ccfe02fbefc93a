import type { FileSystem } from "../compose/file-system.js";
import { ProjectFileCache } from "../compose/project-file.js";
import { fileKind } from "../eslint/file-kind.js";
import { projectOfFile, type ProjectContext } from "../facts/project-services.js";

/** The files, and after each Compose file the Dockerfiles of this machine that its services are built from. */
export function addBuiltDockerfiles(
  files: readonly string[],
  fileSystem: FileSystem,
  variables: Readonly<Record<string, string | undefined>>,
): string[] {
  const context: ProjectContext = { fileSystem, variables, cache: new ProjectFileCache() };
  const all = new Set<string>();
  for (const file of files) {
    all.add(file);
    if (fileKind(file) !== "dockerfile") for (const dockerfile of builtFrom(file, context)) all.add(dockerfile);
  }
  return [...all];
}

function builtFrom(path: string, context: ProjectContext): string[] {
  const { fileSystem, cache } = context;
  const content = fileSystem.read(path);
  // Most files build nothing; do not load a project to learn that.
  if (!content.ok || !content.text.includes("build")) return [];
  const loaded = cache.load(path, fileSystem);
  if (!loaded.ok) return [];
  // A Dockerfile that is not there is told of at the service that names it.
  return projectOfFile(loaded.file, context)
    .services.map(({ build }) => build?.dockerfile)
    .filter((dockerfile) => dockerfile?.kind === "file")
    .map(({ path: dockerfile }) => dockerfile)
    .filter((dockerfile) => fileSystem.facts(dockerfile)?.kind === "file");
}
