import path from "node:path";
import type { FileResult, Finding, RelatedPlace } from "../../lint/lint-result.js";
import { colours, type Colour } from "../colour.js";
import type { Output } from "../output.js";
import { onOneLine, plainText } from "../plain-text.js";
import { wrapText } from "../wrap-text.js";

const WIDTH_WITHOUT_TERMINAL = 100;
const MINIMUM_MESSAGE_WIDTH = 40;

/** The report for people: file by file, each finding with its place, then the counts. Empty if nothing was found. */
export function stylish(results: readonly FileResult[], cwd: string, output: Output): string {
  const colour = colours(output.colour);
  const width = output.columns ?? WIDTH_WITHOUT_TERMINAL;
  const blocks = results
    .filter(({ messages }) => messages.length > 0)
    .map((result) => fileBlock(result, cwd, colour, width));
  if (blocks.length === 0) return "";
  return `\n${blocks.join("\n")}\n${summary(results, colour)}`;
}

function fileBlock(result: FileResult, cwd: string, colour: Colour, width: number): string {
  const places = result.messages.map(({ line, column }) => `${line}:${column}`);
  const placeWidth = Math.max(...places.map((place) => place.length));
  const findings = result.messages.map((finding, index) =>
    findingBlock(finding, (places[index] ?? "").padStart(placeWidth), { file: result.filePath, cwd, colour, width }),
  );
  return [colour.underline(onOneLine(plainText(displayPath(result.filePath, cwd)))), ...findings, ""].join("\n");
}

interface BlockOptions {
  file: string;
  cwd: string;
  colour: Colour;
  width: number;
}

function findingBlock(finding: Finding, place: string, { file, cwd, colour, width }: BlockOptions): string {
  const isError = finding.severity === 2;
  const level = isError ? colour.red("error  ") : colour.yellow("warning");
  const indent = " ".repeat(2 + place.length + 2 + "warning".length + 2);
  // A message of ours is one paragraph: a line feed in it belongs to a name. Those of ESLint itself may have several.
  const message = finding.ruleId === null ? plainText(finding.message) : onOneLine(plainText(finding.message));
  const lines = wrapText(message, Math.max(width - indent.length, MINIMUM_MESSAGE_WIDTH));
  const related = (finding.relatedLocations ?? []).map((other) => colour.dim(relatedLine(other, file, cwd)));
  const rule = finding.ruleId === null ? [] : [colour.dim(finding.ruleId)];
  return [`  ${colour.dim(place)}  ${level}  ${lines[0] ?? ""}`, ...[...lines.slice(1), ...related, ...rule].map((line) => indent + line)].join(
    "\n",
  );
}

/** `at base.yaml:3:12: ...`, without the name for a place in the same file. */
function relatedLine({ filePath, line, column, message }: RelatedPlace, file: string, cwd: string): string {
  const name = filePath === file ? "" : `${displayPath(filePath, cwd)}:`;
  return onOneLine(plainText(`at ${name}${line}:${column}: ${message}`));
}

function summary(results: readonly FileResult[], colour: Colour): string {
  const sum = (count: (result: FileResult) => number): number =>
    results.reduce((total, result) => total + count(result), 0);
  const errors = sum((result) => result.errorCount);
  const warnings = sum((result) => result.warningCount);
  const fixable = sum((result) => result.fixableErrorCount + result.fixableWarningCount);
  const counts = `${counted(errors + warnings, "problem")} (${counted(errors, "error")}, ${counted(warnings, "warning")})`;
  const paint = errors > 0 ? colour.red : colour.yellow;
  const hint = fixable > 0 ? `\n${counted(fixable, "problem")} can be mended with \`--fix\` (\`--fix-dry-run\` shows how).` : "";
  return `${colour.bold(paint(`${counts}.`))}${hint}\n`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A path as the user would write it: relative to where they are, unless that leads out of it. */
export function displayPath(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  return relative === "" || relative.startsWith("..") || path.isAbsolute(relative) ? file : relative;
}
