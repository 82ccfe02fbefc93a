import type { FileResult } from "../../lint/lint-result.js";
import { plainText } from "../plain-text.js";

/** The results as ESLint prints them with `--format json`: an array of its `LintResult`, in one line. */
export function json(results: readonly FileResult[]): string {
  // A control character is written as its escape in JSON too, so the line stays JSON and is safe for a terminal.
  return `${plainText(JSON.stringify(results.map(asEslintPrints)))}\n`;
}

/** ESLint gives the text only where there are problems left in it that refer to it. */
function asEslintPrints({ source, ...result }: FileResult): Omit<FileResult, "source"> & { source?: string } {
  const isNeeded = result.messages.length > 0 && result.output === undefined;
  const messages = result.messages.map((message) => {
    const printed = { ...message };
    delete printed.fixWrites;
    return printed;
  });
  return { ...result, messages, ...(isNeeded ? { source } : {}) };
}
