import type { FileResult, Finding } from "../../lint/lint-result.js";
import { reportPath } from "./display-path.js";
import { counted, countsOf, countWords, levelOf, pageOf, regionOf, ruleIdOf } from "./finding-words.js";
import type { FormatContext } from "./format.js";
import { messageParts } from "./message-parts.js";
import { xmlText } from "./xml-text.js";

/** A report for a comment or a job's summary: a table for each file with findings. */
export function markdown(results: readonly FileResult[], { cwd }: FormatContext): string {
  const counts = countsOf(results);
  const heading = "## compose-lint";
  if (counts.errors + counts.warnings === 0) return `${heading}\n\nNothing was found in ${counted(results.length, "file")}.\n`;
  const fixable = counts.fixable > 0 ? ` ${counted(counts.fixable, "problem")} can be mended with \`compose-lint --fix\`.` : "";
  const tables = results.filter(({ messages }) => messages.length > 0).map((result) => table(result, cwd));
  return `${heading}\n\n${countWords(counts)}.${fixable}\n\n${tables.join("\n")}`;
}

function table({ filePath, messages }: FileResult, cwd: string): string {
  const rows = messages.map((finding) => `| ${[place(finding), levelOf(finding), words(finding, cwd), rule(finding)].join(" | ")} |`);
  return [`### ${literal(reportPath(filePath, cwd))}`, "", "| place | level | finding | rule |", "| --- | --- | --- | --- |", ...rows, ""].join("\n");
}

function place(finding: Finding): string {
  const { line, column } = regionOf(finding);
  return `${line}:${column}`;
}

function words(finding: Finding, cwd: string): string {
  const related = (finding.relatedLocations ?? []).map(
    ({ filePath, line, message }) => `<br>${literal(reportPath(filePath, cwd))}:${line}: ${written(message)}`,
  );
  return written(finding.message) + related.join("");
}

function written(message: string): string {
  return messageParts(message)
    .map(({ text, isCode }) => (isCode ? `<code>${literal(text)}</code>` : literal(text)))
    .join("");
}

/** Names of a file under lint stay text: no markup, no link, no column of the table. */
function literal(text: string): string {
  // A `#` behind `&` is one of a character that is written as a number.
  return xmlText(text)
    .replaceAll(/[\\`*_[\]|~@]|(?<!&)#/gu, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll(/(?<!\s)\s*\n\s*/gu, "<br>");
}

function rule(finding: Finding): string {
  const page = pageOf(finding);
  return page === null ? ruleIdOf(finding) : `[${ruleIdOf(finding)}](${page})`;
}
