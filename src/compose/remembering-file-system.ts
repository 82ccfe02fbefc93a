import type { FileContent, FileSystem } from "./file-system.js";
import { ForwardingFileSystem } from "./forwarding-file-system.js";
import { KeptInTurns } from "../memory/kept-in-turns.js";

interface KnownFile {
  size: number;
  modified: number;
  content: FileContent;
}

/**
 * A file system that keeps the texts it has read and reads a file again only when its size or its time has changed, for
 * a host that lints the same project over and over. What is made of a text can then be remembered under the text.
 */
export class RememberingFileSystem extends ForwardingFileSystem {
  readonly #known: KeptInTurns<KnownFile>;

  /** @param most How many files are kept; the ones read longest ago go first. */
  constructor(below: FileSystem, most = 500) {
    super(below);
    this.#known = new KeptInTurns({ keys: most });
  }

  override read(path: string): FileContent {
    // Before the text: a file that changes in between is then read again next time.
    const facts = this.below.facts(path);
    const known = this.#known.get(path);
    if (facts !== null && known?.size === facts.size && known.modified === facts.modified) return known.content;
    const content = this.below.read(path);
    this.#known.delete(path);
    if (facts !== null && content.ok) this.#known.set(path, { size: facts.size, modified: facts.modified, content });
    return content;
  }
}
