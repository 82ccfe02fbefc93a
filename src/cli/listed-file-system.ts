import type { FileContent, FileFacts, FileSystem } from "../compose/file-system.js";
import { ForwardingFileSystem } from "../compose/forwarding-file-system.js";
import type { FolderNames } from "./folder-names.js";

/** A file system that does not ask the one below for files that are known not to be there. */
export class ListedFileSystem extends ForwardingFileSystem {
  readonly #names: FolderNames;

  constructor(below: FileSystem, names: FolderNames) {
    super(below);
    this.#names = names;
  }

  override read(path: string): FileContent {
    return this.#names.mayHold(path) ? this.below.read(path) : { ok: false, problem: "not-found" };
  }

  override facts(path: string): FileFacts | null {
    return this.#names.mayHold(path) ? this.below.facts(path) : null;
  }
}
