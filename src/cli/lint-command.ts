import path from "node:path";
import type { FileSystem } from "../compose/file-system.js";
import { NodeFileSystem } from "../compose/node-file-system.js";
import type { LintSettings } from "../eslint/settings.js";
import type { LintFailure } from "../lint/lint-failure.js";
import { lintTexts, type FileConfig, type LintInput, type LintOptions, type LintRun } from "../lint/lint-files.js";
import type { Arguments } from "./arguments.js";
import { describeBug } from "./describe-bug.js";
import { closedFolderTeller } from "./closed-folder.js";
import { discoverFiles } from "./discover-files.js";
import { ExitCode } from "./exit-code.js";
import { displayPath } from "./formats/display-path.js";
import { loadReports, writeReports } from "./formats/write-reports.js";
import { withInspectedImages } from "./inspect-images-option.js";
import { planOf, type LintPlan } from "./lint-plan.js";
import type { Asked } from "./interactive/ask-findings.js";
import { requireTerminal } from "./prompt/require-terminal.js";
import type { Environment } from "./main.js";
import type { Output } from "./output.js";
import { onOneLine } from "./plain-text.js";
import { projectChoice, type ProjectChoice } from "./project-choice.js";
import { addProjectFiles, type RunFiles } from "./project-files.js";
import { readInputs, type Inputs } from "./read-inputs.js";
import { parseRules, ruleConfigurationProblem } from "./rule-option.js";
import { RunConfiguration } from "./run-configuration.js";

/** `compose-lint [file|folder|glob ...]`: lints, fixes if asked to, prints, and tells the exit status. */
export async function lint(given: Arguments, environment: Environment, output: Output): Promise<ExitCode> {
  const plan = planOf(given);
  if (plan.interactive) requireTerminal(environment);
  const { cwd, variables } = environment;
  const fixTypes = await fixTypesOf(plan);
  const plugins = await loadPlugins(given.values.get("plugin") ?? [], cwd);
  const rules = await parseRules(given.values.get("rule") ?? []);
  const configuration = new RunConfiguration(given, environment, output, { rules, plugins });
  const printed = given.values.get("print-config")?.[0];
  if (printed !== undefined) {
    const { printConfiguration } = await import("./print-configuration.js");
    return printConfiguration(path.resolve(cwd, printed), configuration, output);
  }
  const reports = await loadReports(plan.reports, cwd);
  const fileSystem = new NodeFileSystem();
  const choice = projectChoice(given, environment, fileSystem);
  const { inputs, failures, cache, scope } = await inputsOf(given, environment, { configuration, choice, fileSystem, output });
  const withImages = await withInspectedImages(given, { inputs, fileSystem, variables, output });
  const configs = await configsOf(inputs, configuration, withImages);
  const options: LintOptions = {
    cwd,
    fileSystem,
    settings: {},
    variables,
    projectFiles: cache,
    scope,
    configOf: (file) => configs.get(file),
    plugins,
    fix: plan.fix !== "no",
    quiet: plan.quiet,
    ...(fixTypes === null ? {} : { fixTypes }),
  };
  const asked = plan.interactive ? await askAbout(inputs, options, { plan, output }) : null;
  if (asked?.isInterrupted === true) return ExitCode.interrupted;
  failures.push(...(asked?.failures ?? []));
  const run = lintInputs(asked?.inputs ?? inputs, rules, options);
  if (plan.baseline !== null) {
    const { applyBaseline } = await import("./baseline/apply-baseline.js");
    applyBaseline(run, plan.baseline, cwd, output);
  }
  // The diff takes the place of the report for people; what a program asked for it gets.
  const isDiff = plan.fix === "diff" && plan.reports.every(({ file, format }) => file !== null || format === "stylish");
  if (plan.fix !== "no") {
    const { applyFixes, diffOfFixes } = await import("./apply-fixes.js");
    const { tellRisks } = await import("./tell-risks.js");
    if (plan.fix === "write") failures.push(...(await applyFixes(run, cwd, output)));
    else if (isDiff) output.print(await diffOfFixes(run, fileSystem, cwd, output));
    if (plan.fix === "diff") tellRisks(run.results.flatMap(({ appliedFixes = [] }) => appliedFixes), output);
  }
  asked?.tellEnd(run.results);
  const written = isDiff || plan.interactive ? reports.filter(({ file }) => file !== null) : reports;
  failures.push(...(await writeReports(written, run.results, { cwd, output, codeFrame: plan.codeFrame })));
  failures.push(...refusalsOf(run, cwd));
  const faults = run.failures.map((failure) => describeFailure(failure, cwd, given.switches.has("debug")));
  failures.push(...faults);
  for (const failure of failures) output.tell(`compose-lint: ${faults.includes(failure) ? failure : onOneLine(failure)}\n`);
  return failures.length > 0 ? ExitCode.fatal : exitCodeOf(run, plan, output);
}

/** `--interactive`: the person at the terminal decides, before the run that counts. */
async function askAbout(
  inputs: readonly LintInput[],
  options: LintOptions,
  { plan, output }: { plan: LintPlan; output: Output },
): Promise<Asked> {
  const { askFindings } = await import("./interactive/ask-findings.js");
  const { applyBaseline } = await import("./baseline/apply-baseline.js");
  const silent: Output = { ...output, tell: () => undefined };
  const { baseline } = plan;
  const withoutKnown = (run: LintRun): void => {
    if (baseline !== null) applyBaseline(run, baseline, options.cwd, silent);
  };
  return askFindings(inputs, options, { output, withoutKnown });
}

/** That fixes were found wrong before they were written. */
function refusalsOf({ refusedFixes = [] }: LintRun, cwd: string): string[] {
  return refusedFixes.map(({ filePath, why }) => `${displayPath(filePath, cwd)} is left as it is. ${why} Mend it by hand. The rule is at fault: report it to its author.`);
}

async function fixTypesOf({ fixTypes }: LintPlan): Promise<readonly string[] | null> {
  if (fixTypes === null) return null;
  const { parseFixTypes } = await import("./fix-types.js");
  return parseFixTypes(fixTypes);
}

async function loadPlugins(files: readonly string[], cwd: string): Promise<NonNullable<LintOptions["plugins"]>> {
  if (files.length === 0) return {};
  const { loadPlugin } = await import("./load-plugin.js");
  return Object.fromEntries(await Promise.all(files.map((file) => loadPlugin(file, cwd))));
}

function describeFailure({ filePath, ruleId, error }: LintFailure, cwd: string, isDebug: boolean): string {
  const file = displayPath(filePath, cwd);
  const what =
    ruleId === null
      ? `${file} was not linted`
      : `The rule ${ruleId.replace("compose-lint/", "")} failed on ${file}, so its findings are missing`;
  return describeBug(what, error, isDebug);
}

interface Sources {
  configuration: RunConfiguration;
  choice: ProjectChoice;
  fileSystem: FileSystem;
  output: Output;
}

/** The files to lint, read; those that the configuration ignores are left out, and told of where they were named. */
async function inputsOf(
  given: Arguments,
  environment: Environment,
  { configuration, choice, fileSystem, output }: Sources,
): Promise<Inputs & Omit<RunFiles, "files">> {
  const { cwd, variables } = environment;
  if (given.switches.has("stdin")) {
    const { cache, scope } = addProjectFiles([], choice, fileSystem, variables);
    return { inputs: [await stdinInput(given, environment)], failures: [], cache, scope };
  }
  const tellIgnored = (name: string): void => {
    output.tell(`compose-lint: ${name} is ignored. With --no-ignore it is linted.\n`);
  };
  const tellClosed = closedFolderTeller(cwd, output);
  const detect = given.switches.has("detect");
  const noIgnore = given.switches.has("no-ignore");
  const isChosen = given.paths.length === 0 && choice.root !== null;
  let found = isChosen ? choice.files : await discoverFiles(given.paths, cwd, { detect, noIgnore, tellIgnored, tellClosed });
  if (given.switches.has("with-builders")) {
    const { addBuilders } = await import("./builders.js");
    found = await addBuilders(found, cwd, fileSystem, variables, tellClosed);
  }
  const { files, cache, scope } = addProjectFiles(found, choice, fileSystem, variables);
  const kept = noIgnore ? files : await configuration.withoutIgnored(files, namedFiles(given, cwd), tellIgnored);
  return { ...readInputs(kept, fileSystem, cwd), cache, scope };
}

/** The files that were named as they are, under the name that they were given by. */
function namedFiles({ paths }: Arguments, cwd: string): ReadonlyMap<string, string> {
  return new Map(paths.map((name) => [path.resolve(cwd, name), name]));
}

async function configsOf(
  inputs: readonly LintInput[],
  configuration: RunConfiguration,
  withImages: (settings: LintSettings) => LintSettings,
): Promise<Map<string, FileConfig>> {
  const configs = new Map<string, FileConfig>();
  const known = new Map<FileConfig, FileConfig>();
  for (const { path: file } of inputs) {
    const configured = await configuration.for(file);
    const config = known.get(configured) ?? { ...configured, settings: withImages(configured.settings) };
    known.set(configured, config);
    configs.set(file, config);
  }
  return configs;
}

function lintInputs(inputs: readonly LintInput[], flaggedRules: Readonly<Record<string, unknown>>, options: LintOptions): LintRun {
  try {
    return lintTexts(inputs, options);
  } catch (error) {
    throw ruleConfigurationProblem(error, flaggedRules) ?? error;
  }
}

async function stdinInput(given: Arguments, environment: Environment): Promise<LintInput> {
  const name = given.values.get("stdin-filename")?.[0] ?? "compose.yaml";
  return { path: path.resolve(environment.cwd, name), text: await environment.readStdin() };
}

function exitCodeOf({ results, warningCount }: LintRun, { maxWarnings }: LintPlan, output: Output): ExitCode {
  if (results.some(({ errorCount }) => errorCount > 0)) return ExitCode.findings;
  if (warningCount <= maxWarnings) return ExitCode.clean;
  output.tell(`compose-lint: Too many warnings: --max-warnings allows ${maxWarnings}, there are ${warningCount}.\n`);
  return ExitCode.findings;
}
