import path from "node:path";
import { watch, type FSWatcher } from "chokidar";
import { fileKind } from "../../eslint/file-kind.js";
import { configurationNames } from "../configuration/configuration-names.js";
import { missingProjectFiles } from "../folder-names.js";
import type { Dependency } from "../run/dependency.js";
import { realPath, skippedFolders } from "../walk-folder.js";

// An editor that saves several files, or git at a checkout, is to cause one run.
const QUIET_MILLISECONDS = 80;

const options = { ignoreInitial: true, ignorePermissionErrors: true };

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
  readonly #roots: FSWatcher;
  /** Of what runs read beside the roots: a watcher tells but once that it has begun. */
  readonly #others: FSWatcher[] = [];
  readonly #watched = new Set<string>();
  /** What the last run read or looked for. */
  #read = new Set<string>();
  /** The folders whose names the last run asked for. */
  #listed = new Set<string>();
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  /** @param onChange gets the files that changed, absolute, once nothing more comes */
  constructor({ roots, isDeep, detects }: WatchedPlaces, onChange: (files: readonly string[]) => void) {
    this.#detects = detects;
    this.#onChange = onChange;
    // Links are not followed: what a run reads behind them is watched as the others are.
    this.#roots = watch(roots.map(realPath), { ...options, followSymlinks: false, ignored: isSkippedFolder, ...(isDeep ? {} : { depth: 0 }) });
    this.#listenTo(this.#roots);
  }

  /** Settles when the roots are watched. */
  async ready(): Promise<void> {
    await begun(this.#roots);
  }

  /**
   * Watches what a run depended on: as it tells, and other files that it looked at. Returns the files that were not watched
   * before, once they are.
   */
  async follow(dependencies: readonly Dependency[], others: readonly string[]): Promise<string[]> {
    const about = (...questions: string[]): Set<string> => new Set(dependencies.filter(([question]) => questions.includes(question)).map(([, file]) => file));
    const missing = dependencies.flatMap(([question, folder, names]) => (question === "names" ? missingProjectFiles(folder, Number(names)) : []));
    this.#read = new Set([...about("read", "facts", "real"), ...missing, ...others]);
    this.#listed = about("list");
    const fresh = [...this.#read].filter((file) => !this.#watched.has(file));
    for (const file of fresh) this.#watched.add(file);
    if (fresh.length > 0) {
      const watcher = watch(fresh, { ...options, depth: 0 });
      this.#listenTo(watcher);
      this.#others.push(watcher);
      await begun(watcher);
    }
    return fresh;
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    await Promise.all([this.#roots.close(), ...this.#others.map((watcher) => watcher.close())]);
  }

  #listenTo(watcher: FSWatcher): void {
    watcher.on("all", (event, file) => {
      this.#take(event, file);
    });
    // What cannot be watched is looked at when something else changes.
    watcher.on("error", () => undefined);
  }

  #take(event: string, file: string): void {
    if (!this.#counts(event, path.resolve(file))) return;
    this.#changed.add(path.resolve(file));
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const files = [...this.#changed];
      this.#changed.clear();
      this.#onChange(files);
    }, QUIET_MILLISECONDS);
  }

  #counts(event: string, file: string): boolean {
    if (this.#read.has(file) || namesThatDecide.has(path.basename(file))) return true;
    if (fileKind(file) !== null || (this.#detects && yamlName.test(file))) return true;
    return event !== "change" && this.#listed.has(path.dirname(file));
  }
}

/** Settles when a change is no longer missed. */
async function begun(watcher: FSWatcher): Promise<void> {
  await new Promise<void>((resolve) => watcher.once("ready", resolve));
}

function isSkippedFolder(file: string): boolean {
  return skippedFolders.has(path.basename(file));
}
