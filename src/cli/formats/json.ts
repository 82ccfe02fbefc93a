import { factsOfKind } from "../../../rules/fix-kinds.js";
import type { AppliedFix, FileResult } from "../../lint/lint-result.js";
import { plainText } from "../plain-text.js";

/** The results as ESLint prints them with `--format json`: an array of its `LintResult`, in one line. */
export function json(results: readonly FileResult[]): string {
  // A control character is written as its escape in JSON too, so the line stays JSON and is safe for a terminal.
  return `${plainText(JSON.stringify(results.map(asEslintPrints)))}\n`;
}

/** A fix with what its kind of change may break. */
function withRisk(fix: AppliedFix): AppliedFix & { mayBreak?: string } {
  return fix.kind === null ? fix : { ...fix, mayBreak: factsOfKind[fix.kind].mayBreak };
}

/** ESLint gives the text only where there are problems left in it that refer to it. */
function asEslintPrints({ source, ...result }: FileResult): Omit<FileResult, "source"> & { source?: string } {
  const isNeeded = result.messages.length > 0 && result.output === undefined;
  const messages = result.messages.map((message) => {
    const printed = { ...message };
    delete printed.fixWrites;
    delete printed.fixKind;
    return printed;
  });
  const { appliedFixes } = result;
  return {
    ...result,
    messages,
    ...(appliedFixes === undefined ? {} : { appliedFixes: appliedFixes.map(withRisk) }),
    ...(isNeeded ? { source } : {}),
  };
}
