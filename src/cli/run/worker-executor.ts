import { Worker } from "node:worker_threads";
import type { NamesOfFolders } from "../folder-names.js";
import type { ScopeParts } from "../project-files.js";
import { UsageError } from "../usage-error.js";
import type { LintAnswer, LintExecutor, LintTask, Survey } from "./lint-task.js";
import type { WorkerMessage, WorkerRequest } from "./lint-worker.js";
import type { SessionPlan } from "./open-session.js";
import { workerEntry } from "./worker-entry.js";
import { WORKER_WORD } from "./worker-word.js";

interface Call {
  resolve: (answer: unknown) => void;
  reject: (error: Error) => void;
}

/** Lints in a thread of its own. */
export class WorkerExecutor implements LintExecutor {
  readonly requestsAtOnce = 4;
  /** Ends when the thread has read its program, or has ended. */
  readonly loaded: Promise<void>;
  readonly #worker: Worker;
  /** Those that wait for an answer, in the order of the answers. */
  #calls: Call[] = [];
  #end: Error | null = null;

  /** @param tell Takes what the thread has to say to the user. */
  constructor(plan: SessionPlan, tell: (text: string) => void) {
    const { cwd, variables } = plan.surroundings;
    // The environment of a process is no plain object, and cannot be handed over.
    const workerData: SessionPlan = { ...plan, surroundings: { cwd, variables: { ...variables } } };
    this.#worker = new Worker(workerEntry, { workerData, argv: [WORKER_WORD] });
    this.loaded = new Promise((resolve) => {
      this.#worker.once("message", resolve).once("exit", resolve);
    });
    this.#worker.on("message", (message: WorkerMessage) => {
      if (message.kind === "tell") tell(message.text);
      else if (message.kind !== "loaded") this.#settle(message);
    });
    this.#worker.on("error", (error) => {
      this.#stop(error);
    });
    this.#worker.on("exit", (code) => {
      this.#stop(new Error(`it ended with status ${code}`));
    });
  }

  async survey(files: readonly string[], isWhole: boolean): Promise<Survey[]> {
    return (await this.#ask({ call: "survey", files, isWhole })) as Survey[];
  }

  async begin(scope: ScopeParts, names: NamesOfFolders): Promise<void> {
    await this.#ask({ call: "begin", scope, names });
  }

  async lint(tasks: readonly LintTask[]): Promise<LintAnswer[]> {
    return (await this.#ask({ call: "lint", tasks })) as LintAnswer[];
  }

  async close(): Promise<void> {
    this.#calls = [];
    this.#end = new Error("it was closed");
    await this.#worker.terminate();
  }

  #ask(request: WorkerRequest): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#end !== null) {
        reject(this.#end);
        return;
      }
      this.#calls.push({ resolve, reject });
      this.#worker.postMessage(request);
    });
  }

  #settle(message: Exclude<WorkerMessage, { kind: "loaded" | "tell" }>): void {
    const call = this.#calls.shift();
    if (message.kind === "answer") call?.resolve(message.answer);
    else call?.reject(message.kind === "refusal" ? new UsageError(message.message) : message.error);
  }

  /** A thread that ends by itself has met what no code of ours could catch. */
  #stop(error: Error & { code?: unknown }): void {
    this.#end ??= new UsageError(
      error.code === "ERR_WORKER_OUT_OF_MEMORY"
        ? "A worker thread ran out of memory, so the files were not all linted. Lint fewer at once with --concurrency 1, or give Node more memory with NODE_OPTIONS=--max-old-space-size=4096."
        : `A worker thread ended before its files were linted: ${error.message}. With --concurrency off they are linted in one thread.`,
    );
    for (const { reject } of this.#calls.splice(0)) reject(this.#end);
  }
}
