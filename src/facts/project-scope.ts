import type { ProjectMemory } from "./project-memory.js";

/** How `docker compose` would be called: what its flags say beyond the files. Paths are absolute. */
export interface ProjectOptions {
  /** `--env-file` */
  envFiles?: readonly string[];
  /** `--project-directory` */
  projectDirectory?: string;
  /** `--profile`; without any, `COMPOSE_PROFILES` counts. */
  profiles?: readonly string[];
}

/** The files that make a project, and where it is called from. */
export interface ProjectRoot {
  /** Absolute, in the order in which they are merged. */
  files: readonly string[];
  /** The folder in which Compose would be called. */
  workingDirectory: string;
}

/** What a run knows of its projects beyond the single files. An editor knows nothing of it. */
export interface ProjectScope {
  options: ProjectOptions;
  /** The project that a file belongs to, where that is not the one which Compose finds in the file's folder. */
  rootOf(path: string): ProjectRoot | undefined;
  /** The other projects in which a file is judged too: those that include it, and those of its folder whose services extend it. */
  alsoIn(path: string): readonly ProjectRoot[];
  /** The files under lint in this run: each tells of its own problems. */
  linted: Pick<ReadonlySet<string>, "has">;
  /** Keeps the projects at hand, so that a project of many files is put together once. Forgotten when a file changes. */
  memory: ProjectMemory;
}
