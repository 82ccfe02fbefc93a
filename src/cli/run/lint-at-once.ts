import path from "node:path";
import type { FileSystem } from "../../compose/file-system.js";
import type { LoadedProject } from "../../compose/load-project.js";
import { namedFiles } from "../../compose/named-files.js";
import { OverlayFileSystem } from "../../compose/overlay-file-system.js";
import { ProjectFileCache } from "../../compose/project-file.js";
import { fileKindOf } from "../../eslint/file-kind.js";
import type { LintSettings } from "../../eslint/settings.js";
import { projectHolding, type ProjectContext } from "../../facts/project-services.js";
import { lintTexts, type FileConfig, type LintInput, type LintOptions, type LintRun } from "../../lint/lint-files.js";
import type { Arguments } from "../arguments.js";
import { ConfiguredIgnores } from "../configured-ignores.js";
import { foundFiles } from "../found-files.js";
import type { Counts } from "../formats/finding-words.js";
import type { ReportTargets } from "../formats/report-targets.js";
import type { Asked } from "../interactive/ask-findings.js";
import { tellImageFit } from "../image-fit.js";
import { withInspectedImages } from "../inspect-images-option.js";
import type { Environment } from "../main.js";
import type { Output } from "../output.js";
import type { ProjectChoice } from "../project-choice.js";
import { addProjectFiles, type RunFiles } from "../project-files.js";
import { readInputs, type Inputs } from "../read-inputs.js";
import { ruleConfigurationProblem } from "../rule-option.js";
import type { RunConfiguration } from "../run-configuration.js";
import type { Loaded } from "./open-session.js";

/** What a run gave, and a line for each file that could not be read. */
export interface RunOutcome {
  run: LintRun;
  failures: string[];
  /** The counts of what is reported already; null where the reports are still to be written. */
  reported: Counts | null;
  /** What the person at the terminal was asked; null where nobody was. */
  asked: Asked | null;
  /** Lints these texts as they are by now, in place of those of the run, and mends nothing; missing where nothing was mended. */
  lintAgain?: (texts: readonly LintInput[]) => LintRun;
}

/** Asks the person at the terminal before the run that counts; what was decided may change texts. */
export type Ask = (inputs: readonly LintInput[], options: LintOptions) => Promise<Asked>;

interface Sources {
  loaded: Loaded;
  choice: ProjectChoice;
  fileSystem: FileSystem;
  output: Output;
  targets: ReportTargets;
}

/**
 * Reads all files and lints them with each other in view: a fix of one file may change what holds for others. Null where
 * `ask` was interrupted.
 */
export async function lintAtOnce(
  given: Arguments,
  environment: Environment,
  loaded: Loaded,
  { fix, fixTypes, ask, ...places }: Omit<Sources, "loaded"> & { fix: boolean; fixTypes: readonly string[] | null; ask: Ask | null },
): Promise<RunOutcome | null> {
  const { configuration, rules, plugins } = loaded;
  const sources: Sources = { ...places, loaded };
  const { fileSystem, output } = sources;
  const { cwd, variables } = environment;
  const { inputs, failures, cache, scope } = await inputsOf(given, environment, sources);
  const read = { inputs, fileSystem, variables, output };
  await tellImageFit(given, () => read);
  const { withImages, failures: uninspected } = await withInspectedImages(given, read);
  failures.push(...uninspected);
  const configs = await configsOf(inputs, configuration, withImages);
  if (places.targets.areWanted) {
    requireUnnamed(inputs, { fileSystem, variables, cache, scope }, places.targets);
    for (const source of await configuration.configurations.sources()) places.targets.require(source);
  }
  const options: LintOptions = {
    cwd,
    fileSystem,
    settings: {},
    variables,
    projectFiles: cache,
    scope,
    configOf: (file) => configs.get(file),
    plugins,
    fix,
    quiet: given.switches.has("quiet"),
    keepsWarnings: given.values.has("baseline"),
    ...(fixTypes === null ? {} : { fixTypes }),
  };
  const lintNow = (texts: readonly LintInput[], more: Partial<LintOptions> = {}): LintRun => {
    const run = lintInputs(texts, rules, { ...options, ...more });
    places.targets.requireUnread();
    return run;
  };
  const lintAgain = (texts: readonly LintInput[]): LintRun => {
    scope.memory.clear();
    return lintInputs(texts, rules, { ...options, projectFiles: new ProjectFileCache(), fix: false, writesFiles: fix });
  };
  if (ask === null) return { run: lintNow(inputs), failures, reported: null, asked: null, lintAgain };
  // Which profiles may be written is known only when all is judged, and then nothing must be written yet.
  if (places.targets.areWanted) lintNow(inputs, { writesFiles: true });
  const asked = await ask(inputs, { ...options, keepsWarnings: false });
  if (asked.isInterrupted) return null;
  return { run: lintNow(asked.inputs), failures: [...failures, ...asked.failures], reported: null, asked };
}

/** @throws UsageError where a report would replace what a project names to have in its containers. */
function requireUnnamed(inputs: readonly LintInput[], context: ProjectContext, targets: ReportTargets): void {
  const fileSystem = new OverlayFileSystem(context.fileSystem);
  for (const { path: file, text } of inputs) fileSystem.set(file, text);
  const seen = new Set<LoadedProject>();
  for (const { path: file, text } of inputs) {
    const project = fileKindOf(file, text) === "dockerfile" ? null : projectHolding(file, { ...context, fileSystem });
    if (project === null || seen.has(project)) continue;
    seen.add(project);
    for (const named of namedFiles(project)) targets.require(named);
  }
  context.scope?.memory.clear();
}

/** The files to lint, read; those that the configuration ignores are left out, and told of where they were named. */
async function inputsOf(
  given: Arguments,
  environment: Environment,
  { loaded, targets, ...sources }: Sources,
): Promise<Inputs & Omit<RunFiles, "files">> {
  const { choice, fileSystem, output } = sources;
  const { cwd, variables } = environment;
  if (given.switches.has("stdin")) {
    const { cache, scope } = addProjectFiles([], choice, fileSystem, variables);
    const input = await stdinInput(given, environment);
    targets.require(input.path);
    return { inputs: [input], failures: [], cache, scope };
  }
  const found = await foundFiles(given, environment, sources);
  const { files, cache, scope } = addProjectFiles(found.files, choice, fileSystem, variables, found);
  for (const file of files) targets.require(file);
  const ignores = new ConfiguredIgnores({ given, cwd, loaded, output });
  const kept: string[] = [];
  for (const file of files) if (!(await ignores.leavesOut(file))) kept.push(file);
  await ignores.requireSome();
  return { ...readInputs(kept, fileSystem, cwd), cache, scope };
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
