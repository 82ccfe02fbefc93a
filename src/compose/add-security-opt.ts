import type { TextEdit } from "../text/text-edit.js";
import type { ComposeFile, ScalarStyle, YamlMap, YamlNode, YamlPair, YamlScalar, YamlSeq } from "./ast.js";
import { followAlias } from "./effective-pairs.js";
import { scalarText, styleAround, type YamlStyle } from "./yaml-style.js";
import { keyName } from "./yaml-tree.js";

export interface NewSecurityOpt {
  /** Such as `seccomp=./profile.json`. */
  entry: string;
  /** A comment to stand in a line of its own directly above the entry, without `#`; a flow list is broken for it. */
  comment?: string;
}

/**
 * The edit that gives the service written in `map` one more `security_opt` entry. It replaces an entry for the same
 * option, extends the list that is there, be it behind an alias, or adds the key; all other bytes stay. Null where
 * `security_opt` is no list, or where the entry to replace is what other places have too, through an anchor.
 */
export function addSecurityOpt(text: string, file: ComposeFile, map: YamlMap, added: NewSecurityOpt): TextEdit | null {
  const pair = map.pairs.find((candidate) => keyName(candidate) === "security_opt");
  const style = styleAround(text, file, map);
  if (pair === undefined) return addKey(text, map, added, style);
  if (pair.value === null) return fillKey(text, pair, added, style);
  if (isPlainNull(pair.value)) return { range: pair.value.range, text: flowList(text, pair.value.range[0], scalarText(added.entry, "plain"), added, style) };
  const list = followAlias(pair.value);
  if (list?.type !== "YamlSeq" || list.tag?.value === "!reset") return null;
  const same = entryOfSameOption(list, added.entry);
  if (same === "elsewhere") return null;
  if (same === null) return extendList(text, list, added, style);
  // It stands there already, and is not to get a comment at each run.
  if (same.text === added.entry) return { range: same.range, text: text.slice(...same.range) };
  // Compose refuses a list that has an entry twice.
  return textsOf(list).includes(added.entry) ? null : replaceEntry(text, same, added, style);
}

/** `null` or `~`, without an anchor that another place refers to and without a tag. */
function isPlainNull(node: YamlNode): boolean {
  return node.type === "YamlScalar" && node.value === null && node.anchor === null && node.tag === null;
}

function textsOf(seq: YamlSeq): string[] {
  return seq.items.flatMap((item) => {
    const scalar = followAlias(item);
    return scalar?.type === "YamlScalar" ? [scalar.text] : [];
  });
}

/** The entry of the list that sets the same option; Docker obeys the last one. */
function entryOfSameOption(seq: YamlSeq, entry: string): YamlScalar | "elsewhere" | null {
  const option = optionOf(entry);
  for (const item of seq.items.toReversed()) {
    const scalar = followAlias(item);
    if (scalar?.type !== "YamlScalar" || optionOf(scalar.text) !== option) continue;
    // Each `label` is one more part of the label.
    if (option === "label" && scalar.text !== entry) continue;
    return item.type === "YamlAlias" || scalar.anchor !== null ? "elsewhere" : scalar;
  }
  return null;
}

function optionOf(entry: string): string {
  return /^[^=:]*/u.exec(entry)?.[0] ?? entry;
}

function replaceEntry(text: string, scalar: YamlScalar, added: NewSecurityOpt, style: YamlStyle): TextEdit {
  // The range of a block scalar has the line break behind it.
  const lineEnd = /[\r\n]$/u.test(text.slice(...scalar.range)) ? style.lineBreak : "";
  const value = scalarText(added.entry, scalar.style) + lineEnd;
  const lineStart = scalar.range[0] - scalar.loc.start.column;
  const before = text.slice(lineStart, scalar.range[0]);
  // The comment goes above the entry, so the edit starts at the dash of its line.
  if (added.comment === undefined) return { range: scalar.range, text: value };
  const indent = /^(?<indent>\s*)(?:- +)?$/u.exec(before)?.groups?.indent;
  if (indent === undefined) {
    const [from, end] = [lineStart + before.trimEnd().length, scalar.range[1]];
    return { range: [from, end], text: brokenLines(text, scalar.range[0], value, added, style) };
  }
  const start = lineStart + indent.length;
  return {
    range: [start, scalar.range[1]],
    text: `# ${added.comment}${style.lineBreak}${indent}${text.slice(start, scalar.range[0])}${value}`,
  };
}

function extendList(text: string, seq: YamlSeq, added: NewSecurityOpt, style: YamlStyle): TextEdit {
  const last = seq.items.at(-1);
  const value = scalarText(added.entry, lastScalarStyle(seq));
  if (seq.style === "flow") {
    const broken = added.comment === undefined ? null : brokenLines(text, last?.range[0] ?? seq.range[0], value, added, style);
    if (last === undefined) return insertAt(seq.range[0] + 1, broken ?? value);
    return broken === null ? insertAt(last.range[1], `, ${value}`) : belowComment(text, last.range[1], broken);
  }
  const column = seq.loc.start.column;
  return insertLines(text, last?.range[1] ?? seq.range[1], entryLines(column, value, added), style);
}

function fillKey(text: string, pair: YamlPair, added: NewSecurityOpt, style: YamlStyle): TextEdit {
  const value = scalarText(added.entry, "plain");
  if (pair.parent.style === "flow") {
    const colon = text.indexOf(":", pair.key.range[1]);
    // In a flow map the colon may be missing: `{security_opt}`.
    const list = flowList(text, pair.key.range[0], value, added, style);
    if (colon === -1 || colon >= pair.range[1]) return insertAt(pair.key.range[1], `: ${list}`);
    return insertAt(colon + 1, ` ${list}`);
  }
  const column = pair.key.loc.start.column + style.seqIndent;
  return insertLines(text, pair.range[1], entryLines(column, value, added), style);
}

function addKey(text: string, map: YamlMap, added: NewSecurityOpt, style: YamlStyle): TextEdit | null {
  const after = map.pairs.find((pair) => ["image", "build"].includes(keyName(pair) ?? "")) ?? map.pairs.at(-1);
  const key = scalarText("security_opt", after?.key.type === "YamlScalar" ? after.key.style : "plain");
  if (map.style === "flow") {
    const place = after?.range[1] ?? map.range[0];
    const value = `${key}: ${flowList(text, place, scalarText(added.entry, stringStyle(after)), added, style)}`;
    if (after === undefined) return insertAt(map.range[0] + 1, value);
    return insertAt(after.range[1], `, ${value}`);
  }
  if (after === undefined) return null;
  const column = map.loc.start.column;
  const value = scalarText(added.entry, stringStyle(after));
  const lines = [`${" ".repeat(column)}${key}:`, ...entryLines(column + style.seqIndent, value, added)];
  return insertLines(text, after.range[1], lines, style);
}

function entryLines(column: number, value: string, added: NewSecurityOpt): string[] {
  const indent = " ".repeat(column);
  const lines = [`${indent}- ${value}`];
  if (added.comment !== undefined) lines.unshift(`${indent}# ${added.comment}`);
  return lines;
}

/** A list in brackets, to stand in the line of `offset`. */
function flowList(text: string, offset: number, value: string, added: NewSecurityOpt, style: YamlStyle): string {
  return added.comment === undefined ? `[${value}]` : `[${brokenLines(text, offset, value, added, style)}]`;
}

/** An entry in brackets with its comment in the line above it: as deep as what begins the line of `offset`, else deeper. */
function brokenLines(text: string, offset: number, value: string, { comment = "" }: NewSecurityOpt, { lineBreak }: YamlStyle): string {
  let start = offset;
  while (start > 0 && text[start - 1] !== "\n" && text[start - 1] !== "\r") start -= 1;
  const before = text.slice(start, offset);
  const indent = before.trim() === "" ? before : `${/^\s*/u.exec(before)?.[0] ?? ""}  `;
  return `${lineBreak}${indent}# ${comment}${lineBreak}${indent}${value}`;
}

/** The edit that puts lines behind the last entry of a list in brackets, and behind a comment that ends its line. */
function belowComment(text: string, end: number, lines: string): TextEdit {
  const rest = /(?<comma>[ \t]*,)?(?<comment>[ \t]+#[^\r\n]*)?/uy;
  rest.lastIndex = end;
  const { comma = "", comment } = rest.exec(text)?.groups ?? {};
  if (comment === undefined) return insertAt(end, `,${lines}`);
  return { range: [end, rest.lastIndex], text: `,${comment}${lines}${comma.trim()}` };
}

/** Inserts whole lines below the line of `offset`, so that a comment at its end stays where it is. */
function insertLines(text: string, offset: number, lines: string[], style: YamlStyle): TextEdit {
  const content = lines.join(style.lineBreak);
  // A block scalar ends with its line break: the next line starts here.
  const before = text[offset - 1];
  if (before === "\n" || before === "\r") return insertAt(offset, content + style.lineBreak);
  let end = offset;
  while (end < text.length && text[end] !== "\n" && text[end] !== "\r") end += 1;
  return insertAt(end, style.lineBreak + content);
}

function insertAt(offset: number, text: string): TextEdit {
  return { range: [offset, offset], text };
}

function lastScalarStyle(seq: YamlSeq): ScalarStyle {
  const scalar = seq.items.findLast((item) => item.type === "YamlScalar");
  return scalar?.style ?? "plain";
}

function stringStyle(pair: YamlPair | undefined): ScalarStyle {
  return pair?.value?.type === "YamlScalar" ? pair.value.style : "plain";
}
