import { readFileSync, rmSync } from "node:fs";
import type { RequiredFile } from "../../lint/lint-files.js";
import { displayPath } from "../formats/display-path.js";
import type { NamedPlaces } from "../named-places.js";
import type { Output } from "../output.js";
import { requireInside } from "../require-inside.js";
import { describeLeftLinks, describeWriteProblem, requireWritable, writeFileSafely } from "../write-file.js";

interface Write {
  path: string;
  /** Null where there was no file. */
  before: string | null;
  after: string;
}

/** Writes files, each whole or not at all, and takes writes back, the last one first. */
export class FileChanges {
  readonly failures: string[] = [];
  readonly #cwd: string;
  readonly #output: Output;
  readonly #places: NamedPlaces;
  readonly #writes: Write[] = [];

  /** @param places Where it may write: no link is followed that leads out of them. */
  constructor(cwd: string, output: Output, places: NamedPlaces) {
    this.#cwd = cwd;
    this.#places = places;
    this.#output = output;
  }

  get count(): number {
    return this.#writes.length;
  }

  /** Writes the files that a changed file refers to, then that file. Tells of one that cannot be written, and then is false. */
  write(path: string, before: string, after: string, required: readonly RequiredFile[]): boolean {
    // A profile that no file can be made to name would lie there for no use.
    if (after !== before && !this.#isWritable(path)) return false;
    for (const file of required) {
      if (!this.#write({ path: file.path, before: textOf(file.path), after: file.text })) return false;
      this.#output.tell(`Wrote ${displayPath(file.path, this.#cwd)}\n`);
    }
    return after === before || this.#write({ path, before, after });
  }

  /** Takes back what was written after the first `count` writes; false, and nothing is, if a file was changed since. */
  undoTo(count: number): boolean {
    const undone = this.#writes.slice(count).reverse();
    const latest = new Map<string, string>();
    for (const { path, after } of this.#writes.slice(count)) latest.set(path, after);
    if ([...latest].some(([path, text]) => textOf(path) !== text)) return false;
    for (const { path, before } of undone) {
      try {
        if (before === null) rmSync(path);
        else writeFileSafely(path, before);
      } catch (error) {
        this.#fail(path, error);
      }
    }
    this.#writes.length = count;
    for (const path of latest.keys()) this.#output.tell(`Took back the change of ${displayPath(path, this.#cwd)}\n`);
    return true;
  }

  #write(write: Write): boolean {
    try {
      requireInside(write.path, this.#places);
      const left = writeFileSafely(write.path, write.after, write.before);
      if (left > 0) this.#output.tell(`${describeLeftLinks(displayPath(write.path, this.#cwd), left)}\n`);
    } catch (error) {
      return this.#fail(write.path, error);
    }
    this.#writes.push(write);
    return true;
  }

  #isWritable(path: string): boolean {
    try {
      requireInside(path, this.#places);
      requireWritable(path);
      return true;
    } catch (error) {
      return this.#fail(path, error);
    }
  }

  #fail(path: string, error: unknown): false {
    const failure = `${displayPath(path, this.#cwd)} was not written: ${describeWriteProblem(error)}.`;
    this.failures.push(failure);
    this.#output.tell(`${failure}\n`);
    return false;
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
