import path from "node:path";
import type { Linter } from "eslint";
import type { FileSystem } from "../compose/file-system.js";
import { NodeFileSystem } from "../compose/node-file-system.js";
import { OverlayFileSystem } from "../compose/overlay-file-system.js";
import { composeServiceOf } from "../docker-run/compose-service.js";
import { codeKind, type CodeKind } from "../docker-run/code-regions.js";
import { rangeInFile } from "../docker-run/code-region.js";
import { findCommands, type FoundCommand } from "../docker-run/find-commands.js";
import { shellQuote } from "../docker-run/shell-quote.js";
import { writeCompose } from "../docker-run/write-compose.js";
import type { FileConfig, LintOptions, LintRun, RequiredFile } from "../lint/lint-files.js";
import { CommandDirectives } from "../lint/command-directives.js";
import { lintRunCommand, type LintedCommand } from "../lint/lint-run-command.js";
import { fileResult, type FileResult, type Finding } from "../lint/lint-result.js";
import { LineIndex } from "../text/line-index.js";
import type { SourceRange } from "../text/source-range.js";
import { applyEdits, type TextEdit } from "../text/text-edit.js";
import type { Arguments } from "./arguments.js";
import { describeFailure } from "./describe-failure.js";
import { ExitCode } from "./exit-code.js";
import { displayPath } from "./formats/display-path.js";
import { stylish } from "./formats/stylish.js";
import { hasOptions } from "./has-options.js";
import type { Environment } from "./main.js";
import type { Output } from "./output.js";
import { plainText } from "../text/plain-text.js";
import { describeRefusedFix } from "./refused-fix.js";
import { readNamedFile } from "./read-named-file.js";
import { parseRules, ruleConfigurationProblem } from "./rule-option.js";
import { RunConfiguration } from "./run-configuration.js";
import { formatsOfCommand } from "./formats/format-names.js";
import { oneFormat } from "./one-format.js";
import { UsageError } from "./usage-error.js";

/** The text with the commands, and what messages call it. */
interface CommandText {
  text: string;
  kind: CodeKind;
  /** Absolute; null where the text comes from the command line or standard input. */
  file: string | null;
  name: string;
}

interface LintedText {
  source: CommandText;
  commands: readonly LintedCommand[];
  /** Lines about commands that the client itself would refuse. */
  refused: readonly string[];
  /** Comments that switch rules off and need not. */
  unused: readonly Finding[];
}

/** `compose-lint docker-run 'docker run ...'`: judges command lines with the rules for Compose files. */
export async function dockerRun(given: Arguments, environment: Environment, output: Output): Promise<ExitCode> {
  const format = oneFormat(given, formatsOfCommand["docker-run"]);
  const source = await commandText(given, environment);
  const found = findCommands(source.text, source.kind);
  if (found.length === 0) throw new UsageError(noCommand(source, environment.cwd));
  if (given.switches.has("to-compose")) return printCompose(found, source, output);
  const flagged = await parseRules(given.values.get("rule") ?? []);
  const configuration = new RunConfiguration(given, environment, output, { rules: flagged });
  const { settings, ...configured } = await configuration.forFolder();
  await checkOptions({ settings, ...configured }, environment.cwd, flagged, configuration);
  const fileSystem = new NodeFileSystem();
  const options: LintRunOptions = {
    cwd: environment.cwd,
    fileSystem,
    settings,
    ...configured,
    variables: environment.variables,
    quiet: given.switches.has("quiet"),
  };
  const linted = lintText(source, found, options);
  const code = await tellResults(linted, given, { format, options, environment, output });
  const refused = given.switches.has("fix") || given.switches.has("fix-dry-run") ? refusedFixes(linted) : [];
  const faults = await faultsOf(linted, configuration, environment.cwd, given.switches.has("debug"));
  for (const line of [...linted.refused, ...refused, ...faults]) output.tell(`compose-lint: ${line}\n`);
  noteOtherClients(linted, settings.engine ?? settings.host, output);
  return linted.refused.length + refused.length + faults.length > 0 ? ExitCode.fatal : code;
}

async function checkOptions(config: FileConfig, cwd: string, flagged: Readonly<Record<string, Linter.RuleEntry>>, { configurations }: RunConfiguration): Promise<void> {
  if (!hasOptions(config)) return;
  const { checkRuleOptions } = await import("./check-rule-options.js");
  checkRuleOptions(config, cwd, flagged, (await configurations.resolved(path.join(cwd, "compose.yaml")))?.file ?? null);
}

/** A line for each rule that came to an exception, whatever the number of commands. */
async function faultsOf({ source, commands }: LintedText, configuration: RunConfiguration, cwd: string, withStack: boolean): Promise<string[]> {
  const filePath = source.file ?? path.join(cwd, source.name);
  const lines = new Map<string | null, string>();
  for (const failure of commands.flatMap(({ failures }) => failures)) {
    lines.set(failure.ruleId, await describeFailure({ ...failure, filePath }, { configuration, plugins: {} }, { cwd, withStack }));
  }
  return [...lines.values()];
}

type LintRunOptions = Omit<LintOptions, "fix">;

interface Telling {
  format: "stylish" | "json";
  options: LintRunOptions;
  environment: Environment;
  output: Output;
}

async function tellResults(linted: LintedText, given: Arguments, telling: Telling): Promise<ExitCode> {
  const { format, environment: { cwd }, output, options } = telling;
  const { source } = linted;
  const fixes = given.switches.has("fix");
  const dry = given.switches.has("fix-dry-run");
  if (!fixes && !dry) {
    output.print(format === "json" ? asJson(linted) : stylish([resultOf(linted, cwd)], { cwd, ...output, codeFrame: false }) + correctedCommands(linted));
    return exitCodeOf(linted);
  }
  const run: LintRun = { results: [fixedResult(linted, cwd)], requiredFiles: requiredFiles(linted), failures: [], warningCount: 0 };
  const applied = linted.commands.flatMap((command) => command.appliedFixes);
  const { tellRisks } = await import("./tell-risks.js");
  if (dry) {
    const { diffOfFixes } = await import("./diff/diff-of-fixes.js");
    const left = lintAgain(linted, options);
    output.print(diffOfFixes(run, options.fileSystem, cwd, output));
    tellRisks(applied, output);
    output.print(stylish([resultOf(left, cwd)], { cwd, ...output, codeFrame: false }));
    return exitCodeOf(left);
  }
  const { applyFixes } = await import("./apply-fixes.js");
  const written = source.file === null ? { ...run, results: [] } : run;
  const { failures } = await applyFixes(written, cwd, output, source.file === null ? [] : [source.file]);
  if (source.file === null && failures.length === 0) tellRisks(applied, output);
  for (const failure of failures) output.tell(`compose-lint: ${failure}\n`);
  if (failures.length > 0) return ExitCode.fatal;
  const rest = lintAgain(linted, options);
  if (format === "json") output.print(asJson(rest));
  else {
    const report = stylish([resultOf(rest, cwd)], { cwd, ...output, codeFrame: false });
    // A shell may run what is printed: `eval "$(compose-lint docker-run --fix ...)"`.
    if (source.file === null) {
      output.tell(report);
      const command = `${rest.source.text.trimEnd()}\n`;
      output.print(output.columns === null ? command : plainText(command));
    } else output.print(report);
  }
  return exitCodeOf(rest);
}

function refusedFixes({ source, commands }: LintedText): string[] {
  const lines = new LineIndex(source.text);
  return commands.flatMap((command) => {
    const name = `${source.name}:${lines.positionAt(rangeOf(command)[0]).line}`;
    return command.refusedFixes.map((why) => describeRefusedFix(name, why));
  });
}

/** Podman and nerdctl bring default profiles of their own. */
function noteOtherClients({ commands }: LintedText, engine: string | undefined, output: Output): void {
  const other = commands.find(({ found }) => found.command.client !== "docker")?.found.command.client;
  if (other === undefined || engine === undefined) return;
  output.tell(`compose-lint: \`${other} run\` is judged as Docker Engine would run it; the default seccomp profile of ${other} is another one.\n`);
}

async function commandText(given: Arguments, environment: Environment): Promise<CommandText> {
  const { paths, values } = given;
  const file = values.get("file")?.[0];
  if (file !== undefined && paths.length > 0) throw new UsageError("Give a command line or --file, not both.");
  const [first] = paths;
  if (file === "-" || (file === undefined && (first === "-" || first === undefined))) {
    return { text: await environment.readStdin(), kind: "script", file: null, name: "<stdin>" };
  }
  if (file !== undefined) return textOfFile(path.resolve(environment.cwd, file), environment.cwd);
  const text = paths.length === 1 ? (first ?? "") : paths.map((word) => shellQuote(word.replaceAll("$", "$$$$"))).join(" ");
  return { text, kind: "script", file: null, name: "<command>" };
}

function textOfFile(file: string, cwd: string): CommandText {
  const advice = "Name a script or page that has the commands, or give the command itself, without --file.";
  const { text } = readNamedFile(file, "--file", advice, new NodeFileSystem(), cwd);
  return { text, kind: codeKind(file), file, name: displayPath(file, cwd) };
}

function noCommand({ file, name, text }: CommandText, cwd: string): string {
  if (file === null && new NodeFileSystem().read(path.resolve(cwd, text)).ok) {
    return `${text} is a file: give it with --file.`;
  }
  const where = name === "<command>" ? "What was given" : name;
  return `${where} has no \`docker run\`, \`podman run\` or \`nerdctl run\` command.`;
}

/** The lines in front of the Compose file say what it leaves out. */
function printCompose(found: readonly FoundCommand[], source: CommandText, output: Output): ExitCode {
  const refused = found.flatMap((command) => refusals(command, source));
  for (const line of refused) output.tell(`compose-lint: ${line}\n`);
  const usable = found.filter(({ command }) => command.problems.length === 0);
  const files = usable.map(({ command }) => {
    const service = composeServiceOf(command);
    const comments = service.losses.map(({ message }) => `# ${message}\n`);
    return `${comments.join("")}${writeCompose(service).text}`;
  });
  output.print(plainText(files.join("---\n")));
  if (files.length > 1) output.tell(`compose-lint: ${files.length} commands, a document each.\n`);
  return refused.length > 0 ? ExitCode.fatal : ExitCode.clean;
}

function refusals({ command, region }: FoundCommand, { text, name }: CommandText): string[] {
  const lines = new LineIndex(text);
  return command.problems.map(({ message, range }) => {
    const { line, column } = lines.positionAt(rangeInFile(region, range)[0]);
    return `${name}:${line}:${column + 1}: ${message}`;
  });
}

function lintText(source: CommandText, found: readonly FoundCommand[], options: LintRunOptions): LintedText {
  const refused = found.flatMap((command) => refusals(command, source));
  const usable = found.filter(({ command }) => command.problems.length === 0);
  const directives = new CommandDirectives(source.text);
  try {
    // The files that a page speaks of are its readers'.
    const own = source.kind === "page" ? { ...options, rules: { ...options.rules, "project-files": "off" } as const } : options;
    const commands = usable.map((command) => lintWithDirectives(command, source.text, own, directives));
    return { source, refused, commands, unused: directives.unused() };
  } catch (error) {
    throw ruleConfigurationProblem(error, options.rules ?? {}) ?? error;
  }
}

/** A rule that a comment switches off must not mend the command either. */
function lintWithDirectives(found: FoundCommand, text: string, options: LintRunOptions, directives: CommandDirectives): LintedCommand {
  const linted = lintRunCommand(found, text, options);
  if (directives.isEmpty) return linted;
  const { start, end } = new LineIndex(text).locationOf(rangeInFile(found.region, found.command.range));
  const kept = directives.keep(linted.messages, { first: start.line, last: end.line });
  const left = linted.messages.filter((message) => !kept.includes(message));
  if (left.length === 0) return linted;
  const off = Object.fromEntries(left.map(({ ruleId }) => [(ruleId ?? "").replace("compose-lint/", ""), "off"] as const));
  return lintRunCommand(found, text, { ...options, rules: { ...options.rules, ...off } });
}

/** What is left after the fixes; the files that they wrote are there. */
function lintAgain(linted: LintedText, options: LintRunOptions): LintedText {
  const text = fixedText(linted);
  const fileSystem: FileSystem = overlay(options.fileSystem, requiredFiles(linted));
  const source = { ...linted.source, text };
  return lintText(source, findCommands(text, source.kind), { ...options, fileSystem });
}

function overlay(fileSystem: FileSystem, files: readonly RequiredFile[]): FileSystem {
  const result = new OverlayFileSystem(fileSystem);
  for (const file of files) result.set(file.path, file.text);
  return result;
}

function fixedText({ source, commands }: LintedText): string {
  return applyEdits(source.text, commands.flatMap(({ edits }) => edits ?? []));
}

function requiredFiles({ commands }: LintedText): RequiredFile[] {
  // A command is mended through a Compose file that is nowhere.
  const files = commands.flatMap((command) => command.requiredFiles.map(({ path: file, text, before = null }) => ({ path: file, text, before })));
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

function resultOf({ source, commands, unused }: LintedText, cwd: string): FileResult {
  const file = source.file ?? path.join(cwd, source.name);
  return fileResult(file, source.text, [...commands.flatMap(({ messages }) => messages), ...unused], []);
}

function fixedResult(linted: LintedText, cwd: string): FileResult {
  const appliedFixes = linted.commands.flatMap((command) => command.appliedFixes);
  return { ...resultOf(linted, cwd), output: fixedText(linted), appliedFixes };
}

/** The mended commands with all that stands on their lines: what is before and behind them is part of the line. */
function correctedCommands({ source, commands }: LintedText): string {
  const lines = new LineIndex(source.text);
  const wholes = new Map<string, { range: SourceRange; edits: TextEdit[] }>();
  for (const command of commands) {
    if (command.edits === null) continue;
    const range = linesOf(command, source.text);
    const known = wholes.get(range.join(" ")) ?? { range, edits: [] };
    wholes.set(range.join(" "), { range, edits: [...known.edits, ...command.edits] });
  }
  const blocks = [...wholes.values()].map(({ range, edits }) => {
    const where = commands.length > 1 || source.file !== null ? `Mended, line ${lines.positionAt(range[0]).line}:` : "Mended:";
    return `\n${where}\n\n${plainText(editedPart(source.text, range, edits).replaceAll("\r\n", "\n"))}\n`;
  });
  return blocks.join("");
}

function rangeOf({ found }: LintedCommand): SourceRange {
  return rangeInFile(found.region, found.command.range);
}

/** The lines on which a command stands, as far as they are code, without the blanks around it. */
function linesOf(command: LintedCommand, text: string): SourceRange {
  const { region } = command.found;
  const [first, last] = rangeInFile(region, region.range);
  let [start, end] = rangeOf(command);
  while (start > first && !/[\r\n]/u.test(text.charAt(start - 1))) start -= 1;
  while (end < last && !/[\r\n]/u.test(text.charAt(end))) end += 1;
  // The last character of a quoted YAML value may be written with a backslash before it.
  if (region.quote === '"' && text.charAt(end - 1) === "\\") end += 1;
  while (/\s/u.test(text.charAt(start))) start += 1;
  while (/\s/u.test(text.charAt(end - 1))) end -= 1;
  return [start, end];
}

function editedPart(text: string, [start, end]: SourceRange, edits: readonly TextEdit[]): string {
  const moved = edits.map(({ range, text: replacement }) => ({
    range: [range[0] - start, range[1] - start] as SourceRange,
    text: replacement,
  }));
  return applyEdits(text.slice(start, end), moved);
}

function asJson({ source, commands }: LintedText): string {
  const lines = new LineIndex(source.text);
  const printed = commands.map((command) => {
    const range = rangeOf(command);
    const { line, column } = lines.positionAt(range[0]);
    const { client, verb } = command.found.command;
    return {
      line,
      column: column + 1,
      client,
      verb,
      command: source.text.slice(...range),
      corrected: command.edits === null ? null : editedPart(source.text, range, command.edits),
      requiredFiles: command.requiredFiles.map((file) => file.path),
      messages: command.messages.map(({ fix, ...message }) => ({ ...message, fixable: fix !== undefined })),
    };
  });
  return `${plainText(JSON.stringify({ file: source.file, commands: printed }, null, 2))}\n`;
}

function exitCodeOf({ commands }: LintedText): ExitCode {
  const isError = commands.some(({ messages }) => messages.some(({ severity }) => severity === 2));
  return isError ? ExitCode.findings : ExitCode.clean;
}
