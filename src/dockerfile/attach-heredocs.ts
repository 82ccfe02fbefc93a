import type { SourceRange } from "../text/source-range.js";
import type { Heredoc, Instruction } from "./ast.js";
import { findVariables } from "./build-word.js";
import { findHeredocs, type HeredocOpener } from "./heredoc-opener.js";
import { sourceRange, type JoinedText } from "./joined-text.js";
import { UNLINKED } from "./link-parents.js";
import type { LineReader, PhysicalLine } from "./read-lines.js";
import type { SourceText } from "./source-text.js";

/** Reads the bodies of the here-documents that an instruction opens. RUN, COPY and ADD can, also after ONBUILD. */
export function attachHeredocs(
  source: SourceText,
  reader: LineReader,
  instruction: Instruction,
  joined: JoinedText,
): void {
  const owner = instruction.type === "Onbuild" ? instruction.instruction : instruction;
  if (owner === null || !takesHeredocs(owner)) return;
  for (const opener of findHeredocs(joined.text)) {
    const openerRange = sourceRange(joined.segments, opener.start, opener.end);
    const heredoc = readBody(source, reader, opener, openerRange);
    if (owner.type !== "Run" && !opener.quoted) {
      const content = { text: heredoc.content, segments: [bodySegment(heredoc)] };
      heredoc.variables = findVariables(source, content, { escape: "\\", ignoreQuotes: true });
    }
    owner.heredocs.push(heredoc);
    extend(source, owner, heredoc.range[1]);
    if (owner !== instruction) extend(source, instruction, heredoc.range[1]);
  }
}

function takesHeredocs(instruction: Instruction): boolean {
  if (instruction.type === "Run") return instruction.command?.type !== "JsonStrings";
  return (instruction.type === "Copy" || instruction.type === "Add") && !instruction.json;
}

function bodySegment({ bodyRange, content }: Heredoc): { offset: number; source: number; length: number } {
  return { offset: 0, source: bodyRange[0], length: content.length };
}

function extend(source: SourceText, instruction: Instruction, end: number): void {
  Object.assign(instruction, source.place([instruction.range[0], Math.max(instruction.range[1], end)]));
}

function readBody(source: SourceText, reader: LineReader, opener: HeredocOpener, openerRange: SourceRange): Heredoc {
  const bodyStart = reader.position;
  let bodyEnd = bodyStart;
  let terminatorRange: SourceRange | null = null;
  for (let line = reader.next(); line !== null; line = reader.next()) {
    terminatorRange = terminatorIn(source.text, line, opener);
    if (terminatorRange !== null) break;
    bodyEnd = line.next;
  }
  if (terminatorRange === null) reportUnterminated(source, opener.name, openerRange);
  return {
    type: "Heredoc",
    parent: UNLINKED,
    ...source.place([bodyStart, terminatorRange?.[1] ?? bodyEnd]),
    name: opener.name,
    quoted: opener.quoted,
    stripTabs: opener.stripTabs,
    fileDescriptor: opener.fileDescriptor,
    openerRange,
    content: source.text.slice(bodyStart, bodyEnd),
    bodyRange: [bodyStart, bodyEnd],
    terminatorRange,
    variables: [],
  };
}

function terminatorIn(text: string, line: PhysicalLine, opener: HeredocOpener): SourceRange | null {
  let { start } = line;
  while (opener.stripTabs && text[start] === "\t") start += 1;
  const isName = line.end - start === opener.name.length && text.startsWith(opener.name, start);
  return isName ? [start, line.end] : null;
}

function reportUnterminated(source: SourceText, name: string, openerRange: SourceRange): void {
  source.report(
    "unterminated-heredoc",
    `The here-document "${name}" is not closed, so everything after it would be its text. Add a line that holds only ` +
      `${name}, with nothing before or after it.`,
    openerRange,
  );
}
