import type { SourceRange } from "../text/source-range.js";
import type { TextEdit } from "../text/text-edit.js";
import type { SecurityOptEntry, YamlMap, YamlNode, YamlPair, YamlScalar, YamlSeq } from "./ast.js";

/**
 * The edit that takes an entry out of `security_opt`; with the last entry goes the key. Comments that stand on lines of
 * their own directly above the entry and are as deep are about it and go too; all others stay. Null where the entry
 * comes through an alias, where an alias elsewhere may need what would go, where nothing of the service would be left,
 * or where it is written so that taking it out would take more.
 */
export function removeSecurityOpt(text: string, entry: SecurityOptEntry): TextEdit | null {
  const pair = entry.parent.node;
  const seq = pair.value;
  if (seq?.type !== "YamlSeq" || !seq.items.includes(entry.scalar) || entry.scalar.anchor !== null) return null;
  const isLast = seq.items.length === 1;
  if (isLast && (seq.anchor !== null || pair.parent.pairs.length < 2)) return null;
  const range = isLast ? pairRange(text, pair) : itemRange(text, seq, entry.scalar);
  return range === null ? null : { range, text: "" };
}

function itemRange(text: string, seq: YamlSeq, scalar: YamlScalar): SourceRange | null {
  if (seq.style === "flow") return flowRange(text, seq, seq.items, seq.items.indexOf(scalar));
  // The dash may stand on a line of its own above the entry.
  let dash = startOf(scalar) - 1;
  while (dash > 0 && /\s/u.test(text[dash] ?? "")) dash -= 1;
  const lines = text[dash] === "-" ? ownLines(text, [dash, scalar.range[1]]) : null;
  return lines === null ? null : withCommentAbove(text, lines);
}

function pairRange(text: string, pair: YamlPair): SourceRange | null {
  const map = pair.parent;
  if (map.style === "flow") return flowRange(text, map, map.pairs, map.pairs.indexOf(pair));
  return ownLines(text, pair.range);
}

/** What goes with a member of a collection in brackets: its line where it has one of its own, else one comma. */
function flowRange(
  text: string,
  { range: [open, close] }: YamlSeq | YamlMap,
  members: readonly (YamlNode | YamlPair)[],
  index: number,
): SourceRange | null {
  const [member, next, before] = [members[index], members[index + 1], members[index - 1]];
  if (member === undefined) return null;
  const [start, end] = [startOf(member), member.range[1]];
  const lines = ownLines(text, [start, end]);
  const isAlone = lines !== null && lines[0] > open && lines[1] <= close;
  if (isAlone && /^\s*(?:,\s*)?(?:#.*)?$/u.test(text.slice(end, lines[1]).trimEnd())) return lines;
  const range: SourceRange = next === undefined ? [before?.range[1] ?? start, end] : [start, startOf(next)];
  const around = text.slice(range[0], start) + text.slice(end, range[1]);
  return around.includes("#") ? null : range;
}

/** Where a node starts with its anchor and its tag. */
function startOf(node: YamlNode | YamlPair): number {
  const [start] = node.range;
  if (node.type === "YamlPair" || node.type === "YamlAlias") return start;
  return Math.min(start, node.anchor?.range[0] ?? start, node.tag?.range[0] ?? start);
}

/** The lines of a range with their ends; null where something else stands before it. */
function ownLines(text: string, range: SourceRange): SourceRange | null {
  const lines = wholeLines(text, range);
  return text.slice(lines[0], range[0]).trim() === "" ? lines : null;
}

/** A range extended to the start of its first line and to the start of the line after its last. */
function wholeLines(text: string, [start, end]: SourceRange): SourceRange {
  return [lineStart(text, start), isLineBreak(text[end - 1]) ? end : nextLine(text, end)];
}

/** A comment directly above, as deep as the entry, is about the entry. */
function withCommentAbove(text: string, [start, end]: SourceRange): SourceRange {
  const indent = /^\s*/u.exec(text.slice(start, end))?.[0] ?? "";
  let from = start;
  while (from > 0) {
    const above = lineStart(text, from - 1 - (text.endsWith("\r\n", from) ? 1 : 0));
    if (!text.startsWith(`${indent}#`, above)) break;
    from = above;
  }
  return [from, end];
}

function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !isLineBreak(text[start - 1])) start -= 1;
  return start;
}

function nextLine(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && !isLineBreak(text[end])) end += 1;
  if (text.startsWith("\r\n", end)) return end + 2;
  return Math.min(end + 1, text.length);
}

function isLineBreak(character: string | undefined): boolean {
  return character === "\n" || character === "\r";
}
