import type { FileContent, FileFacts, FileSystem } from "./file-system.js";

/** A file system with some files replaced or added: the text of a buffer, or a file that is still to be written. */
export class OverlayFileSystem implements FileSystem {
  readonly #below: FileSystem;
  readonly #files = new Map<string, { text: string; modified: number }>();

  constructor(below: FileSystem) {
    this.#below = below;
  }

  /** Puts a file above the one on the disk; `modified` then differs from the times that a disk has. */
  set(path: string, text: string): void {
    const earlier = this.#files.get(path);
    if (earlier?.text === text) return;
    this.#files.set(path, { text, modified: (earlier?.modified ?? 0) - 1 });
  }

  read(path: string): FileContent {
    const file = this.#files.get(path);
    return file === undefined ? this.#below.read(path) : { ok: true, text: file.text };
  }

  facts(path: string): FileFacts | null {
    const file = this.#files.get(path);
    if (file === undefined) return this.#below.facts(path);
    return { kind: "file", size: file.text.length, modified: file.modified };
  }

  list(path: string): string[] {
    return this.#below.list(path);
  }

  realPath(path: string): string {
    return this.#files.has(path) ? path : this.#below.realPath(path);
  }

  homeDirectory(): string | null {
    return this.#below.homeDirectory();
  }
}
