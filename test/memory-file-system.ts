import type { FileContent, FileFacts, FileSystem } from "../src/compose/file-system.js";

/** Files of a test, by absolute path, and links to some of them; there is nothing else. */
export class MemoryFileSystem implements FileSystem {
  readonly #files: ReadonlyMap<string, string>;
  readonly #links: ReadonlyMap<string, string>;

  constructor(files: Readonly<Record<string, string>> = {}, links: Readonly<Record<string, string>> = {}) {
    this.#links = new Map(Object.entries(links));
    this.#files = new Map([...Object.entries(files), ...Array.from(this.#links, ([link, file]) => [link, files[file] ?? ""] as const)]);
  }

  read(path: string): FileContent {
    const text = this.#files.get(path);
    return text === undefined ? { ok: false, problem: "not-found" } : { ok: true, text };
  }

  facts(path: string): FileFacts | null {
    const text = this.#files.get(path);
    if (text !== undefined) return { kind: "file", size: text.length, modified: 1 };
    return this.list(path).length > 0 ? { kind: "directory", size: 0, modified: 1 } : null;
  }

  list(path: string): string[] {
    const names = new Set<string>();
    for (const file of this.#files.keys()) {
      if (file.startsWith(`${path}/`)) names.add(file.slice(path.length + 1).split("/")[0] ?? "");
    }
    return [...names];
  }

  realPath(path: string): string {
    return this.#links.get(path) ?? path;
  }

  homeDirectory(): string | null {
    return null;
  }
}
