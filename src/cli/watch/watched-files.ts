import path from "node:path";
import { watch, type ChokidarOptions, type FSWatcher } from "chokidar";
import { fileKind } from "../../eslint/file-kind.js";
import { configurationNames } from "../configuration/configuration-names.js";
import { missingProjectFiles } from "../folder-names.js";
import type { Dependency } from "../run/dependency.js";
import { realPath, skippedFolders } from "../walk-folder.js";
import { FollowedFiles, isFolder, stateOf } from "./followed-files.js";
import { isLimit, type LimitError } from "./watch-limit.js";

// An editor that saves several files, or git at a checkout, is to cause one run.
const QUIET_MILLISECONDS = 80;

// What is gone is told at once, as by what runs read, and not later, which would be taken for another change.
const options = { ignoreInitial: true, ignorePermissionErrors: true, atomic: false };

const namesThatDecide = new Set<string>([...configurationNames, ".gitignore", ".compose-lintignore"]);
const yamlName = /\.ya?ml$/iu;

export interface WatchedPlaces {
  /** Absolute: files, and folders in which files are looked for. */
  roots: readonly string[];
  /** Whether folders below the roots are searched too. */
  isDeep: boolean;
  /** Whether YAML files of any name may be Compose files. */
  detects: boolean;
}

/** Tells of changes to what a run reads or may find. */
export class WatchedFiles {
  readonly #detects: boolean;
  readonly #onChange: (files: readonly string[]) => void;
  readonly #onLimit: (error: LimitError) => void;
  readonly #roots: ReadonlySet<string>;
  /** How the roots are watched. */
  readonly #below: ChokidarOptions;
  #watcher: FSWatcher;
  /** What runs read or looked for. */
  readonly #followed: FollowedFiles;
  /** What the last run read or looked for. */
  #read = new Set<string>();
  /** The folders whose names the last run asked for. */
  #listed = new Set<string>();
  readonly #changed = new Set<string>();
  /** How each file was when it was told of: the two that watch may tell of one change one after the other. */
  readonly #told = new Map<string, string>();
  #timer: NodeJS.Timeout | null = null;

  /**
   * @param onChange gets the files that changed, absolute, once nothing more comes
   * @param onLimit is told that the system watches no more
   */
  constructor({ roots, isDeep, detects }: WatchedPlaces, onChange: (files: readonly string[]) => void, onLimit: (error: LimitError) => void) {
    this.#detects = detects;
    this.#onChange = onChange;
    this.#onLimit = onLimit;
    this.#roots = new Set(roots);
    // Links are not followed: what a run reads behind them is watched as the others are.
    this.#below = { ...options, followSymlinks: false, ignored: isSkippedFolder, ...(isDeep ? {} : { depth: 0 }) };
    this.#followed = new FollowedFiles(
      (file) => { this.#takeFollowed(file); },
      (isNewOrGone, file) => { this.#take(isNewOrGone ? "add" : "change", file); },
      (error) => { this.#takeError(error); },
    );
    for (const root of roots) this.#followed.follow(root);
    this.#watcher = this.#watchRoots();
  }

  /** Settles when the roots are watched. */
  async ready(): Promise<void> {
    await new Promise<void>((resolve) => this.#watcher.once("ready", resolve));
  }

  /**
   * Watches what a run depended on: as it tells, and other files that it looked at. Returns the files that were not watched
   * before.
   */
  follow(dependencies: readonly Dependency[], others: readonly string[]): string[] {
    const about = (...questions: string[]): Set<string> => new Set(dependencies.filter(([question]) => questions.includes(question)).map(([, file]) => file));
    const missing = dependencies.flatMap(([question, folder, names]) => (question === "names" ? missingProjectFiles(folder, Number(names)) : []));
    this.#read = new Set([...about("read", "facts", "real"), ...missing, ...others]);
    this.#listed = about("list");
    return [...this.#read].filter((file) => this.#followed.follow(file));
  }

  /** The folders below the roots that have a file with a name of a configuration. */
  get foldersWithConfiguration(): string[] {
    return Object.entries(this.#watcher.getWatched()).filter(([, names]) => configurationNames.some((name) => names.includes(name))).map(([folder]) => folder);
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#followed.close();
    await this.#watcher.close();
  }

  #watchRoots(): FSWatcher {
    const watcher = watch(Array.from(this.#roots, realPath), this.#below);
    watcher.on("all", (event, file) => { this.#take(event, path.resolve(file)); });
    watcher.on("error", (error) => { this.#takeError(error); });
    return watcher;
  }

  #takeFollowed(file: string): void {
    if (!this.#roots.has(file) || !isFolder(file)) {
      this.#take("change", file);
      return;
    }
    // Another folder than the one that is watched: what is in it is told of once it is watched too.
    void this.#watcher.close();
    this.#watcher = this.#watchRoots();
    this.#watcher.once("ready", () => { this.#take("change", file); });
  }

  /** What else cannot be watched is looked at when something else changes. */
  #takeError(error: unknown): void {
    if (isLimit(error)) this.#onLimit(error);
  }

  #take(event: string, file: string): void {
    if (!this.#counts(event, file) || this.#isTold(file)) return;
    this.#changed.add(file);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const files = [...this.#changed];
      this.#changed.clear();
      this.#onChange(files);
    }, QUIET_MILLISECONDS);
  }

  #isTold(file: string): boolean {
    // The state of a folder tells nothing of what is in it.
    if (isFolder(file)) return false;
    const state = stateOf(file);
    const isTold = this.#told.get(file) === state;
    this.#told.set(file, state);
    return isTold;
  }

  #counts(event: string, file: string): boolean {
    if (this.#read.has(file) || this.#roots.has(file) || namesThatDecide.has(path.basename(file))) return true;
    if (fileKind(file) !== null || (this.#detects && yamlName.test(file))) return true;
    return event !== "change" && this.#listed.has(path.dirname(file));
  }
}

function isSkippedFolder(file: string): boolean {
  return skippedFolders.has(path.basename(file));
}
