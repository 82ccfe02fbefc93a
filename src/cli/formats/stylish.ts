import type { FileResult, Finding } from "../../lint/lint-result.js";
import { colours, type Colour } from "../colour.js";
import { largest } from "../../text/largest.js";
import { onOneLine, plainText } from "../../text/plain-text.js";
import { wrapText } from "../wrap-text.js";
import { codeFrame } from "./code-frame.js";
import { displayPath } from "./display-path.js";
import type { FileFormat } from "./file-format.js";
import { counted, countWords, judgedText, levelOf, pageOf, regionOf, type Counts } from "./finding-words.js";
import type { FormatContext } from "./format.js";
import { wholeReport } from "./report-in-parts.js";

const WIDTH_WITHOUT_TERMINAL = 100;
const MINIMUM_MESSAGE_WIDTH = 40;

/** What is the same for all findings of a report. */
interface Page extends FormatContext {
  paint: Colour;
  width: number;
}

/** The report for people: file by file, each finding with its place, then the counts. Empty if nothing was found. */
export function stylish(results: readonly FileResult[], context: FormatContext): string {
  return wholeReport(stylishByFile, results, context);
}

export const stylishByFile: FileFormat = {
  part: (result, context) => (result.messages.length === 0 ? "" : fileBlock(result, pageFor(context))),
  head: "\n",
  separator: "\n",
  tail: (counts, context) => `\n${summary(counts, pageFor(context))}`,
  empty: "",
};

function pageFor(context: FormatContext): Page {
  return { ...context, paint: colours(context.colour), width: context.columns ?? WIDTH_WITHOUT_TERMINAL };
}

function fileBlock(result: FileResult, page: Page): string {
  const placeWidth = largest(result.messages.map((finding) => placeOf(finding).length));
  const findings = result.messages.map((finding) => findingBlock(finding, result, placeWidth, page));
  return [page.paint.underline(plainText(displayPath(result.filePath, page.cwd))), ...findings, ""].join("\n");
}

function placeOf({ line, column }: Finding): string {
  return `${line}:${column}`;
}

function findingBlock(finding: Finding, result: FileResult, placeWidth: number, page: Page): string {
  const { paint } = page;
  const isError = levelOf(finding) === "error";
  const level = isError ? paint.red("error  ") : paint.yellow("warning");
  const indent = " ".repeat(2 + placeWidth + 2 + "warning".length + 2);
  const width = Math.max(page.width - indent.length, MINIMUM_MESSAGE_WIDTH);
  // A message of ours is one paragraph: a line feed in it belongs to a name. Those of ESLint itself may have several.
  const message = finding.ruleId === null ? plainText(finding.message) : onOneLine(plainText(finding.message));
  const [first = "", ...further] = wrapText(message, width);
  const lines = [
    ...further,
    ...relatedLines(finding, result.filePath, page, width),
    ...(page.codeFrame ? codeFrame(judgedText(result), regionOf(finding), width).map(paint.dim) : []),
    ...ruleLine(finding, page),
  ];
  const head = `  ${paint.dim(placeOf(finding).padStart(placeWidth))}  ${level}  ${first}`;
  return [head, ...lines.map((line) => indent + line)].join("\n");
}

/** `at base.yaml:3:12: ...`, without the name for a place in the same file. */
function relatedLines({ relatedLocations = [] }: Finding, file: string, page: Page, width: number): string[] {
  return relatedLocations.flatMap(({ filePath, line, column, message }) => {
    const name = filePath === file ? "" : `${displayPath(filePath, page.cwd)}:`;
    return wrapText(onOneLine(plainText(`at ${name}${line}:${column}: ${message}`)), width).map((text) => page.paint.dim(text));
  });
}

function ruleLine(finding: Finding, { paint, links }: Page): string[] {
  if (finding.ruleId === null) return [];
  const page = links ? pageOf(finding) : null;
  const name = paint.dim(finding.ruleId);
  return [page === null ? name : linked(name, page)];
}

/** A hyperlink as terminals read it (OSC 8). */
function linked(text: string, address: string): string {
  return `\u001b]8;;${address}\u001b\\${text}\u001b]8;;\u001b\\`;
}

function summary(counts: Counts, { paint }: Page): string {
  const colour = counts.errors > 0 ? paint.red : paint.yellow;
  const hint =
    counts.fixable > 0 ? `\n${counted(counts.fixable, "problem")} can be mended with \`--fix\` (\`--fix-dry-run\` shows how).` : "";
  return `${paint.bold(colour(`${countWords(counts)}.`))}${hint}\n`;
}
