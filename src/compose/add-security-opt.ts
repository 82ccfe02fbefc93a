import type { TextEdit } from "../text/text-edit.js";
import type { ComposeFile, ScalarStyle, YamlMap, YamlNode, YamlPair, YamlScalar, YamlSeq } from "./ast.js";
import { followAlias } from "./effective-pairs.js";
import { scalarText, styleAround, type YamlStyle } from "./yaml-style.js";
import { keyName } from "./yaml-tree.js";

export interface NewSecurityOpt {
  /** Such as `seccomp=./profile.json`. */
  entry: string;
  /** A comment of one line to stand above the entry, without `#`; in flow style there is no place for it. */
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
  if (isPlainNull(pair.value)) return { range: pair.value.range, text: `[${scalarText(added.entry, "plain")}]` };
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
  const dash = /^(?<indent>\s*)- +$/u.exec(before);
  if (added.comment === undefined || dash?.groups?.indent === undefined) return { range: scalar.range, text: value };
  const { indent } = dash.groups;
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
    if (last === undefined) return { range: [seq.range[0] + 1, seq.range[0] + 1], text: value };
    return { range: [last.range[1], last.range[1]], text: `, ${value}` };
  }
  const column = seq.loc.start.column;
  return insertLines(text, last?.range[1] ?? seq.range[1], entryLines(column, value, added), style);
}

function fillKey(text: string, pair: YamlPair, added: NewSecurityOpt, style: YamlStyle): TextEdit {
  const value = scalarText(added.entry, "plain");
  if (pair.parent.style === "flow") {
    const colon = text.indexOf(":", pair.key.range[1]);
    // In a flow map the colon may be missing: `{security_opt}`.
    if (colon === -1 || colon >= pair.range[1]) return insertAt(pair.key.range[1], `: [${value}]`);
    return insertAt(colon + 1, ` [${value}]`);
  }
  const column = pair.key.loc.start.column + style.seqIndent;
  return insertLines(text, pair.range[1], entryLines(column, value, added), style);
}

function addKey(text: string, map: YamlMap, added: NewSecurityOpt, style: YamlStyle): TextEdit | null {
  const after = map.pairs.find((pair) => ["image", "build"].includes(keyName(pair) ?? "")) ?? map.pairs.at(-1);
  const key = scalarText("security_opt", after?.key.type === "YamlScalar" ? after.key.style : "plain");
  if (map.style === "flow") {
    const value = `${key}: [${scalarText(added.entry, stringStyle(after))}]`;
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
