import { isScalar, parseAllDocuments, visit } from "yaml";
import type { ScalarStyle } from "../compose/ast.js";
import { alignScalar } from "../compose/scalar-place.js";
import type { SourceRange } from "../text/source-range.js";
import type { CodeRegion } from "./code-region.js";

/** What a file is, as far as commands in it are concerned. */
export type CodeKind = "script" | "makefile" | "page" | "yaml";

/** By the name of the file; scripts are the default. */
export function codeKind(file: string): CodeKind {
  const name = file.replace(/^.*[\\/]/u, "");
  if (/^(?:GNU)?[Mm]akefile(?:\..+)?$|\.mk$/u.test(name)) return "makefile";
  if (/\.(?:md|markdown|mdx|rst|adoc|txt)$/iu.test(name) || /^README$/iu.test(name)) return "page";
  return /\.(?:ya?ml|json)$/iu.test(name) ? "yaml" : "script";
}

/** The parts of a file in which commands may stand. */
export function codeRegions(text: string, kind: CodeKind): CodeRegion[] {
  if (kind === "page") return pageRegions(text);
  if (kind === "yaml") return yamlRegions(text);
  const dialect = kind === "makefile" ? "make" : "shell";
  return [{ text, range: [0, text.length], dialect, offsets: null, quote: null, comments: true }];
}

const promptedLine = /^[ \t]*(?:[\w.@~:/-]{1,60} ?)?[$#%] .*\\\r?$/u;

/**
 * A page with blanks for the prompts `> ` that a shell shows in front of the lines with which a command goes on that stands
 * behind a prompt; all offsets stay.
 */
function withoutContinuationPrompts(text: string): string {
  if (!/\\\r?\n[ \t]*> /u.test(text)) return text;
  let goesOn = false;
  const lines = text.split("\n").map((line) => {
    const isContinued = goesOn && /^[ \t]*> /u.test(line);
    goesOn = isContinued ? /\\\r?$/u.test(line) : promptedLine.test(line);
    return isContinued ? line.replace(">", " ") : line;
  });
  return lines.join("\n");
}

/** Blocks between fences, indented lines, and code in a line. */
function pageRegions(page: string): CodeRegion[] {
  const regions: CodeRegion[] = [];
  const text = withoutContinuationPrompts(page);
  const add = (start: number, end: number): void => {
    regions.push({ text, range: [start, end], dialect: "shell", offsets: null, quote: null, comments: false });
  };
  let fence: { mark: string; start: number } | null = null;
  let indented = null as { start: number; end: number } | null;
  for (const match of text.matchAll(/[^\r\n]*(?:\r\n|\n|\r|$)/gyu)) {
    const line = match[0];
    const start = match.index;
    const mark = /^[ \t>]{0,12}(?:[-*+]|\d+\.)?[ \t]*(`{3,}|~{3,}|-{4,}[ \t]*$)/u.exec(line)?.[1]?.slice(0, 3) ?? null;
    if (fence !== null) {
      if (mark !== fence.mark) continue;
      add(fence.start, start);
      fence = null;
    } else if (mark !== null) {
      fence = { mark, start: start + line.length };
    } else if (/^(?: {4}|\t)/u.test(line)) {
      indented = { start: indented?.start ?? start, end: start + line.length };
      continue;
    } else {
      for (const code of line.matchAll(/(?<!`)(`{1,2})(?!`)([^`]+)\1(?!`)/gu)) {
        const from = start + code.index + (code[1]?.length ?? 0);
        add(from, from + (code[2]?.length ?? 0));
      }
    }
    if (indented !== null) add(indented.start, indented.end);
    indented = null;
  }
  if (fence !== null) add(fence.start, text.length);
  if (indented !== null) add(indented.start, indented.end);
  return regions.sort((a, b) => a.range[0] - b.range[0]);
}

const styles: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: "plain",
  QUOTE_SINGLE: "single-quoted",
  QUOTE_DOUBLE: "double-quoted",
  BLOCK_LITERAL: "literal",
  BLOCK_FOLDED: "folded",
};

/** The values of a YAML or JSON file that may hold a command: steps of CI jobs, scripts of package.json. */
function yamlRegions(source: string): CodeRegion[] {
  const regions: CodeRegion[] = [];
  for (const document of parseAllDocuments(source, { logLevel: "silent", strict: false, uniqueKeys: false })) {
    if (!("contents" in document)) continue;
    visit(document, {
      Scalar(key, node) {
        if (key === "key" || !isScalar(node) || typeof node.value !== "string" || !/\b(?:docker|podman|nerdctl)\b/u.test(node.value)) return;
        const style = styles[node.type ?? ""];
        if (style === undefined || node.range == null) return;
        const [start, end] = node.range;
        const text = node.value;
        const offsets = alignScalar({ text, style, range: [start, end] }, source);
        const quote = style === "single-quoted" ? "'" : style === "double-quoted" ? '"' : null;
        // A block at the end of a file gets the line break that the file lacks.
        const beyond = offsets.findIndex((offset) => offset >= source.length);
        const range: SourceRange = [0, beyond === -1 ? text.length : beyond];
        regions.push({ text, range, dialect: "shell", offsets, quote, comments: true });
      },
    });
  }
  return regions;
}
