import type { FileContent, FileFacts, FileSystem } from "./file-system.js";
import { ForwardingFileSystem } from "./forwarding-file-system.js";

/** A question to a file system, and what it answered. Of what is at a path only the kind counts. */
export type FileAnswer =
  | { kind: "read"; path: string; answer: FileContent }
  | { kind: "facts"; path: string; answer: FileFacts["kind"] | null }
  | { kind: "list"; path: string; answer: readonly string[] }
  | { kind: "real"; path: string; answer: string };

/** A file system that tells what it is asked: also for files that are not there, which may come to be there. */
export class RecordingFileSystem extends ForwardingFileSystem {
  readonly #take: (answer: FileAnswer) => void;

  constructor(below: FileSystem, take: (answer: FileAnswer) => void) {
    super(below);
    this.#take = take;
  }

  override read(path: string): FileContent {
    const answer = this.below.read(path);
    this.#take({ kind: "read", path, answer });
    return answer;
  }

  /** Size and time are for those who remember the text, which is asked for by `read`, or told by `ProjectFileCache`. */
  override facts(path: string): FileFacts | null {
    const facts = this.below.facts(path);
    this.#take({ kind: "facts", path, answer: facts?.kind ?? null });
    return facts;
  }

  override list(path: string): string[] {
    const answer = this.below.list(path);
    this.#take({ kind: "list", path, answer });
    return answer;
  }

  override realPath(path: string): string {
    const answer = this.below.realPath(path);
    this.#take({ kind: "real", path, answer });
    return answer;
  }
}
