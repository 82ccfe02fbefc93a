import type { FileSystem } from "../../compose/file-system.js";
import type { FileConfig } from "../../lint/lint-files.js";
import type { FileResult } from "../../lint/lint-result.js";
import type { TakenIn, ScopeParts } from "../project-files.js";
import type { Dependency } from "../run/dependency.js";
import type { FileOutcome, Survey } from "../run/lint-task.js";
import type { RunMemory } from "../run/lint-found.js";
import type { CurrentAnswers } from "./current-answers.js";

/** What is kept of a file: what its project takes in, and what linting it gave, each with all that it depends on. */
export interface CacheEntry {
  takenIn?: { value: readonly TakenIn[]; dependencies: readonly Dependency[] };
  outcome?: {
    /** What was configured for the file. */
    config: string;
    /** Without the file's text. */
    result: Omit<FileResult, "source">;
    warningCount: number;
    dependencies: readonly Dependency[];
  };
}

/** Where entries are kept between runs. */
export interface CacheStore {
  get(file: string): CacheEntry | undefined;
  set(file: string, entry: CacheEntry): void;
}

interface LintCacheOptions {
  store: CacheStore;
  answers: CurrentAnswers;
  fileSystem: FileSystem;
  /** What is configured for a file. */
  configOf: (file: string) => Promise<FileConfig>;
  /** A text that differs where what is configured does. */
  keyOf: (config: FileConfig) => string;
  keepsSource: boolean;
}

/** Gives again what linting a file gave before, as long as everything that it depends on is as it was. */
export class LintCache implements RunMemory {
  readonly #options: LintCacheOptions;

  constructor(options: LintCacheOptions) {
    this.#options = options;
  }

  begin(scope: ScopeParts): void {
    this.#options.answers.setScope(scope);
  }

  takenIn(file: string): readonly TakenIn[] | null {
    const known = this.#options.store.get(file)?.takenIn;
    if (known === undefined || !this.#hold(known.dependencies)) return null;
    return known.value;
  }

  async outcome(file: string): Promise<FileOutcome | null> {
    const { store, configOf, keyOf } = this.#options;
    const known = store.get(file)?.outcome;
    if (known === undefined || !this.#hold(known.dependencies)) return null;
    if (known.config !== keyOf(await configOf(file))) return null;
    const result = this.#withSource(known.result);
    if (result === null) return null;
    return { file, result, problem: null, warningCount: known.warningCount, failures: [], dependencies: null };
  }

  keepTakenIn({ file, takenIn, dependencies }: Survey): void {
    if (dependencies === null || takenIn === "later") return;
    const { store } = this.#options;
    store.set(file, { ...store.get(file), takenIn: { value: takenIn, dependencies } });
  }

  /** A file that could not be read, or of which findings are missing, is tried again each time. */
  async keepOutcome({ file, result, warningCount, failures, dependencies }: FileOutcome): Promise<void> {
    if (result === null || failures.length > 0 || dependencies === null) return;
    const { store, configOf, keyOf } = this.#options;
    const config = keyOf(await configOf(file));
    store.set(file, { ...store.get(file), outcome: { config, result: withoutSource(result), warningCount, dependencies } });
  }

  #hold(dependencies: readonly Dependency[]): boolean {
    return dependencies.every((dependency) => this.#options.answers.holds(dependency));
  }

  #withSource(result: Omit<FileResult, "source">): FileResult | null {
    const { keepsSource, fileSystem } = this.#options;
    if (!keepsSource || result.messages.length === 0) return { ...result, source: "" };
    const content = fileSystem.read(result.filePath);
    return content.ok ? { ...result, source: content.text } : null;
  }
}

function withoutSource(result: FileResult): Omit<FileResult, "source"> {
  const kept: Partial<FileResult> = { ...result };
  delete kept.source;
  return kept as Omit<FileResult, "source">;
}
