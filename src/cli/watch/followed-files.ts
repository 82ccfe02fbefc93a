import { statSync, unwatchFile, watch, watchFile, type BigIntStats, type FSWatcher } from "node:fs";
import path from "node:path";
import { isClosed } from "../walk-folder.js";
import { linksOnTheWay } from "./links-on-the-way.js";

// What is in a folder that may not be listed is looked at so often.
const POLL_MILLISECONDS = 1000;

interface OpenFolder {
  watcher: FSWatcher;
  /** Tells the folder from another one that takes its name. */
  identity: string;
}

/**
 * Follows files and folders by name, whether they are there or not. Each is watched through all folders above it that exist: a
 * watcher of the file itself (so chokidar's) tells of no folder above that is moved, and is lost where the file is gone for a time.
 */
export class FollowedFiles {
  readonly #onChange: (file: string) => void;
  readonly #onEntry: (isNewOrGone: boolean, file: string) => void;
  readonly #onError: (error: unknown) => void;
  /** Of a folder, what is followed in it, or leads to what is followed. */
  readonly #children = new Map<string, Set<string>>();
  /** How each followed file was when it was last looked at. */
  readonly #states = new Map<string, string>();
  /** Of a place behind a link, or of a link on the way there, the followed names that lead there. */
  readonly #namesOf = new Map<string, Set<string>>();
  readonly #folders = new Map<string, OpenFolder>();
  /** Folders that may not be listed, and so not be watched, and what is looked at in them instead. */
  readonly #closed = new Map<string, Set<string>>();

  /**
   * @param onChange gets what is followed and has become another, has come, or is gone
   * @param onEntry gets what happens in a folder that is followed itself
   * @param onError gets why a folder that is there cannot be watched
   */
  constructor(onChange: (file: string) => void, onEntry: (isNewOrGone: boolean, file: string) => void, onError: (error: unknown) => void) {
    this.#onChange = onChange;
    this.#onEntry = onEntry;
    this.#onError = onError;
  }

  /** Follows an absolute path from now on. Returns whether it was not followed before. */
  follow(file: string): boolean {
    if (this.#states.has(file)) return false;
    this.#watchAbove(file);
    this.#watchTarget(file);
    // Only now, so that no change falls between.
    this.#states.set(file, stateOf(file));
    return true;
  }

  close(): void {
    for (const { watcher } of this.#folders.values()) watcher.close();
    this.#folders.clear();
    for (const folder of this.#closed.keys()) this.#endPolling(folder);
  }

  #watchAbove(place: string): void {
    const above: string[] = [];
    for (let child = place, folder = path.dirname(child); folder !== child; child = folder, folder = path.dirname(folder)) {
      const children = this.#children.get(folder);
      if (children?.has(child) === true) break;
      if (children === undefined) this.#children.set(folder, new Set([child]));
      else children.add(child);
      this.#poll(folder, child);
      above.push(folder);
    }
    // From the top, so that what comes meanwhile is told of by the one above.
    for (const folder of above.reverse()) if (!this.#folders.has(folder)) this.#open(folder);
    if (isFolder(place)) this.#open(place);
  }

  /** Where links lead to a file, what is above it is above it in two ways, and what is above each link on the way. */
  #watchTarget(file: string): void {
    for (const place of linksOnTheWay(file)) {
      if (place === file) continue;
      const names = this.#namesOf.get(place) ?? new Set();
      this.#namesOf.set(place, names.add(file));
      this.#watchAbove(place);
    }
  }

  /** Watches a folder, if it is there; anew where it is another than before. */
  #open(folder: string): void {
    const stats = statsOf(folder);
    const identity = stats?.isDirectory() === true ? `${stats.dev}:${stats.ino}` : null;
    const open = this.#folders.get(folder);
    if (open !== undefined) {
      if (open.identity === identity) return;
      this.#shut(folder, open.watcher);
    }
    if (identity === null) return;
    try {
      const watcher = watch(folder, (event, name) => { this.#take(event, folder, name); });
      watcher.on("error", (error) => {
        this.#shut(folder, watcher);
        this.#onError(error);
      });
      this.#folders.set(folder, { watcher, identity });
      this.#endPolling(folder);
    } catch (error) {
      // It may be gone again.
      if (!isClosed(error, folder)) {
        this.#onError(error);
        return;
      }
      if (!this.#closed.has(folder)) this.#closed.set(folder, new Set());
      for (const child of this.#children.get(folder) ?? []) this.#poll(folder, child);
    }
  }

  #poll(folder: string, child: string): void {
    const polled = this.#closed.get(folder);
    if (polled === undefined || polled.has(child)) return;
    polled.add(child);
    watchFile(child, { interval: POLL_MILLISECONDS }, () => { this.#look(child); });
  }

  #endPolling(folder: string): void {
    for (const child of this.#closed.get(folder) ?? []) unwatchFile(child);
    this.#closed.delete(folder);
  }

  #shut(folder: string, watcher: FSWatcher): void {
    watcher.close();
    if (this.#folders.get(folder)?.watcher === watcher) this.#folders.delete(folder);
  }

  #take(event: string, folder: string, name: string | null): void {
    if (name === null) {
      this.#look(folder);
      return;
    }
    const place = path.join(folder, name);
    const children = this.#children.get(folder) ?? new Set();
    const meant = children.has(place) ? [place] : [...children].filter((child) => isSpelledAlike(child, place));
    for (const child of meant) this.#look(child);
    if (meant.length === 0 && this.#states.has(folder)) this.#onEntry(event === "rename", place);
  }

  /** Looks at a place and at all that is followed below it. */
  #look(place: string): void {
    const children = this.#children.get(place);
    if (children !== undefined || this.#folders.has(place)) this.#open(place);
    this.#compare(place);
    for (const name of this.#namesOf.get(place) ?? []) {
      // Another link may lead to the same file.
      this.#watchTarget(name);
      this.#compare(name);
    }
    for (const child of children ?? []) this.#look(child);
  }

  #compare(file: string): void {
    const before = this.#states.get(file);
    if (before === undefined) return;
    const state = stateOf(file);
    if (state === before) return;
    this.#watchTarget(file);
    if (isFolder(file)) this.#open(file);
    this.#states.set(file, state);
    this.#onChange(file);
  }
}

/** Many file systems take upper for lower case, or tell of other Unicode than was asked for. */
function isSpelledAlike(one: string, other: string): boolean {
  return one.normalize("NFC").toLowerCase() === other.normalize("NFC").toLowerCase();
}

/** Differs where a file was written or replaced, and is empty where nothing is there; of what is no file, only where it was replaced. */
export function stateOf(file: string): string {
  const stats = statsOf(file);
  if (stats === null) return "";
  const { dev, ino, mode, size, mtimeNs, ctimeNs } = stats;
  return [dev, ino, mode, ...(stats.isFile() ? [size, mtimeNs, ctimeNs] : [])].join(":");
}

/** Whether a folder is there, maybe behind links. */
export function isFolder(place: string): boolean {
  return statsOf(place)?.isDirectory() === true;
}

function statsOf(file: string): BigIntStats | null {
  try {
    return statSync(file, { bigint: true });
  } catch {
    // It is not there, or a folder above is closed: both may end.
    return null;
  }
}
