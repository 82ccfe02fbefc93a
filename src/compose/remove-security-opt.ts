import type { SourceRange } from "../text/source-range.js";
import type { TextEdit } from "../text/text-edit.js";
import type { SecurityOptEntry, YamlPair, YamlSeq } from "./ast.js";
import { keyName } from "./yaml-tree.js";

/**
 * The edit that takes an entry out of `security_opt`; with the last entry goes the key. A comment that stands on lines
 * of its own directly above the entry and is about it goes too. Null where the entry comes through an alias, or where
 * nothing of the service would be left.
 */
export function removeSecurityOpt(text: string, entry: SecurityOptEntry): TextEdit | null {
  const seq = entry.parent.node.value;
  if (seq?.type !== "YamlSeq" || !seq.items.includes(entry.scalar)) return null;
  if (seq.items.length > 1) return { range: itemRange(text, seq, entry), text: "" };
  const pair = entry.parent.node;
  return pair.parent.pairs.length > 1 ? { range: pairRange(text, pair), text: "" } : null;
}

function itemRange(text: string, seq: YamlSeq, { scalar }: SecurityOptEntry): SourceRange {
  if (seq.style === "block") return withCommentAbove(text, wholeLines(text, scalar.range));
  const index = seq.items.indexOf(scalar);
  const next = seq.items[index + 1];
  if (next !== undefined) return [scalar.range[0], next.range[0]];
  const before = seq.items[index - 1];
  return [before?.range[1] ?? scalar.range[0], scalar.range[1]];
}

function pairRange(text: string, pair: YamlPair): SourceRange {
  const { pairs, style } = pair.parent;
  if (style === "block") return wholeLines(text, pair.range);
  const index = pairs.findIndex((other) => keyName(other) === keyName(pair));
  const next = pairs[index + 1];
  if (next !== undefined) return [pair.range[0], next.range[0]];
  return [pairs[index - 1]?.range[1] ?? pair.range[0], pair.range[1]];
}

/** A range extended to the start of its first line and to the start of the line after its last. */
function wholeLines(text: string, [start, end]: SourceRange): SourceRange {
  return [lineStart(text, start), nextLine(text, end)];
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
  while (start > 0 && text[start - 1] !== "\n" && text[start - 1] !== "\r") start -= 1;
  return start;
}

function nextLine(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && text[end] !== "\n" && text[end] !== "\r") end += 1;
  if (text.startsWith("\r\n", end)) return end + 2;
  return Math.min(end + 1, text.length);
}
