/** Why a file could not be read. */
export type FileProblem = "not-found" | "no-permission" | "not-a-file" | "too-large" | "not-text" | "unreadable";

export type FileContent = { ok: true; text: string } | { ok: false; problem: FileProblem };

export interface FileFacts {
  kind: "file" | "directory" | "other";
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970, or any other number that changes when the content does. */
  modified: number;
}

/**
 * All that `src/compose` does with files. Paths are absolute. An editor gives the text of its buffers instead of what is
 * on the disk; no method throws.
 */
export interface FileSystem {
  read(path: string): FileContent;
  /** Null if there is nothing at the path. */
  facts(path: string): FileFacts | null;
  /** The names in a directory; empty if there is none. */
  list(path: string): string[];
  /** The path with symbolic links followed; the path itself if that fails. */
  realPath(path: string): string;
  /** What `~` stands for; null if unknown. */
  homeDirectory(): string | null;
}
