import assert from "node:assert/strict";
import type { Linter } from "eslint";
import { applyEdits } from "../../src/text/text-edit.js";
import type { RuleName } from "../../src/eslint/rules.js";
import { rules } from "../../src/eslint/rules.js";
import type { LintSettings } from "../../src/eslint/settings.js";
import { lintTexts } from "../../src/lint/lint-files.js";
import type { Finding } from "../../src/lint/lint-result.js";
import type { RequiredFile } from "../../src/lint/lint-files.js";
import { MemoryFileSystem } from "../memory-file-system.js";
import { assertSameInEveryHost } from "./every-host.js";

export interface RuleRun {
  rule: RuleName;
  text: string;
  /** Name of the file under lint in the folder `/project`; tells the language. */
  name?: string;
  /** Other files of `/project`, by name. */
  files?: Readonly<Record<string, string>>;
  settings?: LintSettings;
  options?: readonly unknown[];
  variables?: Readonly<Record<string, string>>;
}

export interface RuleOutcome {
  findings: Finding[];
  /** The text with all fixes; the text itself where there is none. */
  output: string;
  /** By name in `/project`, or by path where they lie elsewhere. */
  written: Record<string, string>;
  /** What is found in the output with the written files beside it. */
  left: Finding[];
}

/**
 * Runs one rule, alone, as the command line does: first without fixes, then with them, then over the fixed text, which
 * no second fix may change. ESLint 8, 9 and 10 must find the same as the command line does.
 */
export function runRule(run: RuleRun): RuleOutcome {
  const findings = lint(run, false).findings;
  compareHosts(run);
  for (const finding of findings) {
    checkPlaces(finding, run.text);
    checkKinds(finding, rules[run.rule].meta.docs?.fixes ?? {});
  }
  const fixed = lint(run, true);
  const written = Object.fromEntries(fixed.requiredFiles.map(({ path, text }) => [nameOf(path), text]));
  const again: RuleRun = { ...run, text: fixed.output, files: { ...run.files, ...written } };
  const second = lint(again, true);
  assert.equal(second.output, fixed.output, "a second fix changes something");
  assert.deepEqual(second.requiredFiles, [], "a second fix writes files");
  return { findings, output: fixed.output, written, left: lint(again, false).findings };
}

/** `error crashes 3:12-3:19 fix`: level, message, place, and whether there is a fix. */
export function brief({ severity, messageId, line, column, endLine, endColumn, fix }: Finding): string {
  const place = `${line}:${column}-${endLine ?? 0}:${endColumn ?? 0}`;
  return `${severity === 2 ? "error" : "warning"} ${messageId ?? "none"} ${place}${fix === undefined ? "" : " fix"}`;
}

/** What the text becomes with each suggestion of a finding, by the suggestion's words. */
export function suggested(finding: Finding | undefined, text: string): Record<string, string> {
  const suggestions = finding?.suggestions ?? [];
  return Object.fromEntries(suggestions.map(({ desc, fix }) => [desc, applyEdits(text, [fix])]));
}

/** Every place of a finding must be in the text, and its end not before its start. */
function checkPlaces({ line, column, endLine = 0, endColumn = 0, fix, suggestions = [] }: Finding, text: string): void {
  const lines = text.split(/\r\n|\r|\n/u);
  for (const [row, place] of [[line, column], [endLine, endColumn]] as const) {
    const width = lines[row - 1]?.length ?? -1;
    assert.ok(place >= 1 && place <= width + 1, `${row}:${place} is not in the text`);
  }
  assert.ok(endLine > line || (endLine === line && endColumn >= column), "the end is before the start");
  for (const { range } of [...(fix === undefined ? [] : [fix]), ...suggestions.map((suggestion) => suggestion.fix)]) {
    assert.ok(range[0] >= 0 && range[0] <= range[1] && range[1] <= text.length, "an edit is not in the text");
  }
}

/** What changes a file says what the change may break: the fix by its own word, a suggestion by its message. */
function checkKinds({ messageId = "", fix, fixKind, suggestions = [] }: Finding, declared: Readonly<Record<string, readonly string[]>>): void {
  if (fix !== undefined) assert.ok(declared[messageId]?.includes(fixKind ?? ""), `the fix of ${messageId} is of a kind that the rule declares`);
  for (const suggestion of suggestions) {
    assert.ok(declared[suggestion.messageId ?? ""]?.includes(suggestion.kind ?? ""), `the suggestion ${suggestion.messageId ?? ""} has a declared kind`);
  }
}

function nameOf(path: string): string {
  return path.startsWith("/project/") ? path.slice("/project/".length) : path;
}

function compareHosts(run: RuleRun): void {
  const { rule, text, name = "compose.yaml", settings = {}, variables = {} } = run;
  assertSameInEveryHost({
    path: `/project/${name}`,
    text,
    files: filesBeside(run),
    settings,
    variables,
    rules: { [rule]: entryOf(run) },
  });
}

function filesBeside({ files = {} }: RuleRun): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([file, content]) => [file.startsWith("/") ? file : `/project/${file}`, content] as const),
  );
}

function entryOf({ options }: RuleRun): Linter.RuleEntry {
  return options === undefined ? "error" : ["error", ...options];
}

function lint(run: RuleRun, fix: boolean): { findings: Finding[]; output: string; requiredFiles: RequiredFile[] } {
  const { rule, text, name = "compose.yaml", settings = {}, variables = {} } = run;
  const path = `/project/${name}`;
  const off = Object.fromEntries(Object.keys(rules).map((other) => [other, "off"] as const));
  const { results, requiredFiles } = lintTexts([{ path, text }], {
    cwd: "/project",
    fileSystem: new MemoryFileSystem({ ...filesBeside(run), [path]: text }),
    settings,
    variables,
    rules: { ...off, [rule]: entryOf(run) },
    fix,
    writesFiles: true,
  });
  const [result] = results;
  if (result === undefined) throw new Error("The linter gave no result for the file.");
  return { findings: result.messages, output: result.output ?? text, requiredFiles };
}
