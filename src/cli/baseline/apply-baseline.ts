import path from "node:path";
import type { LintRun } from "../../lint/lint-files.js";
import { fileResult, type FileResult, type Finding } from "../../lint/lint-result.js";
import { reportPath } from "../formats/display-path.js";
import { counted, ruleIdOf } from "../formats/finding-words.js";
import type { Output } from "../output.js";
import { withSlashes } from "../with-slashes.js";
import { readBaseline, writeBaseline, type Baseline } from "./baseline-file.js";
import { addToList } from "../../memory/add-to-list.js";

/**
 * Takes the findings that a baseline knows out of a run, or writes the baseline anew from what was found. As with
 * ESLint's bulk suppressions, findings are counted by file and rule: where there are more than known, all are reported,
 * since nobody can tell which of them is the new one.
 * @throws UsageError if the baseline cannot be read or written.
 */
export function applyBaseline(run: LintRun, { file, update }: { file: string; update: boolean }, cwd: string, output: Output): void {
  const absolute = path.resolve(cwd, file);
  const folder = path.dirname(absolute);
  const known = readBaseline(absolute, file, update);
  if (update) {
    const next = updatedBaseline(known, run.results, folder);
    writeBaseline(absolute, file, next);
    const total = Object.values(next).reduce((sum, rules) => sum + Object.values(rules).reduce((count, rule) => count + rule.count, 0), 0);
    output.tell(`Wrote ${file}: ${counted(total, "finding")} in ${counted(Object.keys(next).length, "file")}.\n`);
  }
  const baseline = update ? readBaseline(absolute, file, false) : known;
  const unused: string[] = [];
  const warningsBefore = warningsIn(run.results);
  run.results = run.results.map((result) => {
    const entry = baseline[nameFrom(folder, result.filePath)];
    return entry === undefined ? result : withoutKnown(result, entry, unused, reportPath(result.filePath, cwd));
  });
  run.warningCount -= warningsBefore - warningsIn(run.results);
  if (unused.length > 0) {
    output.tell(`compose-lint: ${file} knows findings that are gone: ${unused.join("; ")}. Run with --update-baseline to take them out.\n`);
  }
}

/** @throws UsageError if the baseline cannot be read, before anything is written. */
export function requireBaseline({ file, update }: { file: string; update: boolean }, cwd: string): void {
  readBaseline(path.resolve(cwd, file), file, update);
}

function withoutKnown(result: FileResult, entry: Baseline[string], unused: string[], name: string): FileResult {
  const byRule = groupByRule(result.messages);
  const isKnown = (finding: Finding): boolean => {
    const known = entry[ruleIdOf(finding)]?.count ?? 0;
    return (byRule.get(ruleIdOf(finding))?.length ?? 0) <= known;
  };
  for (const [ruleId, { count }] of Object.entries(entry)) {
    const found = byRule.get(ruleId)?.length ?? 0;
    if (found < count) unused.push(`${name} ${ruleId} (${count - found} of ${count})`);
  }
  const left = result.messages.filter((finding) => !isKnown(finding));
  const counted = fileResult(result.filePath, result.source, left, result.suppressedMessages);
  const { output, appliedFixes } = result;
  return { ...counted, ...(output === undefined ? {} : { output }), ...(appliedFixes === undefined ? {} : { appliedFixes }) };
}

/** Files that this run did not lint keep what is known of them. */
function updatedBaseline(known: Baseline, results: readonly FileResult[], folder: string): Baseline {
  const next: Baseline = { ...known };
  for (const { filePath, messages } of results) {
    const name = nameFrom(folder, filePath);
    // Object.entries keeps the order of writing, so a sorted file differs by what changed alone.
    const counts = [...groupByRule(messages)].sort(([a], [b]) => (a < b ? -1 : 1));
    if (counts.length === 0) Reflect.deleteProperty(next, name);
    else next[name] = Object.fromEntries(counts.map(([ruleId, findings]) => [ruleId, { count: findings.length }]));
  }
  return Object.fromEntries(Object.entries(next).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The path of a file as a baseline has it, the same on every system and in every clone. */
function nameFrom(folder: string, file: string): string {
  return withSlashes(path.relative(folder, file));
}

function groupByRule(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) addToList(groups, ruleIdOf(finding), finding);
  return groups;
}

function warningsIn(results: readonly FileResult[]): number {
  return results.reduce((sum, { warningCount }) => sum + warningCount, 0);
}
