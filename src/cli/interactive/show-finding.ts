import { factsOfKind, type FixKind } from "../../../rules/fix-kinds.js";
import type { Finding } from "../../lint/lint-result.js";
import { colours } from "../colour.js";
import { codeFrame } from "../formats/code-frame.js";
import { displayPath } from "../formats/display-path.js";
import { levelOf, regionOf, ruleDescription, ruleIdOf } from "../formats/finding-words.js";
import type { Output } from "../output.js";
import { onOneLine, plainText } from "../../text/plain-text.js";
import { wrapText } from "../wrap-text.js";
import type { Judgement } from "./file-judge.js";

const USUAL_WIDTH = 80;
const LEAST_WIDTH = 40;

export function widthOf({ columns }: Output): number {
  return Math.max((columns ?? USUAL_WIDTH) - 1, LEAST_WIDTH);
}

interface Surroundings {
  /** How many more the file has. */
  left: number;
  /** Whether the person was asked about this rule before. */
  isKnown: boolean;
  /** What the changes that are offered may break, as far as the person was not told yet. */
  risks: readonly Risk[];
  cwd: string;
  output: Output;
}

/** A kind of change, with the keys that choose one. */
export interface Risk {
  keys: readonly string[];
  kind: FixKind;
}

/** A finding for the person who is asked about it: place, lines of the file, message, related places, what the rule is for, what each change may break. */
export function findingText(judged: Judgement, finding: Finding, { left, isKnown, risks, cwd, output }: Surroundings): string {
  const paint = colours(output.colour);
  const width = widthOf(output);
  const level = levelOf(finding);
  const place = onOneLine(plainText(`${displayPath(judged.path, cwd)}:${finding.line}:${finding.column}`));
  const head = `${paint.bold(place)}  ${level === "error" ? paint.red(level) : paint.yellow(level)}  ${ruleIdOf(finding)}`;
  const message = finding.ruleId === null ? plainText(finding.message) : onOneLine(plainText(finding.message));
  const about = ruleDescription(finding.ruleId);
  const related = (finding.relatedLocations ?? []).map(({ filePath, line, column, message: text }) =>
    onOneLine(plainText(`at ${displayPath(filePath, cwd)}:${line}:${column}: ${text}`)),
  );
  const name = finding.ruleId?.replace("compose-lint/", "") ?? "";
  const why = about === null || isKnown ? [] : [`The rule: ${about}. \`compose-lint explain ${name}\` has its page.`];
  const more = left === 0 ? [] : [`${left} more in this file.`];
  const wrapped = (texts: readonly string[]): string[] => texts.flatMap((text) => wrapText(text, width));
  return [
    "",
    head,
    "",
    ...codeFrame(judged.text, regionOf(finding), width).map(paint.dim),
    "",
    ...wrapped([message]),
    ...wrapped(related),
    ...[...wrapped(why), ...riskLines(risks, width), ...wrapped(more)].map(paint.dim),
    "",
    "",
  ].join("\n");
}

function riskLines(risks: readonly Risk[], width: number): string[] {
  if (risks.length === 0) return [];
  const rows = risks.map(({ keys, kind }) => ({ keys: keys.join(", "), text: factsOfKind[kind].mayBreak }));
  const indent = " ".repeat(2 + Math.max(...rows.map(({ keys }) => keys.length)) + 2);
  const lines = rows.flatMap(({ keys, text }) =>
    wrapText(text, width - indent.length).map((line, index) => (index === 0 ? `  ${keys}`.padEnd(indent.length) : indent) + line),
  );
  return [risks.length === 1 && risks[0]?.keys.join() === "f" ? "What the fix may break:" : "What each change may break:", ...lines];
}
