import { readFileSync } from "node:fs";
import { fileOfTable } from "./load-table.js";

const NEWLINE = 0x0a;

/**
 * A table of which a run needs few lines: it stays bytes, so that V8 need not hold all of it as a text. Large tables are
 * ASCII.
 */
export class LargeTable {
  readonly #name: string;
  #bytes: Buffer | null = null;
  #head: string | null = null;

  /** @param name file name, such as `official-images.tsv`; it is read when a line is asked for first */
  constructor(name: string) {
    this.#name = name;
  }

  /** The first line, which says where the table is from. */
  head(): string {
    this.#head ??= this.#text(0);
    return this.#head;
  }

  /** What stands behind a key and a tab in the line that begins with them; null where there is none. */
  line(key: string): string | null {
    const sign = `\n${key}\t`;
    const start = this.#read().indexOf(sign);
    return start === -1 ? null : this.#text(start + sign.length);
  }

  /** The text up to the end of a line. */
  #text(start: number): string {
    const bytes = this.#read();
    const end = bytes.indexOf(NEWLINE, start);
    return bytes.toString("latin1", start, end === -1 ? undefined : end);
  }

  #read(): Buffer {
    this.#bytes ??= readFileSync(fileOfTable(this.#name));
    return this.#bytes;
  }
}
