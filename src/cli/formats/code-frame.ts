import { linesOf } from "../../text/lines-of.js";
import { plainText } from "../../text/plain-text.js";

export interface FramedPlace {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** The line of a place, with what stands before the place, in it, and behind it; made safe, tabs as spaces. */
export interface FrameLine {
  number: number;
  before: string;
  marked: string;
  after: string;
}

const MAXIMUM_LINES = 4;

/** The lines of a text that a place covers, the first few of them. */
export function frameLines(text: string, { line, column, endLine, endColumn }: FramedPlace): FrameLine[] {
  const lines = linesOf(text);
  const count = Math.min(endLine, line + MAXIMUM_LINES - 1, lines.lineCount) - line + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, index) => {
    const number = line + index;
    const next = number < lines.lineCount ? lines.lineStart(number + 1) : text.length;
    const content = text.slice(lines.lineStart(number), next).replace(/\r\n$|[\n\r]$/u, "");
    const start = number === line ? column - 1 : 0;
    const end = number === endLine ? Math.max(endColumn - 1, start) : content.length;
    const shown = (from: number, to?: number): string => plainText(content.slice(from, to)).replaceAll("\t", " ");
    return { number, before: shown(0, start), marked: shown(start, end), after: shown(end) };
  });
}

/** The lines with a mark below what is meant, each at most `width` wide: `12 |     image: node:20`. */
export function codeFrame(text: string, place: FramedPlace, width: number): string[] {
  const lines = frameLines(text, place);
  const gutter = String(lines.at(-1)?.number ?? place.line).length;
  return lines.flatMap(({ number, before, marked, after }) => {
    const head = `${String(number).padStart(gutter)} | `;
    const empty = `${" ".repeat(gutter)} | `;
    const room = Math.max(width - head.length, 20);
    // A long line is shown from a little before the place.
    const cut = before.length + Math.min(marked.length, room - 4) > room ? before.length - Math.min(before.length, Math.floor(room / 4)) : 0;
    const visible = `${cut > 0 ? "…" : ""}${before.slice(cut)}${marked}${after}`;
    const indent = before.length - cut + (cut > 0 ? 1 : 0);
    const marks = "^".repeat(Math.max(1, Math.min(marked.length, room - indent)));
    return [head + shortened(visible, room), empty + " ".repeat(indent) + marks];
  });
}

function shortened(text: string, width: number): string {
  return text.length <= width ? text.trimEnd() : `${text.slice(0, width - 1)}…`;
}
