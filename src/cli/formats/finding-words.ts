import { rules } from "../../eslint/rules.js";
import type { FileResult, Finding } from "../../lint/lint-result.js";
import { plainText } from "../../text/plain-text.js";

export interface Counts {
  errors: number;
  warnings: number;
  fixable: number;
}

/** The counts of a file. */
export function countsOfFile({ errorCount, warningCount, messages }: FileResult): Counts {
  // ESLint's own count knows nothing of a fix that only writes a file.
  const fixable = messages.filter(({ fix, fixWrites }) => fix !== undefined || fixWrites !== undefined).length;
  return { errors: errorCount, warnings: warningCount, fixable };
}

export function noCounts(): Counts {
  return { errors: 0, warnings: 0, fixable: 0 };
}

export function addCounts(sum: Counts, { errors, warnings, fixable }: Counts): void {
  sum.errors += errors;
  sum.warnings += warnings;
  sum.fixable += fixable;
}

/** The counts of all files. */
export function countsOf(results: readonly FileResult[]): Counts {
  const counts = noCounts();
  for (const result of results) addCounts(counts, countsOfFile(result));
  return counts;
}

/** `3 problems (1 error, 2 warnings)`. */
export function countWords({ errors, warnings }: Counts): string {
  return `${counted(errors + warnings, "problem")} (${counted(errors, "error")}, ${counted(warnings, "warning")})`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

export function levelOf({ severity }: Finding): "error" | "warning" {
  return severity === 2 ? "error" : "warning";
}

/** What a finding is filed under: its rule; what ESLint itself reports is about comments that switch rules off. */
export function ruleIdOf({ ruleId, fatal }: Finding): string {
  return ruleId ?? (fatal === true ? "compose-lint/fatal" : "compose-lint/directive");
}

/** The page of a rule; null for what is no rule. */
export function pageOf({ ruleId }: Finding): string | null {
  return ruleDocs(ruleId)?.url ?? null;
}

/** The sentence that a rule describes itself with; null for what is no rule. */
export function ruleDescription(ruleId: string | null): string | null {
  return ruleDocs(ruleId)?.description ?? null;
}

function ruleDocs(ruleId: string | null): { url?: string; description: string } | undefined {
  const name = ruleId?.replace("compose-lint/", "") ?? "";
  return Object.hasOwn(rules, name) ? rules[name as keyof typeof rules].meta.docs : undefined;
}

/** The message in one line, safe for any reader. */
export function messageLine({ message }: Pick<Finding, "message">): string {
  return plainText(message).replaceAll(/(?<!\s)\s*\n\s*/gu, " ");
}

/** The text that the places of the findings are in: the mended one where fixes were applied. */
export function judgedText({ source, output }: FileResult): string {
  return output ?? source;
}

/** A place with all its ends; lines and columns from 1. */
export function regionOf({ line, column, endLine, endColumn }: Pick<Finding, "line" | "column" | "endLine" | "endColumn">): {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
} {
  const start = { line: Math.max(line, 1), column: Math.max(column, 1) };
  const last = Math.max(endLine ?? start.line, start.line);
  return { ...start, endLine: last, endColumn: Math.max(endColumn ?? start.column, last === start.line ? start.column : 1) };
}
