import type { FileSystem } from "../../compose/file-system.js";
import type { FileConfig } from "../../lint/lint-files.js";
import type { FileResult } from "../../lint/lint-result.js";
import type { TakenIn, ScopeParts } from "../project-files.js";
import type { Dependencies } from "../run/dependency.js";
import type { FileOutcome, Survey } from "../run/lint-task.js";
import type { RunMemory } from "../run/lint-found.js";
import type { CurrentAnswers } from "./current-answers.js";
import type { HasAnswer } from "./dependency-form.js";

/** Something that is kept with all that it depends on. */
export interface Kept<Value> {
  /** Whether all that it depends on is as it was. */
  holds: (hasAnswer: HasAnswer) => boolean;
  value: () => Value;
}

/** What a file was seen to hold. */
export interface KeptContent {
  /** Of the file, in which nothing has changed while it is the same. */
  stamp: string;
  digest: string;
}

/** What linting a file gave. */
export interface KeptOutcome {
  /** What was configured for the file. */
  config: string;
  warningCount: number;
  /** The file's text is not kept. */
  result: FileResult;
}

/** Where it is kept between runs. */
export interface CacheStore {
  takenIn(file: string): Kept<readonly TakenIn[]> | null;
  outcome(file: string): Kept<KeptOutcome> | null;
  keepTakenIn(file: string, value: readonly TakenIn[], dependencies: Dependencies): void;
  keepOutcome(file: string, outcome: KeptOutcome, dependencies: Dependencies): void;
}

interface LintCacheOptions {
  store: CacheStore;
  answers: CurrentAnswers;
  fileSystem: FileSystem;
  /** What is configured for a file. */
  configOf: (file: string) => FileConfig | Promise<FileConfig>;
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
    const known = this.#options.store.takenIn(file);
    return known?.holds(this.#options.answers.hasAnswer) === true ? known.value() : null;
  }

  async outcome(file: string): Promise<FileOutcome | null> {
    const { store, configOf, keyOf, answers } = this.#options;
    const known = store.outcome(file);
    if (known?.holds(answers.hasAnswer) !== true) return null;
    const { config, warningCount, result: kept } = known.value();
    if (config !== keyOf(await configOf(file))) return null;
    const result = this.#withSource(kept);
    if (result === null) return null;
    return { file, result, problem: null, warningCount, failures: [], dependencies: null };
  }

  keepTakenIn({ file, takenIn, dependencies }: Survey): void {
    if (dependencies === null || takenIn === "later") return;
    this.#options.store.keepTakenIn(file, takenIn, dependencies);
  }

  /** A file that could not be read, or of which findings are missing, is tried again each time. */
  async keepOutcome({ file, result, warningCount, failures, dependencies }: FileOutcome): Promise<void> {
    if (result === null || failures.length > 0 || dependencies === null) return;
    const { store, configOf, keyOf } = this.#options;
    const config = keyOf(await configOf(file));
    store.keepOutcome(file, { config, warningCount, result }, dependencies);
  }

  /** Null where the text of the file is wanted and cannot be read. */
  #withSource(result: FileResult): FileResult | null {
    const { keepsSource, fileSystem } = this.#options;
    if (!keepsSource || result.messages.length === 0) return result;
    const content = fileSystem.read(result.filePath);
    return content.ok ? { ...result, source: content.text } : null;
  }
}
