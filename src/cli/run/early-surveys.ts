import type { Executors } from "./executors.js";
import { FILES_OF_A_BATCH, type LintExecutor, type Survey } from "./lint-task.js";

const BATCHES_BETWEEN_COUNTS = 8;
/** So many each other thread gets for one that is left to this one, which also finds the files and tells what came of them. */
const BATCHES_OF_ANOTHER = 2;

/** Files of which another thread was asked what their projects take in. */
export interface AskedSurvey {
  files: readonly string[];
  executor: LintExecutor;
  answer: Promise<Survey[]>;
}

/**
 * Has other threads survey files while this one still looks for more. A part is left to this thread, which has nothing to do
 * once it has found them all.
 */
export class EarlySurveys {
  readonly #executors: Executors;
  readonly #asked: AskedSurvey[] = [];
  #batch: string[] = [];
  #batches = 0;

  constructor(executors: Executors) {
    this.#executors = executors;
  }

  /** Takes a file that was found, which may be left out in the end. */
  take(file: string): void {
    this.#batch.push(file);
    if (this.#batch.length < FILES_OF_A_BATCH) return;
    const others = this.#executors.others;
    const turn = this.#batches % (BATCHES_OF_ANOTHER * others.length + 1);
    const next = others[Math.floor(turn / BATCHES_OF_ANOTHER)];
    if (next !== undefined) this.#ask(next, this.#batch);
    this.#batch = [];
    this.#batches += 1;
    if (this.#batches % BATCHES_BETWEEN_COUNTS === 0) this.#executors.expect(this.#batches * FILES_OF_A_BATCH);
  }

  get asked(): readonly AskedSurvey[] {
    return this.#asked;
  }

  #ask(executor: LintExecutor, files: readonly string[]): void {
    const answer = executor.survey(files, false);
    // What went wrong is told where the answer is waited for.
    answer.catch(() => undefined);
    this.#asked.push({ files, executor, answer });
  }
}
