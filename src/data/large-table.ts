import { readFileSync } from "node:fs";
import { fileOfTable } from "./load-table.js";

const NEWLINE = 0x0a;

/**
 * A table of which a run needs few lines: it stays bytes, so that V8 need not hold all of it as a text. Large tables are
 * ASCII, and their lines are sorted.
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
    const bytes = this.#read();
    const wanted = Buffer.from(`${key}\t`);
    let low = bytes.indexOf(NEWLINE) + 1;
    let high = bytes.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const start = bytes.lastIndexOf(NEWLINE, middle - 1) + 1;
      const order = bytes.compare(wanted, 0, wanted.length, start, Math.min(start + wanted.length, bytes.length));
      if (order === 0) return this.#text(start + wanted.length);
      if (order > 0) high = start;
      else low = this.#endOf(start) + 1;
    }
    return null;
  }

  /** The text up to the end of a line. */
  #text(start: number): string {
    return this.#read().toString("latin1", start, this.#endOf(start));
  }

  #endOf(start: number): number {
    const bytes = this.#read();
    const end = bytes.indexOf(NEWLINE, start);
    return end === -1 ? bytes.length : end;
  }

  #read(): Buffer {
    this.#bytes ??= readFileSync(fileOfTable(this.#name));
    return this.#bytes;
  }
}
