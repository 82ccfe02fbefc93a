import { basename } from "node:path";
import type { FileContent, FileFacts, FileSystem } from "./file-system.js";
import { ForwardingFileSystem } from "./forwarding-file-system.js";

interface FileAbove {
  text: string;
  modified: number;
}

/** A file system with some files replaced or added: the text of a buffer, or a file that is still to be written. */
export class OverlayFileSystem extends ForwardingFileSystem {
  readonly #followsLinks: boolean;
  readonly #files = new Map<string, FileAbove>();

  /**
   * @param options.followsLinks Whether a file above the disk is also found through a linked folder. For a few files: each
   * question about another file of the same name then asks for real paths.
   */
  constructor(below: FileSystem, { followsLinks = false }: { followsLinks?: boolean } = {}) {
    super(below);
    this.#followsLinks = followsLinks;
  }

  /** Puts a file above the one on the disk; `modified` then differs from the times that a disk has. */
  set(path: string, text: string): void {
    const earlier = this.#files.get(path);
    if (earlier?.text === text) return;
    this.#files.set(path, { text, modified: (earlier?.modified ?? 0) - 1 });
  }

  /** Takes a file away again, so that the one on the disk is there. */
  remove(path: string): void {
    this.#files.delete(path);
  }

  override read(path: string): FileContent {
    const file = this.#fileAt(path);
    return file === undefined ? this.below.read(path) : { ok: true, text: file.text };
  }

  override facts(path: string): FileFacts | null {
    const file = this.#fileAt(path);
    if (file === undefined) return this.below.facts(path);
    return { kind: "file", size: file.text.length, modified: file.modified };
  }

  #fileAt(path: string): FileAbove | undefined {
    const file = this.#files.get(path);
    if (file !== undefined || !this.#followsLinks) return file;
    const name = basename(path);
    for (const [other, above] of this.#files) {
      if (basename(other) === name && this.below.realPath(other) === this.below.realPath(path)) return above;
    }
    return undefined;
  }
}
