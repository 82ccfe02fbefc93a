import type { FileContent, FileFacts, FileSystem } from "./file-system.js";

/** A file system over another one, which answers all that the one above does not answer itself. */
export class ForwardingFileSystem implements FileSystem {
  protected readonly below: FileSystem;

  constructor(below: FileSystem) {
    this.below = below;
  }

  read(path: string): FileContent {
    return this.below.read(path);
  }

  facts(path: string): FileFacts | null {
    return this.below.facts(path);
  }

  list(path: string): string[] {
    return this.below.list(path);
  }

  realPath(path: string): string {
    return this.below.realPath(path);
  }

  homeDirectory(): string | null {
    return this.below.homeDirectory();
  }
}
