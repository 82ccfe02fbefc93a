import path from "node:path";
import { LineIndex } from "../text/line-index.js";
import type { SourceRange } from "../text/source-range.js";
import type { TextEdit } from "../text/text-edit.js";
import { rangeInFile } from "../docker-run/code-region.js";
import { composeServiceOf, type ComposeService } from "../docker-run/compose-service.js";
import { correctCommand } from "../docker-run/correct-command.js";
import type { FoundCommand } from "../docker-run/find-commands.js";
import { flagOfPath } from "../docker-run/flag-meanings.js";
import { writeCompose, type WrittenCompose } from "../docker-run/write-compose.js";
import { envFileFinding, PROJECT_FILES } from "./env-file-finding.js";
import type { LintFailure } from "./lint-failure.js";
import { lintTexts, type LintOptions, type RequiredFile } from "./lint-files.js";
import { withoutFix, type AppliedFix, type Finding } from "./lint-result.js";

/** A command line as the rules see it. */
export interface LintedCommand {
  readonly found: FoundCommand;
  readonly service: ComposeService;
  /** Places are those of the file that holds the command. */
  readonly messages: readonly Finding[];
  /** Edits of the file that mend the command; null where nothing is mended. */
  readonly edits: readonly TextEdit[] | null;
  /** Files that the mended command names and that are still to be written. */
  readonly requiredFiles: readonly RequiredFile[];
  /** What made the edits. */
  readonly appliedFixes: readonly AppliedFix[];
  /** Rules that came to an exception on the command, so that their findings are missing. */
  readonly failures: readonly LintFailure[];
  /** Why fixes were found wrong when they were judged again, each a sentence or more. */
  readonly refusedFixes: readonly string[];
}

/** Beside nothing else of a project: what is read for one command must not be merged with a file of the folder. */
const standInName = "compose.docker-run.yaml";

/**
 * Lints a `docker run` command with the rules for Compose files, through the service that it stands for.
 * `file` is the text that holds the command.
 */
export function lintRunCommand(found: FoundCommand, file: string, options: Omit<LintOptions, "fix">): LintedCommand {
  const service = composeServiceOf(found.command);
  const written = writeCompose(service);
  const input = { path: path.join(options.cwd, standInName), text: written.text };
  const rules = { ...options.rules, ...rulesOfFiles };
  const own: Omit<LintOptions, "fix"> = { ...options, rules, variables: variablesFor(found, options) };
  const { results, failures } = lintTexts([input], { ...own, fix: false, writesFiles: true });
  const places = new PlacesInFile(found, file, written);
  const seen = (results[0]?.messages ?? []).flatMap((message) => {
    const told = message.ruleId === PROJECT_FILES ? envFileFinding(message, found.command, places.rangeInCommand(message), own.variables) : message;
    return told ?? [];
  });
  const messages = seen.map((message) => places.move(message, service.name)).sort((a, b) => a.line - b.line || a.column - b.column);
  if (!seen.some(({ fix }) => fix !== undefined)) return { found, service, messages, edits: null, requiredFiles: [], appliedFixes: [], failures, refusedFixes: [] };
  const mended = lintTexts([input], { ...own, fix: true });
  const output = mended.results[0]?.output ?? written.text;
  const { edits } = correctCommand(found.region.text, found.command, service, written, output);
  const moved = edits.map((edit) => editInFile(edit, found, file));
  const isPossible = moved.every((edit) => edit !== null);
  const changes = isPossible && moved.length > 0 ? moved : null;
  // Some fixes change no more than the profile that is named already.
  const writes = changes !== null || (isPossible && mended.requiredFiles.length > 0);
  return {
    found,
    service,
    messages: changes === null && !writes ? messages.map(withoutFix) : messages,
    edits: changes,
    requiredFiles: writes ? mended.requiredFiles : [],
    appliedFixes: writes ? (mended.results[0]?.appliedFixes ?? []) : [],
    failures,
    refusedFixes: (mended.refusedFixes ?? []).map(({ why }) => why),
  };
}

/** What is wrong with a variable is another thing in a shell than in a Compose file. */
const rulesOfFiles = { "undefined-variable": "off", interpolation: "off" } as const;

/** Variables of the shell, and those that the file sets; what Compose alone would read is left out. */
function variablesFor({ variables: own }: FoundCommand, { variables, cwd }: Omit<LintOptions, "fix">): LintOptions["variables"] {
  const shell = Object.entries(variables).filter(([name]) => !name.startsWith("COMPOSE_"));
  return { PWD: cwd, ...Object.fromEntries(shell), ...own, COMPOSE_DISABLE_ENV_FILE: "1" };
}

/** Null where the text around the command cannot hold the edit. */
function editInFile({ range, text }: TextEdit, { region }: FoundCommand, file: string): TextEdit | null {
  if (region.offsets !== null && (/[\r\n]/u.test(text) || (region.quote !== null && text.includes(region.quote)))) {
    const joined = text.replaceAll(/(?<![\s\\])[\s\\]*[\r\n]\s*/gu, " ");
    if (region.quote !== null && joined.includes(region.quote)) return null;
    return { range: rangeInFile(region, range), text: joined };
  }
  const isPrompted = region.offsets === null && region.text !== file;
  return { range: rangeInFile(region, range), text: isPrompted ? withPrompts(text, file, range[0]) : text };
}

/** New lines of a command with the prompt `>` that its other lines have in a page. */
function withPrompts(text: string, file: string, at: number): string {
  const around = file.slice(file.lastIndexOf("\n", file.lastIndexOf("\n", at - 1) - 1) + 1, at + 500).split("\n").slice(0, 3);
  const indent = around.map((line) => /^([ \t]*)> /u.exec(line)?.[1]).find((found) => found !== undefined);
  return indent === undefined ? text : text.replaceAll(/\n[ \t]*/gu, (blanks) => `\n${indent}>${blanks.slice(indent.length + 2)}`);
}

class PlacesInFile {
  readonly #found: FoundCommand;
  readonly #lines: LineIndex;
  readonly #writtenLines: LineIndex;
  readonly #written: WrittenCompose;

  constructor(found: FoundCommand, file: string, written: WrittenCompose) {
    this.#found = found;
    this.#lines = new LineIndex(file);
    this.#writtenLines = new LineIndex(written.text);
    this.#written = written;
  }

  /** The message at its place in the command line, in the words of `docker run`. */
  move(found: Finding, serviceName: string): Finding {
    const message = { ...found };
    // Its edits are those of the Compose file.
    delete message.suggestions;
    const range = rangeInFile(this.#found.region, this.rangeInCommand(message));
    const { start, end } = this.#lines.locationOf(range);
    const moved: Finding = {
      ...message,
      message: inWordsOfRun(message.message, serviceName),
      line: start.line,
      column: start.column + 1,
      endLine: end.line,
      endColumn: end.column + 1,
    };
    // Its range is that of the Compose file; that there is one is what counts.
    return message.fix === undefined ? moved : { ...moved, fix: { range, text: "" } };
  }

  /** Where in the command line stands what a message of the Compose file is about. */
  rangeInCommand({ line, column }: Finding): SourceRange {
    const offset = this.#writtenLines.offsetAt({ line, column: column - 1 });
    const holding = this.#written.parts.filter(({ range: [start, end], origin }) => origin !== null && start <= offset && offset <= end);
    return holding.at(-1)?.origin?.range ?? this.#found.command.headRange;
  }
}

/** Keys of Compose become options where there is one, and the service is the container. */
function inWordsOfRun(message: string, serviceName: string): string {
  return message
    // The flag of the command that is running.
    .replaceAll("`compose-lint --fix`", "`--fix`")
    .replaceAll(`the container of the service \`${serviceName}\``, `the container \`${serviceName}\``)
    .replaceAll(`he service \`${serviceName}\``, `he container \`${serviceName}\``)
    .replaceAll(/`ulimits\.(\w+)(?:\.(?:soft|hard))?(?:: ([^`]*))?`/gu, (_, name: string, value?: string) => `\`--ulimit ${name}${value === undefined ? "" : `=${value}`}\``)
    .replaceAll("`ulimits`", "`--ulimit`")
    .replaceAll(/`cap_add: \[(\w+)\]`/gu, "`--cap-add $1`")
    .replaceAll(/`([a-z_.]+)((?:: [^`]*)?)`/gu, (all, key: string, value: string) => {
      const flag = /[_.]/u.test(key) ? flagOfPath(key.split(".")) : null;
      return flag === null ? all : `\`--${flag}${value.replace(/^: /u, " ")}\``;
    });
}
