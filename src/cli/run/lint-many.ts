import type { FileSystem } from "../../compose/file-system.js";
import type { LintRun } from "../../lint/lint-files.js";
import type { Arguments } from "../arguments.js";
import { foundFiles, namedFiles, tellIgnored } from "../found-files.js";
import type { Surroundings } from "../main.js";
import type { Output } from "../output.js";
import type { ProjectChoice } from "../project-choice.js";
import { describeUnread } from "../read-inputs.js";
import { threadsFor, type Concurrency } from "./concurrency.js";
import type { RunOutcome } from "./lint-at-once.js";
import { lintFound } from "./lint-found.js";
import type { FileOutcome, LintExecutor } from "./lint-task.js";
import { openSession, type Loaded, type SessionPlan } from "./open-session.js";

export interface ManyOptions {
  choice: ProjectChoice;
  fileSystem: FileSystem;
  output: Output;
  concurrency: Concurrency;
  /** Whether a report shows text of the files. */
  keepsSource: boolean;
}

/** Lints files one by one, in several threads where there are many, and keeps no more of them than is reported. */
export async function lintMany(
  given: Arguments,
  surroundings: Surroundings,
  loaded: Loaded,
  { concurrency, keepsSource, ...sources }: ManyOptions,
): Promise<RunOutcome> {
  const { choice, output } = sources;
  const found = await foundFiles(given, surroundings, sources);
  const { cwd, variables } = surroundings;
  const plan: SessionPlan = { given, surroundings: { cwd, variables }, choice, keepsSource, records: false };
  const executors = await executorsFor(plan, loaded, threadsFor(found.length, concurrency), output);
  const outcome = new CollectedOutcome(surroundings.cwd);
  try {
    await lintFound({
      found,
      choice,
      executors,
      memory: null,
      ignores: ignoredBy(given, surroundings.cwd, loaded, output),
      share: null,
      take: (file) => {
        outcome.add(file);
      },
      progress: () => undefined,
    });
  } finally {
    await Promise.all(executors.map((executor) => executor.close()));
  }
  return outcome;
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
