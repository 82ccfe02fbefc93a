import path from "node:path";
import { NodeFileSystem } from "../compose/node-file-system.js";
import { lintTexts, type LintInput, type LintOptions, type LintRun } from "../lint/lint-files.js";
import type { Arguments } from "./arguments.js";
import { discoverFiles } from "./discover-files.js";
import { ExitCode } from "./exit-code.js";
import { formatNames, formatResults, type FormatName } from "./formats/format.js";
import type { Environment } from "./main.js";
import type { Output } from "./output.js";
import { onOneLine } from "./plain-text.js";
import { projectChoice, type ProjectChoice } from "./project-choice.js";
import { addProjectFiles } from "./project-files.js";
import { readInputs } from "./read-inputs.js";
import { parseRules, ruleConfigurationProblem } from "./rule-option.js";
import { settingsOf } from "./target-options.js";
import { UsageError } from "./usage-error.js";

interface LintPlan {
  format: FormatName;
  maxWarnings: number;
  fix: "no" | "write" | "diff";
  quiet: boolean;
}

/** `compose-lint [file|folder|glob ...]`: lints, fixes if asked to, prints, and tells the exit status. */
export async function lint(given: Arguments, environment: Environment, output: Output): Promise<ExitCode> {
  const plan = planOf(given);
  const settings = await settingsOf(given, environment, output);
  const fileSystem = new NodeFileSystem();
  const choice = projectChoice(given, environment, fileSystem);
  const isStdin = given.switches.has("stdin");
  const named = isStdin ? [] : await namedFiles(given, choice, environment);
  const { files, cache, scope } = addProjectFiles(named, choice, fileSystem, environment.variables);
  const { inputs, failures } = isStdin
    ? { inputs: [await stdinInput(given, environment)], failures: [] }
    : readInputs(files, fileSystem, environment.cwd);
  const run = lintInputs(inputs, {
    cwd: environment.cwd,
    fileSystem,
    settings,
    variables: environment.variables,
    projectFiles: cache,
    scope,
    rules: await parseRules(given.values.get("rule") ?? []),
    fix: plan.fix !== "no",
    quiet: plan.quiet,
  });
  if (plan.fix !== "no") {
    const { applyFixes, diffOfFixes } = await import("./apply-fixes.js");
    if (plan.fix === "write") failures.push(...applyFixes(run, environment.cwd, output));
    else if (plan.format !== "json") output.print(await diffOfFixes(run, fileSystem, environment.cwd, output));
  }
  if (plan.fix !== "diff" || plan.format === "json") output.print(formatResults(plan.format, run.results, environment.cwd, output));
  for (const failure of failures) output.tell(`compose-lint: ${onOneLine(failure)}\n`);
  return failures.length > 0 ? ExitCode.fatal : exitCodeOf(run, plan, output);
}

/** The files that the words of the command line name; without any, those of the chosen project. */
export async function namedFiles(given: Arguments, choice: ProjectChoice, { cwd }: Environment): Promise<string[]> {
  return given.paths.length === 0 && choice.root !== null ? choice.files : discoverFiles(given.paths, cwd);
}

function planOf(given: Arguments): LintPlan {
  const format = given.values.get("format")?.[0] ?? "stylish";
  const known = formatNames.find((name) => name === format);
  if (known === undefined) {
    throw new UsageError(`There is no format ${format}. The formats are ${formatNames.join(" and ")}.`);
  }
  if (given.switches.has("fix") && given.switches.has("fix-dry-run")) {
    throw new UsageError("--fix writes the files and --fix-dry-run does not: give one of them.");
  }
  if (given.switches.has("stdin") && given.switches.has("fix")) {
    throw new UsageError("--fix cannot write to standard input. With --fix-dry-run you get the change as a diff.");
  }
  if (given.switches.has("stdin") && given.paths.length > 0) {
    throw new UsageError("--stdin lints the text on standard input: give no files beside it, or leave it out.");
  }
  const maxWarnings = given.values.get("max-warnings")?.[0];
  if (maxWarnings !== undefined && !/^\d+$/u.test(maxWarnings)) {
    throw new UsageError(`--max-warnings takes a whole number from 0, not ${maxWarnings}.`);
  }
  return {
    format: known,
    maxWarnings: maxWarnings === undefined ? Number.POSITIVE_INFINITY : Number(maxWarnings),
    fix: given.switches.has("fix") ? "write" : given.switches.has("fix-dry-run") ? "diff" : "no",
    quiet: given.switches.has("quiet"),
  };
}

function lintInputs(inputs: readonly LintInput[], options: LintOptions): LintRun {
  try {
    return lintTexts(inputs, options);
  } catch (error) {
    throw ruleConfigurationProblem(error) ?? error;
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
