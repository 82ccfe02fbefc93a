import type { FileResult } from "../../lint/lint-result.js";
import { plainText } from "../plain-text.js";
import { countsOf, counted, levelOf, messageLine, regionOf, ruleIdOf } from "./finding-words.js";

/** A line for each finding, as ESLint's formatter of this name prints it: editors have patterns for it. */
export function compact(results: readonly FileResult[]): string {
  const lines = results.flatMap(({ filePath, messages }) =>
    messages.map((finding) => {
      const { line, column } = regionOf(finding);
      const level = levelOf(finding) === "error" ? "Error" : "Warning";
      return `${plainText(filePath)}: line ${line}, col ${column}, ${level} - ${messageLine(finding)} (${ruleIdOf(finding)})`;
    }),
  );
  if (lines.length === 0) return "";
  const { errors, warnings } = countsOf(results);
  return `${lines.join("\n")}\n\n${counted(errors + warnings, "problem")}\n`;
}
