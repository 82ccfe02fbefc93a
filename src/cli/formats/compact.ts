import type { FileResult } from "../../lint/lint-result.js";
import { onOneLine, plainText } from "../../text/plain-text.js";
import type { FileFormat } from "./file-format.js";
import { counted, levelOf, messageLine, regionOf, ruleIdOf } from "./finding-words.js";
import type { FormatContext } from "./format.js";
import { wholeReport } from "./report-in-parts.js";

/** A line for each finding, as ESLint's formatter of this name prints it: editors have patterns for it. */
export function compact(results: readonly FileResult[], context: FormatContext): string {
  return wholeReport(compactByFile, results, context);
}

export const compactByFile: FileFormat = {
  part: ({ filePath, messages }) =>
    messages
      .map((finding) => {
        const { line, column } = regionOf(finding);
        const level = levelOf(finding) === "error" ? "Error" : "Warning";
        return `${onOneLine(plainText(filePath))}: line ${line}, col ${column}, ${level} - ${messageLine(finding)} (${ruleIdOf(finding)})`;
      })
      .join("\n"),
  head: "",
  separator: "\n",
  tail: ({ errors, warnings }) => `\n\n${counted(errors + warnings, "problem")}\n`,
  empty: "",
};
