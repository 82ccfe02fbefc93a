import type { FileResult, Finding } from "../../lint/lint-result.js";
import { plainText } from "../../text/plain-text.js";
import { reportPath } from "./display-path.js";
import type { FileFormat } from "./file-format.js";
import { countWords, levelOf, messageLine, regionOf, ruleIdOf } from "./finding-words.js";
import type { FormatContext } from "./format.js";
import { wholeReport } from "./report-in-parts.js";

/** Workflow commands of GitHub Actions, which become annotations at the lines of a pull request. */
export function github(results: readonly FileResult[], context: FormatContext): string {
  return wholeReport(githubByFile, results, context);
}

export const githubByFile: FileFormat = {
  part: ({ filePath, messages }, { cwd }) => messages.map((finding) => commandOf(finding, filePath, cwd)).join("\n"),
  head: "",
  separator: "\n",
  tail: (counts) => `\n${countWords(counts)}.\n`,
  empty: "",
};

function commandOf(finding: Finding, filePath: string, cwd: string): string {
  const { line, column, endLine, endColumn } = regionOf(finding);
  const properties: Record<string, string | number> = { file: plainText(reportPath(filePath, cwd)), line, endLine, col: column };
  // GitHub takes columns within one line only.
  if (line === endLine && endColumn > column) properties.endColumn = endColumn;
  properties.title = ruleIdOf(finding);
  const words = Object.entries(properties).map(([name, value]) => `${name}=${escapedProperty(String(value))}`);
  const related = (finding.relatedLocations ?? []).map(
    (place) => `\n${plainText(reportPath(place.filePath, cwd))}:${place.line}: ${messageLine(place)}`,
  );
  return `::${levelOf(finding)} ${words.join(",")}::${escapedData(messageLine(finding) + related.join(""))}`;
}

/** The escapes of the toolkit of GitHub Actions. */
function escapedData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
