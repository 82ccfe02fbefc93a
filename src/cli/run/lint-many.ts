import type { FileSystem } from "../../compose/file-system.js";
import type { LintRun } from "../../lint/lint-files.js";
import type { Arguments } from "../arguments.js";
import { foundFiles, namedFiles, tellIgnored } from "../found-files.js";
import type { Surroundings } from "../main.js";
import type { Output } from "../output.js";
import type { ProjectChoice } from "../project-choice.js";
import type { ProgressBar } from "../progress-bar.js";
import { describeUnread } from "../read-inputs.js";
import { filesOfShard, type Shard } from "../shard.js";
import { threadsFor, type Concurrency } from "./concurrency.js";
import type { RunOutcome } from "./lint-at-once.js";
import { lintFound, type RunMemory } from "./lint-found.js";
import type { FileOutcome, LintExecutor } from "./lint-task.js";
import { openSession, type Loaded, type SessionPlan } from "./open-session.js";

export interface ManyOptions {
  choice: ProjectChoice;
  fileSystem: FileSystem;
  output: Output;
  concurrency: Concurrency;
  /** Whether a report shows text of the files. */
  keepsSource: boolean;
  /** The part of the files that this run lints; null for all. */
  shard: Shard | null;
  /** What is known from earlier runs; null where nothing is. */
  memory: RunMemory | null;
  /** Shows how much is done; null where nobody looks. */
  progress: ProgressBar | null;
}

/** Lints files one by one, in several threads where there are many, and keeps no more of them than is reported. */
export async function lintMany(
  given: Arguments,
  surroundings: Surroundings,
  loaded: Loaded,
  { concurrency, keepsSource, shard, memory, progress, ...sources }: ManyOptions,
): Promise<RunOutcome> {
  const { choice, fileSystem } = sources;
  const output: Output = { ...sources.output, tell: (text) => { progress?.clear(); sources.output.tell(text); } };
  const found = await foundFiles(given, surroundings, { choice, fileSystem, output });
  const { cwd, variables } = surroundings;
  const plan: SessionPlan = { given, surroundings: { cwd, variables }, choice, keepsSource, records: memory !== null };
  const share = shard === null ? null : filesOfShard(found, shard);
  const executors = new LazyExecutors((files) => executorsFor(plan, loaded, threadsFor(files, concurrency), output));
  const outcome = new CollectedOutcome(cwd);
  try {
    await lintFound({
      found,
      choice,
      executors: (files) => executors.for(files),
      memory,
      ignores: ignoredBy(given, cwd, loaded, output),
      share,
      take: (file) => {
        outcome.add(file);
      },
      progress: (done) => {
        progress?.update(done, found.length);
      },
    });
  } finally {
    progress?.clear();
    await executors.close();
  }
  return outcome;
}

/** Executors are made when there is something to do for them: all may be known. */
class LazyExecutors {
  readonly #make: (files: number) => Promise<LintExecutor[]>;
  #made: LintExecutor[] = [];

  constructor(make: (files: number) => Promise<LintExecutor[]>) {
    this.#make = make;
  }

  async for(files: number): Promise<readonly LintExecutor[]> {
    if (this.#made.length === 0 && files > 0) this.#made = await this.#make(files);
    return this.#made;
  }

  async close(): Promise<void> {
    await Promise.all(this.#made.map((executor) => executor.close()));
  }
}

async function executorsFor(plan: SessionPlan, loaded: Loaded, threads: number, output: Output): Promise<LintExecutor[]> {
  if (threads === 0) return [await openSession(plan, loaded)];
  const { WorkerExecutor } = await import("./worker-executor.js");
  const told = new Set<string>();
  const tellOnce = (text: string): void => {
    if (!told.has(text)) output.tell(text);
    told.add(text);
  };
  return Array.from({ length: threads }, () => new WorkerExecutor(plan, tellOnce));
}

/** Asks the configuration; of files that the user named it is told. */
function ignoredBy(given: Arguments, cwd: string, { configuration }: Loaded, output: Output): (file: string) => Promise<boolean> {
  if (given.switches.has("no-ignore")) return () => Promise.resolve(false);
  const names = namedFiles(given, cwd);
  return async (file) => {
    if (!(await configuration.ignores(file))) return false;
    const name = names.get(file);
    if (name !== undefined) tellIgnored(name, output);
    return true;
  };
}

class CollectedOutcome implements RunOutcome {
  readonly run: LintRun = { results: [], requiredFiles: [], warningCount: 0, failures: [] };
  readonly failures: string[] = [];
  readonly asked = null;
  readonly #cwd: string;

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  add({ file, result, problem, warningCount, failures }: FileOutcome): void {
    if (result !== null) this.run.results.push(result);
    if (problem !== null) this.failures.push(describeUnread(file, problem, this.#cwd));
    this.run.warningCount += warningCount;
    this.run.failures.push(...failures);
  }
}
