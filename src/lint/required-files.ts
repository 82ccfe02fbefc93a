import type { FileSystem } from "../compose/file-system.js";
import type { OverlayFileSystem } from "../compose/overlay-file-system.js";
import type { PlannedFile } from "../facts/profile-plan.js";
import { addToList } from "../memory/add-to-list.js";
import type { RequiredFile } from "./lint-files.js";

/** The files that chosen fixes refer to. Until they are written they lie above the disk, where the next pass finds them. */
export class RequiredFiles {
  readonly #disk: FileSystem;
  readonly #overlay: OverlayFileSystem;
  #files = new Map<string, PlacedFile>();
  /** By linted file, what its fixes refer to. */
  #namedBy = new Map<string, ReadonlySet<string>>();

  constructor(disk: FileSystem, overlay: OverlayFileSystem) {
    this.#disk = disk;
    this.#overlay = overlay;
  }

  /** Takes the file that a fix of `user` refers to. */
  add(planned: PlannedFile, user: string): void {
    const { path } = planned;
    this.#set({ path, text: planned.text(), before: this.#files.get(path)?.before ?? this.#before(path) });
    this.addUser(path, user);
  }

  /** Takes a fix of `user` that names a file: the fix of another one may have asked for it, so that it is there by now. */
  addUser(path: string, user: string): void {
    if (this.#files.has(path)) this.#namedBy.set(user, new Set(this.#namedBy.get(user)).add(path));
  }

  /** What is required now, to be compared, and to be given to `restore`. */
  state(): RequiredState {
    return { files: new Map(this.#files), namedBy: new Map(this.#namedBy) };
  }

  /** Whether the files, or what stands in them, are others than they were. */
  areOthersThan({ files }: RequiredState): boolean {
    return files.size !== this.#files.size || [...files].some(([path, { text }]) => this.#files.get(path)?.text !== text);
  }

  /** Makes what was required at an earlier time what is required. */
  restore({ files, namedBy }: RequiredState): void {
    for (const path of this.#files.keys()) if (!files.has(path)) this.#overlay.remove(path);
    this.#files = new Map();
    for (const file of files.values()) this.#set(file);
    this.#namedBy = new Map(namedBy);
  }

  all(): RequiredFile[] {
    const users = new Map<string, string[]>();
    for (const [user, paths] of this.#namedBy) {
      for (const path of paths) {
        addToList(users, path, user);
      }
    }
    return Array.from(this.#files.values(), (file) => ({ ...file, neededBy: users.get(file.path) ?? [] }));
  }

  #before(path: string): string | null {
    const content = this.#disk.read(path);
    return content.ok ? content.text : null;
  }

  #set(file: PlacedFile): void {
    this.#files.set(file.path, file);
    this.#overlay.set(file.path, file.text);
  }
}

interface PlacedFile {
  path: string;
  text: string;
  /** What lies there on the disk; null for nothing. */
  before: string | null;
}

export interface RequiredState {
  files: ReadonlyMap<string, PlacedFile>;
  namedBy: ReadonlyMap<string, ReadonlySet<string>>;
}
