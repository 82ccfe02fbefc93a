import { factsOfKind } from "../../../rules/fix-kinds.js";
import type { AppliedFix, FileResult } from "../../lint/lint-result.js";
import { plainText } from "../../text/plain-text.js";
import type { FileFormat } from "./file-format.js";
import type { FormatContext } from "./format.js";
import { wholeReport } from "./report-in-parts.js";

/** The results as ESLint prints them with `--format json`: an array of its `LintResult`, in one line. */
export function json(results: readonly FileResult[], context: FormatContext): string {
  return wholeReport(jsonByFile, results, context);
}

export const jsonByFile: FileFormat = {
  // A control character is written as its escape in JSON too, so the line stays JSON and is safe for a terminal.
  part: (result) => plainText(JSON.stringify(asEslintPrints(result))),
  head: "[",
  separator: ",",
  tail: () => "]\n",
  empty: "[]\n",
};

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
