import type { FileContent, FileSystem } from "../../compose/file-system.js";

/** Texts of thousands of usual files. What goes beyond is read again, so that memory does not grow with the files. */
const MOST_CHARACTERS = 4 * 1024 * 1024;

/** Keeps what was read of files to learn what they take in until they are linted: to read them again takes nearly as long as to parse them. */
export class ReadAhead {
  readonly #fileSystem: Pick<FileSystem, "read">;
  readonly #most: number;
  readonly #texts = new Map<string, string>();
  #characters = 0;

  /** @param most Fewer characters than that are kept; none for 0. */
  constructor(fileSystem: Pick<FileSystem, "read">, most: number = MOST_CHARACTERS) {
    this.#fileSystem = fileSystem;
    this.#most = most;
  }

  /** Reads a file that will be linted later. */
  read(file: string): FileContent {
    const known = this.#texts.get(file);
    if (known !== undefined) return { ok: true, text: known };
    const content = this.#fileSystem.read(file);
    if (!content.ok || this.#characters + content.text.length >= this.#most) return content;
    this.#texts.set(file, content.text);
    this.#characters += content.text.length;
    return content;
  }

  /** The file as it was read before, once; else as it is now. */
  take(file: string): FileContent {
    const text = this.#texts.get(file);
    if (text === undefined) return this.#fileSystem.read(file);
    this.#texts.delete(file);
    this.#characters -= text.length;
    return { ok: true, text };
  }
}
