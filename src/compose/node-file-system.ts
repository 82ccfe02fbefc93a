import { readdirSync, realpathSync, statSync, type Stats } from "node:fs";
import type { FileContent, FileFacts, FileSystem } from "./file-system.js";
import { readRegularFile } from "./read-regular-file.js";

/** No Compose file or Dockerfile of sense has this many bytes; reading a larger one would only cost memory. */
export const defaultMaximumFileSize = 16 * 1024 * 1024;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The file system of this machine. The only place of `src/compose` that touches it. */
export class NodeFileSystem implements FileSystem {
  readonly #maximumSize: number;
  readonly #tellOpen: ((path: string, stats: Stats) => void) | undefined;

  /**
   * @param maximumSize In bytes; larger files are `too-large`.
   * @param tellOpen Is told what the system says of each file once it is open, before it is read.
   */
  constructor(maximumSize: number = defaultMaximumFileSize, tellOpen?: (path: string, stats: Stats) => void) {
    this.#maximumSize = maximumSize;
    this.#tellOpen = tellOpen;
  }

  read(path: string): FileContent {
    const tellOpen = this.#tellOpen;
    const file = readRegularFile(path, this.#maximumSize, tellOpen === undefined ? undefined : (stats) => { tellOpen(path, stats); });
    return file.ok ? decode(file.bytes) : file;
  }

  facts(path: string): FileFacts | null {
    try {
      // Most paths that are asked for are not there, and an exception takes longer than the question.
      const stats = statSync(path, { throwIfNoEntry: false });
      return stats === undefined ? null : { kind: kindOf(stats), size: stats.size, modified: stats.mtimeMs };
    } catch {
      return null;
    }
  }

  list(path: string): string[] {
    try {
      return readdirSync(path);
    } catch {
      return [];
    }
  }

  realPath(path: string): string {
    try {
      return realpathSync.native(path);
    } catch {
      return path;
    }
  }

  homeDirectory(): string | null {
    try {
      // Loaded when it is asked for, which is seldom.
      return process.getBuiltinModule("node:os").homedir();
    } catch {
      return null;
    }
  }
}

function decode(bytes: Uint8Array): FileContent {
  try {
    return { ok: true, text: utf8.decode(bytes) };
  } catch {
    return { ok: false, problem: "not-text" };
  }
}

function kindOf(stats: Stats): FileFacts["kind"] {
  if (stats.isFile()) return "file";
  return stats.isDirectory() ? "directory" : "other";
}
