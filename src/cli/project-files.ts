import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { FileSystem } from "../compose/file-system.js";
import type { LoadedProject } from "../compose/load-project.js";
import { ProjectFileCache } from "../compose/project-file.js";
import { fileKind } from "../eslint/file-kind.js";
import type { ProjectRoot, ProjectScope } from "../facts/project-scope.js";
import { projectOfFile, servicesOfRoot, type ProjectContext } from "../facts/project-services.js";
import { extendingServices } from "../facts/extending-services.js";
import { Remembered } from "../facts/remembered.js";
import type { ProjectChoice } from "./project-choice.js";

// Few: what is remembered serves the files of one project, which are judged one after the other.
const PROJECTS_AT_HAND = 16;

/** The files of a run, and what the run knows of the projects that they make. */
export interface RunFiles {
  files: string[];
  cache: ProjectFileCache;
  scope: ProjectScope;
}

/**
 * The files, and after each Compose file what its project takes in beside it: the files that it includes and extends, and
 * the Dockerfiles of this machine that its services are built from. They are judged in the project that led to them.
 */
export function addProjectFiles(
  files: readonly string[],
  choice: ProjectChoice,
  fileSystem: FileSystem,
  variables: Readonly<Record<string, string | undefined>>,
): RunFiles {
  const roots = new Map<string, ProjectRoot>();
  if (choice.root !== null) for (const file of choice.files) roots.set(file, choice.root);
  const extendedBy = new Map<string, ProjectRoot[]>();
  const linted = new Set<string>();
  const scope: ProjectScope = {
    options: choice.options,
    rootOf: (file) => roots.get(file),
    extendedBy: (file) => extendedBy.get(file) ?? [],
    linted,
    memory: new Remembered<LoadedProject>(PROJECTS_AT_HAND),
  };
  const context: ProjectContext = { fileSystem, variables, cache: new ProjectFileCache(), scope };
  const named = new Set(files);
  for (const file of files) {
    linted.add(file);
    if (fileKind(file) === "dockerfile") continue;
    for (const [other, root, isExtended] of takenIn(file, context)) {
      linted.add(other);
      if (root !== null && isExtended && named.has(other) && !roots.has(other)) {
        const known = extendedBy.get(other) ?? [];
        extendedBy.set(other, known);
        if (!known.some(({ files: same }) => isDeepStrictEqual(same, root.files))) known.push(root);
      }
      // A file that the user names is judged in the project of its own folder.
      if (root !== null && !named.has(other) && !roots.has(other)) roots.set(other, root);
    }
  }
  return { files: [...linted], cache: context.cache, scope };
}

/**
 * A file, the project in which it is judged (null for that of its own folder), and whether services of that project
 * which runs in the file's folder extend it.
 */
type TakenIn = [file: string, root: ProjectRoot | null, isExtended: boolean];

/** What the project of a file takes in. */
function takenIn(file: string, context: ProjectContext): TakenIn[] {
  const { fileSystem, cache, scope } = context;
  const chosen = scope?.rootOf(file) ?? null;
  const content = fileSystem.read(file);
  // Most files take in nothing; do not load a project to learn that.
  if (!content.ok || !/build|include|extends/u.test(content.text)) return [];
  const loaded = cache.load(file, fileSystem);
  if (!loaded.ok) return [];
  const { project } = projectOfFile(loaded.file, context);
  const root = chosen ?? { files: project.composeFiles, workingDirectory: path.dirname(file) };
  const others = [...project.files.keys()].filter((other) => !project.composeFiles.includes(other));
  const dockerfiles = servicesOfRoot(project, context.variables)
    .map(({ build }) => build?.dockerfile)
    .filter((dockerfile) => dockerfile?.kind === "file")
    .map(({ path: dockerfile }) => dockerfile)
    // A Dockerfile that is not there is told of at the service that names it.
    .filter((dockerfile) => fileSystem.facts(dockerfile)?.kind === "file");
  return [
    ...others.map((other): TakenIn => [other, root, isExtendedBeside(other, project)]),
    ...dockerfiles.map((dockerfile): TakenIn => [dockerfile, chosen, false]),
  ];
}

/** Paths in the file mean the same for the services that extend it only where both run in the same folder. */
function isExtendedBeside(file: string, project: LoadedProject): boolean {
  return path.dirname(file) === project.directory && extendingServices(project).has(file);
}
