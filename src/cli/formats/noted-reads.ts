import type { FileContent, FileSystem } from "../../compose/file-system.js";
import { ForwardingFileSystem } from "../../compose/forwarding-file-system.js";

/** Notes which of some files are read. */
export class NotedReads {
  readonly #wanted: ReadonlySet<string>;
  #first: string | null = null;

  /** @param wanted Their absolute paths without links. */
  constructor(wanted: ReadonlySet<string>) {
    this.#wanted = wanted;
  }

  /** The first of them that was read; null as long as none was. */
  get first(): string | null {
    return this.#first;
  }

  /** @param real A path without links. */
  note(real: string): void {
    if (this.#wanted.has(real)) this.#first ??= real;
  }

  noting(fileSystem: FileSystem): FileSystem {
    return new NotingFileSystem(fileSystem, (path) => {
      this.note(fileSystem.realPath(path));
    });
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
}
