import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { digestOfText, type Dependency } from "../run/dependency.js";
import { describeWriteProblem, writeFileSafely } from "../write-file.js";
import type { CacheEntry, CacheStore } from "./lint-cache.js";

/** Raised when the form of the file changes. */
const FORMAT = "compose-lint cache 2";

/** An entry as it is written: its dependencies are numbers of the table. */
type WrittenEntry = [takenIn: [NonNullable<CacheEntry["takenIn"]>, number[]] | null, outcome: [NonNullable<CacheEntry["outcome"]>, number[]] | null];

/**
 * Entries in a file. Its first line says what wrote it and ends with a digest of the rest, so that a file which is older,
 * was cut off, or was written by something else counts as empty. Then come all dependencies, which files of a project
 * share, and a line for each file, which is not parsed before it is asked for.
 */
export class CacheFile implements CacheStore {
  readonly #file: string;
  readonly #key: string;
  readonly #lines = new Map<string, string>();
  readonly #entries = new Map<string, CacheEntry>();
  #table: readonly Dependency[] = [];
  #isChanged = false;

  /**
   * @param file its path
   * @param key what must be the same for any entry to count: the version of the program, for instance
   */
  constructor(file: string, key: string) {
    this.#file = file;
    this.#key = key;
    try {
      this.#read();
    } catch {
      // What cannot be read is written anew.
      this.#lines.clear();
      this.#table = [];
    }
  }

  /** All questions on which the results depend that the file held when it was opened. */
  get dependencies(): readonly Dependency[] {
    return this.#table;
  }

  get(file: string): CacheEntry | undefined {
    let entry = this.#entries.get(file);
    if (entry !== undefined) return entry;
    const line = this.#lines.get(file);
    if (line === undefined) return undefined;
    entry = this.#parsed(line);
    this.#entries.set(file, entry);
    return entry;
  }

  set(file: string, entry: CacheEntry): void {
    this.#entries.set(file, entry);
    this.#isChanged = true;
  }

  /** Writes what is new. Entries of files that are gone go too. Returns why it could not be written, or null. */
  save(): string | null {
    if (!this.#isChanged) return null;
    try {
      writeFileSafely(this.#file, this.#text());
      return null;
    } catch (error) {
      return describeWriteProblem(error);
    }
  }

  #read(): void {
    const text = readFileSync(this.#file, "utf8");
    const end = text.indexOf("\n");
    const rest = text.slice(end + 1);
    if (text.slice(0, end) !== headOf(this.#key, rest)) return;
    const [table = "[]", ...lines] = rest.split("\n");
    this.#table = JSON.parse(table) as Dependency[];
    for (const line of lines) {
      const tab = line.indexOf("\t");
      if (tab !== -1) this.#lines.set(line.slice(0, tab), line.slice(tab + 1));
    }
  }

  #parsed(line: string): CacheEntry {
    const [takenIn, outcome] = JSON.parse(line) as WrittenEntry;
    const withDependencies = <Part>([part, numbers]: [Part, number[]]): Part => ({
      ...part,
      dependencies: numbers.map((number) => this.#table[number]),
    });
    return {
      ...(takenIn === null ? {} : { takenIn: withDependencies(takenIn) }),
      ...(outcome === null ? {} : { outcome: withDependencies(outcome) }),
    };
  }

  #text(): string {
    const table = new DependencyTable();
    const lines: string[] = [];
    const files = new Set([...this.#lines.keys(), ...this.#entries.keys()]);
    for (const file of [...files].sort()) {
      if (/[\t\n]/u.test(file) || !existsSync(file)) continue;
      const entry = this.get(file);
      if (entry !== undefined) lines.push(`${file}\t${JSON.stringify(writtenEntry(entry, table))}`);
    }
    const rest = `${[JSON.stringify(table.all), ...lines].join("\n")}\n`;
    return `${headOf(this.#key, rest)}\n${rest}`;
  }
}

/** Whether a file of this name and with this text may be taken for a cache and be replaced. */
export function isReplaceable(file: string): boolean {
  try {
    const text = readFileSync(file, "utf8");
    return text === "" || text.startsWith("compose-lint cache ") || /cache/iu.test(path.basename(file));
  } catch {
    return true;
  }
}

function headOf(key: string, rest: string): string {
  return `${FORMAT} ${digestOfText(key)} ${digestOfText(rest)}`;
}

function writtenEntry({ takenIn, outcome }: CacheEntry, table: DependencyTable): WrittenEntry {
  const withNumbers = <Part extends { dependencies: readonly Dependency[] }>(part: Part): [Part, number[]] => [
    { ...part, dependencies: undefined },
    part.dependencies.map((dependency) => table.numberOf(dependency)),
  ];
  return [takenIn === undefined ? null : withNumbers(takenIn), outcome === undefined ? null : withNumbers(outcome)];
}

class DependencyTable {
  readonly all: Dependency[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(dependency: Dependency): number {
    const key = dependency.join("\n");
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.all.push(dependency) - 1;
    this.#numbers.set(key, number);
    return number;
  }
}
