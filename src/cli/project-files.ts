import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { FileSystem } from "../compose/file-system.js";
import type { LoadedProject } from "../compose/load-project.js";
import { ProjectFileCache } from "../compose/project-file.js";
import { fileKind } from "../eslint/file-kind.js";
import type { ProjectRoot, ProjectScope } from "../facts/project-scope.js";
import { projectOfFile, servicesOfRoot, type ProjectContext } from "../facts/project-services.js";
import { extendingServices } from "../facts/extending-services.js";
import { writingFiles } from "../facts/writing-files.js";
import { ProjectMemory } from "../facts/project-memory.js";
import type { ProjectChoice } from "./project-choice.js";

// Few: what is remembered serves the files of one project, which are judged one after the other.
const PROJECTS_AT_HAND = 16;

/** The files of a run, and what the run knows of the projects that they make. */
export interface RunFiles {
  files: string[];
  cache: ProjectFileCache;
  scope: ProjectScope;
}

/** Of the files found those that links lead to, by their paths without links. */
export type Links = ReadonlyMap<string, string>;

/**
 * The files, and after each Compose file what its project takes in beside it: the files that it includes and extends, and
 * the Dockerfiles of this machine that its services are built from. They are judged in the project that led to them.
 */
export function addProjectFiles(
  files: readonly string[],
  choice: ProjectChoice,
  fileSystem: FileSystem,
  variables: Readonly<Record<string, string | undefined>>,
  { links = new Map(), usedBy = [] }: { links?: Links; usedBy?: readonly TakenIn[] } = {},
): RunFiles {
  const found = new FoundProjects(files, choice, { links, realPath: (file) => fileSystem.realPath(file), usedBy });
  const scope: ProjectScope = { ...found.scope(), memory: new ProjectMemory(PROJECTS_AT_HAND) };
  const context: ProjectContext = { fileSystem, variables, cache: new ProjectFileCache(), scope };
  for (const file of files) found.add(file, mayTakeIn(file, fileSystem) === "nothing" ? [] : takenIn(file, context));
  return { files: [...found.linted].filter((file) => !found.isOtherName(file)), cache: context.cache, scope };
}

/**
 * A file, the project in which it is judged (null for that of its own folder), and whether that holds too where the file is
 * judged in another one already.
 */
export type TakenIn = readonly [file: string, root: ProjectRoot | null, isJudgedAnyway: boolean];

/** What a run knows of its projects as data, to be handed to another thread. */
export interface ScopeParts {
  roots: ReadonlyMap<string, ProjectRoot>;
  alsoIn: ReadonlyMap<string, readonly ProjectRoot[]>;
  linted: ReadonlySet<string>;
}

/** What tells two names of one file, and what is known of the files beside what each takes in. */
export interface FoundFacts {
  links: Links;
  realPath: (file: string) => string;
  /** In which projects files are judged too that are not linted themselves. */
  usedBy?: readonly TakenIn[];
}

/** Puts together which files are linted in which project, from what each file that was found takes in. */
export class FoundProjects implements ScopeParts {
  readonly roots = new Map<string, ProjectRoot>();
  readonly alsoIn = new Map<string, ProjectRoot[]>();
  /** In the order in which they are judged; other names of a file among them. */
  readonly linted = new Set<string>();
  readonly #named: ReadonlySet<string>;
  readonly #choice: ProjectChoice;
  readonly #names: FoundFacts;
  /** Under which name what is taken in is linted, by its path without links. */
  readonly #taken = new Map<string, string>();

  /** @param files All that were found. */
  constructor(files: readonly string[], choice: ProjectChoice, names: FoundFacts) {
    this.#named = new Set(files);
    this.#choice = choice;
    this.#names = names;
    if (choice.root !== null) for (const file of choice.files) this.roots.set(file, choice.root);
    for (const [file, root, isJudgedAnyway] of names.usedBy ?? []) if (root !== null && isJudgedAnyway) this.#judgeAlsoIn(file, root);
  }

  /** To be called for one file after the other, in their order. */
  add(file: string, others: readonly TakenIn[]): void {
    this.linted.add(file);
    for (const [other, root, isJudgedAnyway] of others) {
      this.linted.add(other);
      this.#nameOf(other);
      if (root === null) continue;
      // A file that the user names is judged in the project of its own folder.
      if (!this.#named.has(other) && !this.roots.has(other)) this.roots.set(other, root);
      else if (isJudgedAnyway) this.#judgeAlsoIn(other, root);
    }
  }

  /** Whether a file is linted under another name: of two one is a link. */
  isOtherName(file: string): boolean {
    return !this.#named.has(file) && this.#nameOf(file) !== file;
  }

  /** As data. */
  parts(): ScopeParts {
    return { roots: this.roots, alsoIn: this.alsoIn, linted: this.linted };
  }

  scope(): Omit<ProjectScope, "memory"> {
    return {
      options: this.#choice.options,
      rootOf: (file) => this.roots.get(file),
      alsoIn: (file) => this.alsoIn.get(file) ?? [],
      linted: this.linted,
    };
  }

  #nameOf(file: string): string {
    const { links, realPath } = this.#names;
    const real = realPath(file);
    const name = links.get(real) ?? (this.#named.has(real) ? real : this.#taken.get(real)) ?? file;
    this.#taken.set(real, name);
    return name;
  }

  #judgeAlsoIn(file: string, root: ProjectRoot): void {
    const known = this.alsoIn.get(file) ?? [];
    if ([this.roots.get(file), ...known].some((same) => isDeepStrictEqual(same?.files, root.files))) return;
    this.alsoIn.set(file, [...known, root]);
  }
}

/** What a file may take in, by its text alone: most files take in nothing; do not load a project to learn that. */
export type TakesIn = "nothing" | "dockerfiles" | "files";

export function mayTakeIn(file: string, fileSystem: Pick<FileSystem, "read">): TakesIn {
  if (fileKind(file) === "dockerfile") return "nothing";
  const content = fileSystem.read(file);
  if (!content.ok) return "nothing";
  const { text } = content;
  return text.includes("include") || text.includes("extends") ? "files" : text.includes("build") ? "dockerfiles" : "nothing";
}

/** What the project of a file takes in that may take in something. */
export function takenIn(file: string, context: ProjectContext): TakenIn[] {
  const { fileSystem, cache, scope } = context;
  const chosen = scope?.rootOf(file) ?? null;
  const loaded = cache.load(file, fileSystem);
  if (!loaded.ok) return [];
  const { project } = projectOfFile(loaded.file, context);
  const root = chosen ?? { files: project.composeFiles, workingDirectory: path.dirname(file) };
  const others = [...project.files.keys()].filter((other) => !project.composeFiles.includes(other));
  const writing = new Set(others.length === 0 ? [] : [...writingFiles(project).values()].flatMap((files) => [...files]));
  const dockerfiles = servicesOfRoot(project, context)
    .map(({ build }) => build?.dockerfile)
    .filter((dockerfile) => dockerfile?.kind === "file")
    .map(({ path: dockerfile }) => dockerfile)
    // A Dockerfile that is not there is told of at the service that names it.
    .filter((dockerfile) => fileSystem.facts(dockerfile)?.kind === "file");
  return [
    ...others.map((other): TakenIn => [other, root, writing.has(other) || isExtendedBeside(other, project)]),
    ...dockerfiles.map((dockerfile): TakenIn => [dockerfile, chosen, false]),
  ];
}

/** Paths in the file mean the same for the services that extend it only where both run in the same folder. */
function isExtendedBeside(file: string, project: LoadedProject): boolean {
  return path.dirname(file) === project.directory && extendingServices(project).has(file);
}
