import { closeSync, existsSync, openSync, readFileSync, readSync } from "node:fs";
import path from "node:path";
import type { TakenIn } from "../project-files.js";
import type { Dependencies, Dependency } from "../run/dependency.js";
import { readerOfFiles } from "../run/file-stamps.js";
import { describeWriteProblem, writeFileSafely } from "../write-file.js";
import { CACHE_START, contentOf, cutLine, emptyLine, fitsInLine, outcomeOf, partOf, readCacheText, textOfContent, textOfOutcome, textOfPart, writeCacheText, type FileLine } from "./cache-text.js";
import type { HasAnswer } from "./dependency-form.js";
import type { CacheStore, Kept, KeptContent, KeptOutcome } from "./lint-cache.js";
import { QuestionTable, type PartOfFile } from "./question-table.js";

/** The file is not written anew for stamps alone where they spare the next run less than that: so many files, and a part of all. */
const STAMPS_THAT_MATTER = { least: 100, part: 0.05 };

/** What is kept between runs, in a file; nothing of it is parsed before it is asked for. */
export class CacheFile implements CacheStore {
  readonly #file: string;
  readonly #key: string;
  readonly #reader: string;
  #lines = new Map<string, string | FileLine>();
  #questions = new QuestionTable();
  /** Lists that several files share, of which the stamps are known. */
  readonly #stamped = new WeakSet<Dependencies>();
  #stampsHold = true;
  #isChanged = false;
  #newStamps = 0;

  /**
   * @param file its path
   * @param key what must be the same for anything kept to count: the version of the program, for instance
   * @param reader who reads the files, for whom alone stamps hold
   */
  constructor(file: string, key: string, reader = readerOfFiles()) {
    this.#file = file;
    this.#key = key;
    this.#reader = reader;
    const text = existsSync(file) ? readText(file, key) : null;
    // What cannot be read is written anew.
    if (text === null) return;
    this.#lines = text.lines;
    this.#questions = new QuestionTable(text.forms, text.shared);
    this.#stampsHold = text.reader === this.#reader;
  }

  /** All questions on which results depend; one on which several do may be there several times. */
  get dependencies(): readonly Dependency[] {
    const parts = Array.from(this.#lines.keys()).flatMap((file) => {
      const { takenIn, outcome } = this.#lineOf(file);
      return partsOf(file, takenIn, outcome);
    });
    return this.#questions.dependencies(parts);
  }

  content(file: string): KeptContent | null {
    return contentOf(this.#lineOf(file).content);
  }

  takenIn(file: string): Kept<readonly TakenIn[]> | null {
    return this.#kept(file, "takenIn", (rest) => (rest === "" ? [] : (JSON.parse(rest) as TakenIn[])));
  }

  outcome(file: string): Kept<KeptOutcome> | null {
    return this.#kept(file, "outcome", (rest) => outcomeOf(file, rest));
  }

  keepContent(file: string, kept: KeptContent): void {
    const line = this.#lineOf(file);
    const content = textOfContent(kept);
    if (line.content === content) return;
    this.#lines.set(file, { ...line, content });
    this.#newStamps += 1;
  }

  keepTakenIn(file: string, value: readonly TakenIn[], dependencies: Dependencies): void {
    this.#keep(file, "takenIn", value.length === 0 ? "" : JSON.stringify(value), dependencies);
  }

  keepOutcome(file: string, outcome: KeptOutcome, dependencies: Dependencies): void {
    this.#keep(file, "outcome", textOfOutcome(file, outcome), dependencies);
  }

  /** Writes what is new. What is kept of files that are gone goes too. Returns why it could not be written, or null. */
  save(): string | null {
    const { least, part } = STAMPS_THAT_MATTER;
    if (!this.#isChanged && this.#newStamps < Math.max(least, this.#lines.size * part)) return null;
    try {
      writeFileSafely(this.#file, this.#text());
      return null;
    } catch (error) {
      return describeWriteProblem(error);
    }
  }

  #lineOf(file: string): FileLine {
    const line = this.#lines.get(file);
    if (typeof line !== "string") return line ?? emptyLine;
    const cut = this.#stampsHold ? cutLine(line) : { ...cutLine(line), content: "" };
    this.#lines.set(file, cut);
    return cut;
  }

  #kept<Value>(file: string, name: "takenIn" | "outcome", valueOf: (rest: string) => Value): Kept<Value> | null {
    const part = partOf(this.#lineOf(file)[name]);
    if (part === null) return null;
    return { holds: (hasAnswer: HasAnswer) => this.#questions.holds(file, part, hasAnswer), value: () => valueOf(part.rest) };
  }

  #keep(file: string, name: "takenIn" | "outcome", rest: string, dependencies: Dependencies): void {
    this.#lines.set(file, { ...this.#lineOf(file), [name]: this.#questions.add(file, dependencies, rest) });
    this.#isChanged = true;
    this.#keepStamps(dependencies);
  }

  #keepStamps({ own, shared }: Dependencies): void {
    for (const [, about, digest, stamp] of own) if (stamp !== undefined) this.keepContent(about, { stamp, digest });
    for (const list of shared) {
      if (this.#stamped.has(list)) continue;
      this.#stamped.add(list);
      this.#keepStamps(list);
    }
  }

  #text(): string {
    const used = new QuestionTable();
    const take = used.takerFrom(this.#questions);
    const renumbered = (text: string): string => {
      const part = partOf(text);
      return part === null ? "" : textOfPart(take(part));
    };
    const files = [...this.#lines.keys()].filter((file) => fitsInLine(file) && existsSync(file)).sort();
    const lines = files.map((file): [string, FileLine] => {
      const { content, takenIn, outcome } = this.#lineOf(file);
      return [file, { content, takenIn: renumbered(takenIn), outcome: renumbered(outcome) }];
    });
    const parts = lines.flatMap(([file, { takenIn, outcome }]) => partsOf(file, takenIn, outcome));
    // What a file holds is kept where a result depends on it.
    const read = used.filesRead(parts);
    const kept = lines.filter(([file, { takenIn, outcome }]) => takenIn !== "" || outcome !== "" || read.has(file));
    return writeCacheText(this.#key, { reader: this.#reader, ...used.texts, lines: kept });
  }
}

function partsOf(file: string, ...texts: string[]): PartOfFile[] {
  return texts.map(partOf).flatMap((part) => (part === null ? [] : [[file, part]]));
}

function readText(file: string, key: string): ReturnType<typeof readCacheText> {
  try {
    return readCacheText(readFileSync(file), key);
  } catch {
    return null;
  }
}

/** Whether a file of this name and with this beginning may be taken for a cache and be replaced. */
export function isReplaceable(file: string): boolean {
  try {
    const start = startOf(file);
    return start === "" || start.startsWith(CACHE_START) || /cache/iu.test(path.basename(file));
  } catch {
    return true;
  }
}

function startOf(file: string): string {
  const bytes = Buffer.alloc(CACHE_START.length);
  const descriptor = openSync(file, "r");
  try {
    return bytes.toString("latin1", 0, readSync(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}
