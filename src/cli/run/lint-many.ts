import type { FileSystem } from "../../compose/file-system.js";
import type { LintRun } from "../../lint/lint-files.js";
import type { FileResult } from "../../lint/lint-result.js";
import type { Arguments } from "../arguments.js";
import type { Counts } from "../formats/finding-words.js";
import type { ReportTargets } from "../formats/report-targets.js";
import type { RunningReports } from "../formats/running-reports.js";
import { ConfiguredIgnores } from "../configured-ignores.js";
import { foundFiles } from "../found-files.js";
import { tellImageFit } from "../image-fit.js";
import { lookIntoFolders } from "../look-into-folders.js";
import type { Surroundings } from "../main.js";
import type { Output } from "../output.js";
import type { ProjectChoice } from "../project-choice.js";
import type { ProgressBar } from "../progress-bar.js";
import { describeUnread, readInputs } from "../read-inputs.js";
import { filesOfShard, type Shard } from "../shard.js";
import type { Concurrency } from "./concurrency.js";
import { EarlySurveys } from "./early-surveys.js";
import { Executors } from "./executors.js";
import type { RunOutcome } from "./lint-at-once.js";
import { lintFound, type RunMemory } from "./lint-found.js";
import type { FileOutcome } from "./lint-task.js";
import type { Loaded, SessionPlan } from "./open-session.js";

export interface ManyOptions {
  choice: ProjectChoice;
  fileSystem: FileSystem;
  output: Output;
  targets: ReportTargets;
  concurrency: Concurrency;
  /** Whether a report shows text of the files. */
  keepsSource: boolean;
  /** The part of the files that this run lints; null for all. */
  shard: Shard | null;
  /** What is known from earlier runs; null where nothing is. */
  memory: RunMemory | null;
  /** Begins reports that are written while files are linted; null where they need all results. */
  running: ((output: Output) => Promise<RunningReports | null>) | null;
  /** Shows how much is done; null where nobody looks. */
  progress: ProgressBar | null;
}

/** Lints files one by one, in several threads where there are many, and keeps no more of them than is reported. */
export async function lintMany(
  given: Arguments,
  surroundings: Surroundings,
  loaded: Loaded,
  { concurrency, keepsSource, shard, memory, progress, running, targets, ...sources }: ManyOptions,
): Promise<RunOutcome> {
  const { choice, fileSystem } = sources;
  const output = progress === null ? sources.output : aroundProgress(sources.output, progress);
  const { cwd, variables } = surroundings;
  const reports = (await running?.(output)) ?? null;
  // What is kept for the next run is the result itself.
  const described = memory === null && reports !== null ? reports.described : null;
  const plan: SessionPlan = { given, surroundings: { cwd, variables }, choice, keepsSource, records: memory !== null, reports: described };
  const executors = new Executors({ plan, loaded, output, concurrency });
  const outcome = new ManyOutcome(cwd, reports);
  const { folderNames } = loaded.configuration.configurations;
  try {
    // Which files are left to do is not known before.
    const early = memory === null && shard === null ? new EarlySurveys(executors) : null;
    const { files: found, links, usedBy } = await foundFiles(given, surroundings, { choice, fileSystem, output, names: folderNames, tellMet: (file) => early?.take(file) });
    for (const file of found) targets.require(file);
    lookIntoFolders(found, folderNames);
    await tellImageFit(given, () => ({ inputs: readInputs(found, fileSystem, cwd).inputs, fileSystem, variables, output }));
    const share = shard === null ? null : filesOfShard(found, shard);
    const ignores = new ConfiguredIgnores({ given, cwd, loaded, output });
    await lintFound({
      found,
      folders: folderNames.known,
      names: { links, usedBy, realPath: (file) => fileSystem.realPath(file) },
      choice,
      executors: (files) => executors.for(files),
      asked: early?.asked ?? [],
      memory,
      ignores,
      share,
      take: (file) => {
        // What a project takes in is known only now.
        targets.require(file.file);
        outcome.add(file);
      },
      progress: (done) => {
        progress?.update(done, found.length);
        executors.youngSpace.bound();
      },
    });
    if (targets.areWanted) for (const source of await loaded.configuration.configurations.sources()) targets.require(source);
  } finally {
    progress?.clear();
    await executors.close();
  }
  outcome.end();
  return outcome;
}

/** Takes the bar away before something else is written to the terminal. */
function aroundProgress(output: Output, progress: ProgressBar): Output {
  const print = (text: string): void => {
    progress.clear();
    output.print(text);
  };
  const tell = (text: string): void => {
    progress.clear();
    output.tell(text);
  };
  // Results that go to a file do not meet the bar.
  return { ...output, tell, ...(output.columns === null ? {} : { print }) };
}

/** What came of the files: reported as it comes, or kept where a report needs it all. */
class ManyOutcome implements RunOutcome {
  readonly run: LintRun = { results: [], requiredFiles: [], warningCount: 0, failures: [] };
  readonly failures: string[] = [];
  readonly asked = null;
  readonly #cwd: string;
  readonly #reports: RunningReports | null;

  constructor(cwd: string, reports: RunningReports | null) {
    this.#cwd = cwd;
    this.#reports = reports;
  }

  get reported(): Counts | null {
    return this.#reports?.counts ?? null;
  }

  add({ file, result, rendered, problem, warningCount, failures }: FileOutcome): void {
    if (rendered !== undefined) this.#reports?.add(rendered);
    else if (result !== null) this.#keep(result);
    if (problem !== null) this.failures.push(describeUnread(file, problem, this.#cwd));
    this.run.warningCount += warningCount;
    this.run.failures.push(...failures);
  }

  end(): void {
    this.failures.push(...(this.#reports?.end() ?? []));
  }

  #keep(result: FileResult): void {
    if (this.#reports === null) this.run.results.push(result);
    else this.#reports.addResult(result);
  }
}
