import type { Output } from "../output.js";
import { takesAllCores, threadsFor, type Concurrency } from "./concurrency.js";
import { compileLightly } from "./light-compilation.js";
import type { LintExecutor } from "./lint-task.js";
import { markAtOnce } from "./marking.js";
import { loadFor, openSession, type Loaded, type SessionPlan } from "./open-session.js";
import type { WorkerExecutor } from "./worker-executor.js";
import { YoungSpace } from "./young-space.js";

interface ExecutorOptions {
  plan: SessionPlan;
  loaded: Loaded;
  output: Output;
  concurrency: Concurrency;
}

/**
 * Those that lint: this thread, and where there are many files others beside it. They are made when there is something to
 * do for them, for all may be known; other threads start while files are still looked for.
 */
export class Executors {
  readonly youngSpace = new YoungSpace();
  readonly #options: ExecutorOptions;
  readonly #told = new Set<string>();
  readonly #workers: WorkerExecutor[] = [];
  #starting: Promise<void> = Promise.resolve();
  #made: readonly LintExecutor[] = [];
  #isClosed = false;

  constructor(options: ExecutorOptions) {
    this.#options = options;
  }

  /** Starts as many threads as so many files will want. */
  expect(files: number): void {
    const others = threadsFor(files, this.#options.concurrency) - 1;
    if (others > this.#workers.length) this.#starting = this.#starting.then(() => this.#start(others));
  }

  /** The threads beside this one that are there by now. */
  get others(): readonly LintExecutor[] {
    return this.#workers;
  }

  async for(files: number): Promise<readonly LintExecutor[]> {
    if (this.#made.length > 0 || files === 0) return this.#made;
    this.expect(files);
    await this.#starting;
    // First the others, which get their requests while this thread is busy.
    this.#made = [...this.#workers, await this.#session()];
    void Promise.all(this.#workers.map(({ loaded }) => loaded)).then(() => {
      this.youngSpace.tend(files);
      markAtOnce(files);
      if (this.#workers.length > 0 && takesAllCores(this.#made.length)) compileLightly();
    });
    return this.#made;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#workers.map((worker) => worker.close()));
  }

  async #start(others: number): Promise<void> {
    const { WorkerExecutor } = await import("./worker-executor.js");
    while (this.#workers.length < others && !this.#isClosed) this.#workers.push(new WorkerExecutor(this.#options.plan, this.#tellOnce));
  }

  async #session(): Promise<LintExecutor> {
    const { plan, loaded, output } = this.#options;
    if (this.#workers.length === 0) return openSession(plan, loaded);
    return openSession(plan, await loadFor(plan.given, plan.surroundings, { ...output, tell: this.#tellOnce }));
  }

  /** What is wrong with a flag or a configuration is seen by each thread. */
  readonly #tellOnce = (text: string): void => {
    if (!this.#told.has(text)) this.#options.output.tell(text);
    this.#told.add(text);
  };
}
