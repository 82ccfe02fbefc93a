import { dirname } from "node:path";
import type { FileContent, FileFacts, FileSystem } from "../../src/compose/file-system.js";

/** Files that exist only here. Paths are absolute, with `/`. */
export class MemoryFileSystem implements FileSystem {
  readonly #files: ReadonlyMap<string, string>;
  readonly #directories = new Set<string>(["/"]);
  reads = 0;

  constructor(files: ReadonlyMap<string, string>) {
    this.#files = files;
    for (const path of files.keys()) {
      for (let directory = dirname(path); directory !== "/"; directory = dirname(directory)) this.#directories.add(directory);
    }
  }

  read(path: string): FileContent {
    this.reads += 1;
    const text = this.#files.get(path);
    if (text !== undefined) return { ok: true, text };
    return { ok: false, problem: this.#directories.has(path) ? "not-a-file" : "not-found" };
  }

  facts(path: string): FileFacts | null {
    const text = this.#files.get(path);
    if (text !== undefined) return { kind: "file", size: text.length, modified: 1 };
    return this.#directories.has(path) ? { kind: "directory", size: 0, modified: 1 } : null;
  }

  list(path: string): string[] {
    const prefix = path === "/" ? "/" : `${path}/`;
    const names = [...this.#files.keys(), ...this.#directories]
      .filter((file) => file.startsWith(prefix) && file !== prefix)
      .map((file) => file.slice(prefix.length).split("/", 1)[0] ?? "");
    return [...new Set(names)].sort();
  }

  realPath(path: string): string {
    return path;
  }

  homeDirectory(): string {
    return "/home";
  }
}
