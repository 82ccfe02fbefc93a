import path from "node:path";
import type { FileSystem } from "../compose/file-system.js";
import { NodeFileSystem } from "../compose/node-file-system.js";
import type { LintInput, LintOptions, LintRun } from "../lint/lint-files.js";
import type { Arguments } from "./arguments.js";
import { describeFailure } from "./describe-failure.js";
import { ExitCode } from "./exit-code.js";
import { displayPath } from "./formats/display-path.js";
import { needsSource } from "./formats/format-names.js";
import { ReportTargets } from "./formats/report-targets.js";
import { loadReports, writeReports } from "./formats/write-reports.js";
import { planOf, type LintPlan } from "./lint-plan.js";
import type { Asked } from "./interactive/ask-findings.js";
import { requireTerminal } from "./prompt/require-terminal.js";
import type { Environment } from "./main.js";
import type { Output } from "./output.js";
import { onOneLine } from "../text/plain-text.js";
import { describeRefusedFix } from "./refused-fix.js";
import type { ProgressBar } from "./progress-bar.js";
import { withoutWarnings } from "./quiet.js";
import { projectChoice, type ProjectChoice } from "./project-choice.js";
import type { Ask, RunOutcome } from "./run/lint-at-once.js";
import { loadFor, type Loaded } from "./run/open-session.js";

/** `compose-lint [file|folder|glob ...]`: lints, fixes if asked to, prints, and tells the exit status. */
export async function lint(given: Arguments, environment: Environment, output: Output): Promise<ExitCode> {
  const plan = planOf(given);
  const targets = new ReportTargets(given, environment.cwd);
  if (plan.interactive) requireTerminal(environment);
  const { cwd } = environment;
  const fixTypes = await fixTypesOf(plan);
  const loaded = await loadFor(given, environment, output);
  const printed = given.values.get("print-config")?.[0];
  if (printed !== undefined) {
    const { printConfiguration } = await import("./print-configuration.js");
    return printConfiguration(path.resolve(cwd, printed), loaded.configuration, output);
  }
  const reports = await loadReports(plan.reports, cwd);
  const fileSystem = targets.noting(new NodeFileSystem());
  const choice = projectChoice(given, environment, fileSystem);
  if (plan.watch) {
    await checkBaseline(plan, cwd);
    const { requireRunnable } = await import("./watch/require-runnable.js");
    await requireRunnable(given, environment, loaded, { choice, fileSystem, output, targets });
    const { watchFiles } = await import("./watch/watch-command.js");
    return watchFiles(given, environment, output);
  }
  const outcome = await outcomeOf(given, environment, loaded, { plan, fixTypes, choice, fileSystem, output, targets });
  if (outcome === null) return ExitCode.interrupted;
  const { run, failures, asked, reported } = outcome;
  await checkBaseline(plan, cwd);
  const unwritten = plan.fix === "write" ? await writeFixes(outcome, given, output, { cwd, named: namedPlaces(given, choice) }) : [];
  failures.push(...unwritten);
  await takeOutKnown(run, plan, cwd, output, unwritten.length > 0);
  // A baseline counts warnings too, so that they are left out behind it.
  if (plan.quiet && plan.baseline !== null) run.results = run.results.map(withoutWarnings);
  // The diff takes the place of the report for people; what a program asked for it gets.
  const isDiff = plan.fix === "diff" && plan.reports.every(({ file, format }) => file !== null || format === "stylish");
  if (plan.fix === "diff") {
    const { diffOfFixes } = await import("./diff/diff-of-fixes.js");
    const { tellRisks } = await import("./tell-risks.js");
    if (isDiff) output.print(diffOfFixes(run, fileSystem, cwd, output));
    tellRisks(run.results.flatMap(({ appliedFixes = [] }) => appliedFixes), output);
  }
  asked?.tellEnd(run.results);
  const written = isDiff || plan.interactive ? reports.filter(({ file }) => file !== null) : reports;
  if (reported === null) failures.push(...(await writeReports(written, run.results, { cwd, output, codeFrame: plan.codeFrame })));
  failures.push(...refusalsOf(run, cwd));
  const faults: string[] = [];
  for (const failure of run.failures) faults.push(await describeFailure(failure, loaded, { cwd, withStack: given.switches.has("debug") }));
  failures.push(...faults);
  for (const failure of failures) output.tell(`compose-lint: ${faults.includes(failure) ? failure : onOneLine(failure)}\n`);
  return failures.length > 0 ? ExitCode.fatal : exitCodeOf(run, reported?.errors ?? 0, plan, output);
}

/** @throws UsageError if the baseline cannot be read, before anything is written. */
async function checkBaseline({ baseline }: LintPlan, cwd: string): Promise<void> {
  if (baseline === null) return;
  const { requireBaseline } = await import("./baseline/apply-baseline.js");
  requireBaseline(baseline, cwd);
}

/** Takes out of the run what the baseline knows, and writes it anew if asked to. What is not written stays known. */
async function takeOutKnown(run: LintRun, { baseline, fix }: LintPlan, cwd: string, output: Output, isUnwritten: boolean): Promise<void> {
  if (baseline === null) return;
  const { applyBaseline } = await import("./baseline/apply-baseline.js");
  const { file, update } = baseline;
  if (update && isUnwritten) output.tell(`compose-lint: ${file} is left as it is, since not all fixes could be written.\n`);
  // Of what is mended on trial alone nothing is gone.
  const told = fix === "diff" ? { ...output, tell: () => undefined } : output;
  applyBaseline(run, { file, update: update && !isUnwritten }, cwd, told);
}

/** The files and folders that the user named in words, flags or variables. */
function namedPlaces(given: Arguments, choice: ProjectChoice): string[] {
  return [...given.paths, ...(given.paths.length === 0 ? choice.files : []), ...(given.values.get("project-directory") ?? [])];
}

/** `--interactive`: the person at the terminal decides, before the run that counts. */
async function askAbout(
  inputs: readonly LintInput[],
  options: LintOptions,
  { plan, output, named }: { plan: LintPlan; output: Output; named: readonly string[] },
): Promise<Asked> {
  const { askFindings } = await import("./interactive/ask-findings.js");
  const { applyBaseline } = await import("./baseline/apply-baseline.js");
  const silent: Output = { ...output, tell: () => undefined };
  const { baseline } = plan;
  const withoutKnown = (run: LintRun): void => {
    if (baseline !== null) applyBaseline(run, baseline, options.cwd, silent);
  };
  return askFindings(inputs, options, { output, withoutKnown, named });
}

/** Returns a line for each failure; what is then left in the files takes the place of what would have been. */
async function writeFixes({ run, lintAgain }: RunOutcome, given: Arguments, output: Output, { cwd, named }: { cwd: string; named: readonly string[] }): Promise<string[]> {
  const { requireFree } = await import("./require-free.js");
  requireFree(run, given, cwd);
  const { applyFixes } = await import("./apply-fixes.js");
  const { failures, unwritten } = await applyFixes(run, cwd, output, named);
  if (unwritten.size > 0 && lintAgain !== undefined) {
    const { resultsAsWritten } = await import("./results-as-written.js");
    run.results = resultsAsWritten(run.results, unwritten, lintAgain);
  }
  return failures;
}

/** That fixes were found wrong before they were written. */
function refusalsOf({ refusedFixes = [] }: LintRun, cwd: string): string[] {
  return refusedFixes.map(({ filePath, why, isOfOthers }) => describeRefusedFix(displayPath(filePath, cwd), why, isOfOthers));
}

async function fixTypesOf({ fixTypes }: LintPlan): Promise<readonly string[] | null> {
  if (fixTypes === null) return null;
  const { parseFixTypes } = await import("./fix-types.js");
  return parseFixTypes(fixTypes);
}

/** Files are linted one by one where nothing asks for all of them at once. Null where the person at the terminal ended it. */
async function outcomeOf(
  given: Arguments,
  environment: Environment,
  loaded: Loaded,
  { plan, fixTypes, choice, fileSystem, output, targets }: { plan: LintPlan; fixTypes: readonly string[] | null; choice: ProjectChoice; fileSystem: FileSystem; output: Output; targets: ReportTargets },
): Promise<RunOutcome | null> {
  if (plan.fix !== "no" || given.switches.has("stdin") || plan.interactive || given.switches.has("inspect-images")) {
    const { lintAtOnce } = await import("./run/lint-at-once.js");
    const ask: Ask | null = plan.interactive ? (inputs, options) => askAbout(inputs, options, { plan, output, named: namedPlaces(given, choice) }) : null;
    return lintAtOnce(given, environment, loaded, { choice, fileSystem, output, targets, fix: plan.fix !== "no", fixTypes, ask });
  }
  const { lintMany } = await import("./run/lint-many.js");
  const keepsSource = plan.codeFrame || plan.reports.some(({ format }) => needsSource(format));
  const { concurrency, shard } = plan;
  const { configuration, plugins } = loaded;
  const kept = plan.cache ? (await import("./cache/open-cache.js")).openCache(given, environment, { choice, fileSystem, configuration, targets, plugins, keepsSource }, output) : null;
  const progress = await progressOf(environment);
  const { codeFrame, reports } = plan;
  // A baseline changes what is reported, when all is known.
  const running = plan.baseline === null ? async (reporting: Output) => (await import("./formats/running-reports.js")).RunningReports.of(reports, { cwd: environment.cwd, output: reporting, codeFrame }) : null;
  const outcome = await lintMany(given, environment, loaded, { choice, fileSystem, output, targets, concurrency, keepsSource, shard, progress, running, memory: kept?.cache ?? null });
  kept?.save();
  return outcome;
}

async function progressOf({ stderr, variables }: Environment): Promise<ProgressBar | null> {
  const { ProgressBar, showsProgress } = await import("./progress-bar.js");
  return showsProgress(stderr, variables) ? new ProgressBar(stderr) : null;
}

function exitCodeOf({ results, warningCount }: LintRun, errors: number, { maxWarnings }: LintPlan, output: Output): ExitCode {
  if (errors > 0 || results.some(({ errorCount }) => errorCount > 0)) return ExitCode.findings;
  if (warningCount <= maxWarnings) return ExitCode.clean;
  output.tell(`compose-lint: Too many warnings: --max-warnings allows ${maxWarnings}, there are ${warningCount}.\n`);
  return ExitCode.findings;
}
