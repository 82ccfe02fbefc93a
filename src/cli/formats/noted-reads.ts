import { statSync } from "node:fs";
import type { FileContent, FileFacts, FileSystem } from "../../compose/file-system.js";
import { ForwardingFileSystem } from "../../compose/forwarding-file-system.js";

/** A file whose reading is to be noted. */
export interface WantedFile {
  /** As the user named it. */
  name: string;
  /** Absolute, and without links as far as it is there. */
  path: string;
  isThere: boolean;
}

/** Notes which of some files are read, or looked for. */
export class NotedReads {
  readonly #there = new Map<string, string>();
  readonly #missing = new Map<string, string>();
  /** Those that have further names on their disk, by device and number. */
  readonly #linked = new Map<string, string>();
  #first: string | null = null;

  constructor(wanted: readonly WantedFile[]) {
    for (const { name, path, isThere } of wanted) {
      (isThere ? this.#there : this.#missing).set(path, name);
      const link = isThere ? linkOf(path) : null;
      if (link !== null) this.#linked.set(link, name);
    }
  }

  /** The name of the first of them that was read; null as long as none was. */
  get first(): string | null {
    return this.#first;
  }

  /** @param realPath Gives a path without links. */
  note(path: string, realPath: (path: string) => string): void {
    this.#first ??= this.nameOf(path, realPath);
  }

  /** Under which name a file was wanted; null for any other file. */
  nameOf(path: string, realPath: (path: string) => string): string | null {
    const name = this.#missing.get(path) ?? (this.#there.size === 0 ? undefined : this.#there.get(realPath(path)));
    if (name !== undefined || this.#linked.size === 0) return name ?? null;
    return this.#linked.get(linkOf(path) ?? "") ?? null;
  }

  noting(fileSystem: FileSystem): FileSystem {
    return new NotingFileSystem(fileSystem, (path) => {
      this.note(path, (file) => fileSystem.realPath(file));
    });
  }
}

/** What a file that has several names is known by on this machine; null for one that has a single name, and for none. */
function linkOf(path: string): string | null {
  try {
    const { dev, ino, nlink } = statSync(path);
    return nlink > 1 ? `${dev} ${ino}` : null;
  } catch {
    return null;
  }
}

class NotingFileSystem extends ForwardingFileSystem {
  readonly #note: (path: string) => void;

  constructor(below: FileSystem, note: (path: string) => void) {
    super(below);
    this.#note = note;
  }

  override read(path: string): FileContent {
    this.#note(path);
    return super.read(path);
  }

  override facts(path: string): FileFacts | null {
    this.#note(path);
    return super.facts(path);
  }
}
