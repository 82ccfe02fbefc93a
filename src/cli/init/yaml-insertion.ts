import { isDeepStrictEqual } from "node:util";
import { isMap, isNode, isScalar, isSeq, parseDocument, type Document, type YAMLMap, type YAMLSeq } from "yaml";

/** YAML for a value, as lines without indentation. */
export type YamlLines = readonly string[];

/**
 * A text of YAML with one more item at the end of a list below a top-level key, all else byte for byte as it was; null if
 * that cannot be done, for instance because the file is not valid.
 */
export function withListItem(text: string, key: string, item: YamlLines, value: unknown): string | null {
  const document = parseDocument(text);
  const before = mapIn(document);
  if (before === null) return null;
  const list: unknown = isMap(document.contents) ? document.contents.get(key, true) : undefined;
  if (list !== undefined && !isSeq(list) && !isNothing(list)) return null;
  const expected = { ...before, [key]: [...((before[key] ?? []) as unknown[]), value] };
  return confirmed(listCandidate(text, document, list, key, item, value), expected);
}

function listCandidate(text: string, document: Document, list: unknown, key: string, item: YamlLines, value: unknown): string {
  if (isSeq(list) && list.flow !== true && list.items.length > 0) {
    const inserted = afterLastItem(text, list, item);
    if (inserted !== null) return inserted;
  }
  if (list === undefined) return `${ended(text)}${key}:\n${item.map((line, index) => `${index === 0 ? "  - " : "    "}${line}`).join("\n")}\n`;
  // An empty list or one in flow style has no lines to imitate.
  if (isSeq(list)) document.addIn([key], document.createNode(value));
  else fill(document, [key], [value]);
  return printed(document, text);
}

/** The item indented as the others are. */
function afterLastItem(text: string, { items }: YAMLSeq, item: YamlLines): string | null {
  const [first, last] = [items[0], items.at(-1)];
  if (!isNode(first) || !isNode(last) || first.range == null || last.range == null) return null;
  const lineStart = text.lastIndexOf("\n", first.range[0] - 1) + 1;
  const [head, indent = ""] = /^([ \t]*)-[ \t]+/u.exec(text.slice(lineStart, first.range[0])) ?? [];
  if (head === undefined) return null;
  const pad = " ".repeat(head.length);
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  const content = text.slice(0, last.range[1]).trimEnd().length;
  const lineEnd = /\r?\n|$/u.exec(text.slice(content));
  const at = content + (lineEnd?.index ?? 0);
  const lines = item.map((line, index) => `${index === 0 ? `${indent}-${head.slice(indent.length + 1)}` : pad}${line}`);
  return `${text.slice(0, at)}${lineBreak}${lines.join(lineBreak)}${text.slice(at) === "" ? lineBreak : text.slice(at)}`;
}

/**
 * A text of YAML with one more entry in a map: at the top level as lines at the end, further down with the comments kept and
 * the rest written anew by the YAML library. Null if that cannot be done.
 */
export function withMapEntry(text: string, keys: readonly string[], entry: YamlLines, value: unknown): string | null {
  const document = parseDocument(text);
  const before = mapIn(document);
  if (before === null) return null;
  const [name = "", ...deeper] = keys;
  if (deeper.length === 0) {
    const flow = (document.contents as YAMLMap | null)?.flow === true;
    const lines = [`${name}:`, ...entry.map((line) => `  ${line}`)].join("\n");
    const expected = { ...before, [name]: value };
    return flow ? null : confirmed(`${ended(text)}${text.trim() === "" ? "" : "\n"}${lines}\n`, expected);
  }
  if (document.hasIn(keys)) return null;
  // The map that the entry stands in may be missing, or be a key with nothing behind it.
  for (let depth = 1; depth < keys.length; depth += 1) {
    const node: unknown = document.getIn(keys.slice(0, depth), true);
    if (isMap(node)) continue;
    if (node !== undefined && !isNothing(node)) return null;
    const rest = keys.slice(depth).reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
    fill(document, keys.slice(0, depth), rest);
    return confirmed(printed(document, text), document.toJS());
  }
  document.setIn(keys, document.createNode(value));
  return confirmed(printed(document, text), document.toJS());
}

/** A text of YAML with one more item in a list further down, the comments kept and the rest written anew; null if that cannot be done. */
export function withDeepItem(text: string, keys: readonly string[], value: unknown): string | null {
  const document = parseDocument(text);
  if (mapIn(document) === null || !isSeq(document.getIn(keys))) return null;
  document.addIn(keys, document.createNode(value));
  return confirmed(printed(document, text), document.toJS());
}

/** A text of YAML with one more text at the end of its top level; null if that cannot be done. */
export function withTopEntry(text: string, key: string, value: string): string | null {
  const before = mapIn(parseDocument(text));
  if (before === null) return null;
  const expected = { ...before, [key]: value };
  return confirmed(`${ended(text)}${JSON.stringify(key)}: ${JSON.stringify(value)}\n`, expected);
}

/** What the document holds, empty for nothing; null where it is no valid YAML, or no map. */
export function mapIn(document: Document): Record<string, unknown> | null {
  if (document.errors.length > 0 || (document.contents !== null && !isMap(document.contents) && !isNothing(document.contents))) return null;
  try {
    return (document.toJS() as Record<string, unknown> | null) ?? {};
  } catch (error) {
    // An alias leads nowhere, or aliases stand for too much.
    if (error instanceof ReferenceError) return null;
    throw error;
  }
}

/** Whether a key has nothing behind it. */
function isNothing(node: unknown): boolean {
  return isScalar(node) && node.value === null && node.anchor === undefined;
}

/** Gives a key that is missing, or has nothing behind it, a value; a comment in the place of one stays. */
function fill(document: Document, keys: readonly string[], value: unknown): void {
  const before: unknown = document.getIn(keys, true);
  const node = document.createNode(value);
  const comment = isScalar(before) ? [before.commentBefore, before.comment].filter((part) => part != null).join("\n") : "";
  if (comment !== "") node.commentBefore = comment;
  document.setIn(keys, node);
}

/** The document as the YAML library writes it, with the line breaks of the text. */
function printed(document: Document, text: string): string {
  const lines = document.toString({ lineWidth: 0 });
  return text.includes("\r\n") ? lines.replaceAll(/\r?\n/gu, "\r\n") : lines;
}

function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

/** The new text, where it means what it should. */
function confirmed(text: string, expected: unknown): string | null {
  const document = parseDocument(text);
  return document.errors.length === 0 && isDeepStrictEqual(document.toJS(), expected) ? text : null;
}
