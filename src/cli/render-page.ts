import { colours, type Colour } from "./colour.js";
import type { Output } from "./output.js";
import { wrapText } from "./wrap-text.js";

const WIDTH_WITHOUT_TERMINAL = 100;
const WIDEST = 100;

/**
 * A page of ours for the terminal: headings stand out, paragraphs and list items are wrapped, code is left as it is.
 * Pages are written in the little of Markdown that this knows.
 */
export function renderPage(page: string, output: Pick<Output, "colour" | "columns">): string {
  const paint = colours(output.colour);
  const width = Math.min(output.columns ?? WIDTH_WITHOUT_TERMINAL, WIDEST);
  const lines = blocksOf(page).flatMap(({ kind, text }) => {
    if (kind === "heading") return [paint.bold(text)];
    if (kind === "code") return [paint.dim(`    ${text}`.trimEnd())];
    if (kind === "table") return [text];
    return wrapText(plainWords(text), width).map((line) => withCode(line, paint));
  });
  return `${lines.join("\n").trimEnd()}\n`;
}

/** A line that stands as it is, or a paragraph or list item, whose lines were joined. */
interface Block {
  kind: "heading" | "code" | "table" | "text" | "empty";
  text: string;
}

function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let isFenced = false;
  for (const line of page.split(/\r?\n/u)) {
    const last = blocks.at(-1);
    if (line.startsWith("```")) isFenced = !isFenced;
    else if (isFenced) blocks.push({ kind: "code", text: line });
    else if (last?.kind === "text" && isContinued(line)) last.text += ` ${line.trim()}`;
    else blocks.push(blockOf(line));
  }
  return blocks;
}

function blockOf(line: string): Block {
  if (line.trim() === "") return { kind: "empty", text: "" };
  const heading = /^#{1,6} (.*)$/u.exec(line)?.[1];
  if (heading !== undefined) return { kind: "heading", text: heading };
  if (line.startsWith("    ")) return { kind: "code", text: line.slice(4) };
  return { kind: line.startsWith("|") ? "table" : "text", text: line };
}

/** Whether a line goes on with the paragraph or list item before it. */
function isContinued(line: string): boolean {
  return line.trim() !== "" && !/^(?:#{1,6} |\||\s*(?:[-*]|\d+\.) )/u.test(line);
}

/** A link becomes its words, with the address of another site behind them. */
function plainWords(text: string): string {
  return text
    .replaceAll(/\[([^[\]]+)\]\((https?:[^)\s]+)\)/gu, "$1 ($2)")
    .replaceAll(/\[([^[\]]+)\]\([^)\s]+\)/gu, "$1")
    .replaceAll(/\*\*([^*]+)\*\*/gu, "$1");
}

function withCode(line: string, paint: Colour): string {
  return line.replaceAll(/`[^`]+`/gu, (code) => paint.cyan(code));
}
