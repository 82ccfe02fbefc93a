import { statSync } from "node:fs";
import type { FileSystem } from "../../compose/file-system.js";
import { digestOf, isDigest } from "../run/dependency.js";
import { stampOf, type FileStamps } from "../run/file-stamps.js";
import { answerOf } from "../run/recorder.js";
import type { KeptContent } from "./lint-cache.js";

/** Where it is kept between runs what files were seen to hold. */
export interface ContentStore {
  content(file: string): KeptContent | null;
  keepContent(file: string, content: KeptContent): void;
}

interface Sources {
  store: ContentStore;
  fileSystem: FileSystem;
  /** Is told of the files that the file system opens. */
  stamps: FileStamps;
  /** Is told of each file that is not read. */
  noteKnown: (file: string) => void;
}

/** Tells what files hold, and reads for that only those that have not the stamp that they had. */
export class FileContents {
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** The digest of what reading a file gives. */
  digest(file: string): string {
    const { store, fileSystem, stamps, noteKnown } = this.#sources;
    const known = store.content(file);
    if (known !== null && known.stamp === stampNow(file)) {
      noteKnown(file);
      return known.digest;
    }
    const digest = digestOf(answerOf({ kind: "read", path: file, answer: fileSystem.read(file) }));
    const stamp = stamps.ofRead(file);
    if (stamp !== null && isDigest(digest)) store.keepContent(file, { stamp, digest });
    return digest;
  }
}

function stampNow(file: string): string | null {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats === undefined ? null : stampOf(stats);
  } catch {
    // What is wrong is found out when it is read.
    return null;
  }
}
