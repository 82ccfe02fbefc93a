import type { SourcePosition } from "../text/source-range.js";
import type { ComposeFile, YamlAlias, YamlComment, YamlDocument, YamlMap, YamlNode, YamlPair, YamlParent, YamlScalar, YamlSeq } from "./ast.js";
import { BRACE, BRACE_END, BRACKET, BRACKET_END, COLON, COMMA, notSimple, SimpleCursor, type Place } from "./simple-cursor.js";
import { readScalar } from "./simple-scalar.js";
import { isMergeable, keyName } from "./yaml-tree.js";

type Anchored = YamlMap | YamlSeq | YamlScalar;

const AMPERSAND = "&".charCodeAt(0);
const STAR = "*".charCodeAt(0);

// Deeper than any Compose file; `yaml` has the limit that counts.
const deepest = 30;
// YAML allows 1024 for a key with a value on its line.
const longestKey = 1000;

/**
 * Reads YAML as nearly all Compose files have it: one document of block maps and lists, scalars of one line, brackets,
 * anchors and aliases. `yaml` takes several times as long for the same tree, as it reads for many more needs than ours.
 * @param text without lone CRs
 * @param file gets the document and the comments
 * @returns false for every text with anything else in it, right or wrong, which `yaml` has to read
 */
export function readSimpleYaml(text: string, file: ComposeFile): boolean {
  if (text.includes("\t")) return false;
  const reader = new SimpleReader(text);
  try {
    file.documents.push(reader.read(file));
  } catch (error) {
    if (error === notSimple) return false;
    throw error;
  }
  file.comments = reader.comments;
  return true;
}

class SimpleReader {
  readonly #cursor: SimpleCursor;
  readonly #named = new Map<string, Anchored>();
  /** The anchored nodes around the one at hand. */
  readonly #open = new Set<Anchored>();
  /** An anchor whose node comes next. */
  #anchor: ({ name: string } & Place) | null = null;
  /** Where the last pair without a value ends. */
  #emptyEnd = -1;
  /** Lines inside brackets must start behind this column. */
  #flowColumn = -1;

  constructor(text: string) {
    this.#cursor = new SimpleCursor(text);
  }

  get comments(): YamlComment[] {
    return this.#cursor.comments;
  }

  read(file: ComposeFile): YamlDocument {
    this.#cursor.nextContent();
    const start = this.#cursor.position();
    const offset = this.#cursor.at;
    const document = { type: "YamlDocument", parent: file, contents: null } as unknown as YamlDocument;
    if (this.#cursor.isAtDocumentMark()) {
      if (this.#cursor.text.slice(this.#cursor.at, this.#cursor.lineEnd) !== "---") throw notSimple;
      this.#cursor.at = this.#cursor.lineEnd;
      this.#cursor.finishLine();
    }
    if (this.#cursor.indent !== 0) throw notSimple;
    document.contents = this.#isAtFlow() ? this.#rootFlow(document) : this.#block(document, 0);
    if (!this.#cursor.isAtEnd()) throw notSimple;
    const { range, loc } = document.contents;
    // For `yaml` the lines behind an empty value belong to no document, if there is no comment in them.
    const endsEmpty = range[1] === this.#emptyEnd && (this.#cursor.comments.at(-1)?.range[0] ?? 0) < range[1];
    this.#cursor.at = this.#cursor.text.length;
    document.range = [offset, endsEmpty ? range[1] : this.#cursor.at];
    document.loc = { start, end: endsEmpty ? loc.end : this.#cursor.position() };
    return document;
  }

  #rootFlow(document: YamlDocument): YamlNode {
    const node = this.#flow(document, 0);
    this.#cursor.finishLine();
    return node;
  }

  /** A block map or list that starts here. */
  #block(parent: YamlParent, depth: number): YamlMap | YamlSeq {
    if (depth > deepest) throw notSimple;
    return this.#cursor.isAtDash() ? this.#blockSeq(parent, depth) : this.#blockMap(parent, depth, null);
  }

  #blockMap(parent: YamlParent, depth: number, firstKey: YamlScalar | null): YamlMap {
    const column = firstKey === null ? this.#cursor.column : firstKey.loc.start.column;
    const node = { type: "YamlMap", parent, style: "block", anchor: null, tag: null, pairs: [] } as unknown as YamlMap;
    this.#takeAnchor(node);
    let scalar = firstKey;
    do {
      this.#blockPair(node, scalar ?? readScalar(this.#cursor, false), column, depth);
      scalar = null;
    } while (this.#cursor.indent === column);
    this.#close(node, node.pairs, column);
    refuseDuplicates(node);
    return node;
  }

  #blockPair(parent: YamlMap, key: YamlScalar, column: number, depth: number): void {
    const node = this.#pair(parent, key);
    const lineStart = this.#cursor.lineStart;
    if (!this.#cursor.isAtSpace()) throw notSimple;
    this.#cursor.skipSpaces();
    // Without a value, the pair ends here, as for `yaml`.
    const end = this.#cursor.at;
    const { line } = key.loc.start;
    node.value = this.#blockValue(node, column, depth);
    if (node.value === null) this.#emptyEnd = end;
    this.#closePair(node, node.value?.range[1] ?? end, node.value?.loc.end ?? { line, column: end - lineStart });
  }

  #blockSeq(parent: YamlParent, depth: number): YamlSeq {
    const column = this.#cursor.column;
    const start = this.#cursor.at;
    const startPosition = this.#cursor.position();
    const node = { type: "YamlSeq", parent, style: "block", anchor: null, tag: null, items: [] } as unknown as YamlSeq;
    this.#takeAnchor(node);
    do {
      if (!this.#cursor.isAtDash()) break;
      this.#cursor.at += 1;
      this.#cursor.skipSpaces();
      const item = this.#blockItem(node, column, depth);
      if (item === null) throw notSimple;
      node.items.push(item);
    } while (this.#cursor.indent === column);
    this.#close(node, node.items, column);
    node.range[0] = start;
    node.loc.start = startPosition;
    return node;
  }

  #blockItem(parent: YamlSeq, column: number, depth: number): YamlNode | null {
    if (this.#cursor.isAtDash()) return this.#block(parent, depth + 1);
    if (this.#cursor.isLineDone() || !this.#isAtScalar()) return this.#blockValue(parent, column, depth);
    const scalar = readScalar(this.#cursor, false);
    if (this.#cursor.here === COLON) return this.#blockMap(parent, depth + 1, scalar);
    scalar.parent = parent;
    this.#finishValue(column);
    return scalar;
  }

  /** What stands behind a key or a dash in this column, here or in the lines below; null for nothing. */
  #blockValue(parent: YamlPair | YamlSeq, column: number, depth: number): YamlNode | null {
    if (this.#cursor.here === AMPERSAND) this.#readAnchor();
    if (this.#cursor.isLineDone()) {
      this.#cursor.finishLine();
      if (this.#cursor.indent > column) return this.#block(parent, depth + 1);
      if (this.#anchor !== null) throw notSimple;
      const isListOfKey = parent.type === "YamlPair" && this.#cursor.indent === column && this.#cursor.isAtDash();
      return isListOfKey ? this.#block(parent, depth + 1) : null;
    }
    this.#flowColumn = column;
    const node = this.#inlineValue(parent, false, depth + 1);
    this.#finishValue(column);
    return node;
  }

  #finishValue(column: number): void {
    this.#cursor.finishLine();
    if (this.#cursor.indent > column) throw notSimple;
  }

  #inlineValue(parent: YamlPair | YamlSeq, inFlow: boolean, depth: number): YamlNode {
    if (this.#isAtFlow()) return this.#flow(parent, depth);
    if (this.#cursor.here === STAR) return this.#alias(parent);
    const scalar = readScalar(this.#cursor, inFlow);
    scalar.parent = parent;
    this.#takeAnchor(scalar);
    if (scalar.anchor !== null) this.#open.delete(scalar);
    return scalar;
  }

  #flow(parent: YamlParent, depth: number): YamlMap | YamlSeq {
    if (depth > deepest) throw notSimple;
    const start = this.#cursor.at;
    const startPosition = this.#cursor.position();
    const isMap = this.#cursor.here === BRACE;
    const shared = { parent, style: "flow", anchor: null, tag: null };
    const node = (isMap ? { type: "YamlMap", ...shared, pairs: [] } : { type: "YamlSeq", ...shared, items: [] }) as unknown as YamlMap | YamlSeq;
    this.#takeAnchor(node);
    this.#cursor.at += 1;
    this.#flowEntries(node, isMap ? BRACE_END : BRACKET_END, depth);
    if (node.anchor !== null) this.#open.delete(node);
    Object.assign(node, this.#cursor.place(start, startPosition));
    if (node.type === "YamlMap") refuseDuplicates(node);
    return node;
  }

  #flowEntries(node: YamlMap | YamlSeq, end: number, depth: number): void {
    this.#cursor.skipFlowSpace(this.#flowColumn);
    if (this.#cursor.here === end) {
      this.#cursor.at += 1;
      return;
    }
    do this.#flowEntry(node, depth);
    while (this.#isFlowGoingOn(end));
  }

  #flowEntry(parent: YamlMap | YamlSeq, depth: number): void {
    if (parent.type === "YamlSeq") {
      parent.items.push(this.#inlineValue(parent, true, depth + 1));
      return;
    }
    const key = readScalar(this.#cursor, true);
    const node = this.#pair(parent, key);
    if (key.style === "plain" && !this.#cursor.isAtSpace()) throw notSimple;
    this.#cursor.skipFlowSpace(this.#flowColumn);
    node.value = this.#inlineValue(node, true, depth + 1);
    this.#closePair(node, node.value.range[1], node.value.loc.end);
  }

  /** Goes past a comma or the end of what is in brackets; whether an entry follows. */
  #isFlowGoingOn(end: number): boolean {
    this.#cursor.skipFlowSpace(this.#flowColumn);
    const found = this.#cursor.here;
    this.#cursor.at += 1;
    if (found === end) return false;
    if (found !== COMMA) throw notSimple;
    this.#cursor.skipFlowSpace(this.#flowColumn);
    return true;
  }

  /** A pair with its key, and the way gone past the colon. */
  #pair(parent: YamlMap, key: YamlScalar): YamlPair {
    const [start, end] = key.range;
    if (this.#cursor.here !== COLON || end !== this.#cursor.at || end - start > longestKey) throw notSimple;
    this.#cursor.at += 1;
    const node = { type: "YamlPair", parent, key, value: null } as unknown as YamlPair;
    key.parent = node;
    if (key.style === "plain" && key.text === "<<") node.key = { type: "YamlMergeKey", parent: node, range: key.range, loc: key.loc };
    parent.pairs.push(node);
    return node;
  }

  #closePair(node: YamlPair, end: number, endPosition: SourcePosition): void {
    if (node.key.type === "YamlMergeKey" && !isMergeable(node.value)) throw notSimple;
    node.range = [node.key.range[0], end];
    node.loc = { start: node.key.loc.start, end: endPosition };
  }

  /** Block collections are as long as what is in them. */
  #close(node: YamlMap | YamlSeq, children: readonly (YamlPair | YamlNode)[], column: number): void {
    // A line between the columns of two collections belongs to none.
    if (this.#cursor.indent > column) throw notSimple;
    if (node.anchor !== null) this.#open.delete(node);
    const first = children[0];
    const last = children.at(-1);
    if (first === undefined || last === undefined) throw notSimple;
    node.range = [first.range[0], last.range[1]];
    node.loc = { start: first.loc.start, end: last.loc.end };
  }

  #alias(parent: YamlPair | YamlSeq): YamlAlias {
    const start = this.#cursor.at;
    const startPosition = this.#cursor.position();
    const name = this.#cursor.readName();
    const target = this.#named.get(name);
    if (target === undefined || this.#open.has(target) || this.#anchor !== null) throw notSimple;
    return { type: "YamlAlias", parent, name, target, ...this.#cursor.place(start, startPosition) };
  }

  #readAnchor(): void {
    const start = this.#cursor.at;
    const startPosition = this.#cursor.position();
    this.#anchor = { name: this.#cursor.readName(), ...this.#cursor.place(start, startPosition) };
    if (!this.#cursor.isAtSpace()) throw notSimple;
    this.#cursor.skipSpaces();
  }

  #takeAnchor(node: Anchored): void {
    if (this.#anchor === null) return;
    const { name, range, loc } = this.#anchor;
    node.anchor = { type: "YamlAnchor", parent: node, name, range, loc };
    this.#named.set(name, node);
    this.#open.add(node);
    this.#anchor = null;
  }

  #isAtFlow(): boolean {
    const { here } = this.#cursor;
    return here === BRACE || here === BRACKET;
  }

  #isAtScalar(): boolean {
    const { here } = this.#cursor;
    return !this.#isAtFlow() && here !== STAR && here !== AMPERSAND;
  }
}

function refuseDuplicates({ pairs }: YamlMap): void {
  if (pairs.length < 2) return;
  const names = new Set<string | null>();
  for (const pair of pairs) names.add(keyName(pair));
  if (names.size < pairs.length) throw notSimple;
}
