import { isAlias, isMap, isScalar, isSeq, type Document, type Pair, type ParsedNode, type Scalar } from "yaml";
import type { LineIndex } from "../text/line-index.js";
import type { SourceRange, SyntaxProblem } from "../text/source-range.js";
import type {
  ComposeFile,
  ScalarStyle,
  YamlAlias,
  YamlAnchor,
  YamlDocument,
  YamlMap,
  YamlNode,
  YamlPair,
  YamlParent,
  YamlScalar,
  YamlSeq,
  YamlTag,
} from "./ast.js";
import type { YamlProperty, YamlStream } from "./read-yaml.js";

const scalarStyles: Record<string, ScalarStyle> = {
  PLAIN: "plain",
  QUOTE_SINGLE: "single-quoted",
  QUOTE_DOUBLE: "double-quoted",
  BLOCK_LITERAL: "literal",
  BLOCK_FOLDED: "folded",
};

type Anchored = YamlMap | YamlSeq | YamlScalar;

/** Makes our nodes of the documents that `yaml` composed, in one pass in reading order. */
export class YamlTreeBuilder {
  readonly #lines: LineIndex;
  readonly #anchors: YamlProperty[];
  readonly #tags: YamlProperty[];
  readonly #problems: SyntaxProblem[];
  /** The nodes with an anchor in the document at hand: a later one of the same name replaces the earlier. */
  #named = new Map<string, Anchored>();
  #nextAnchor = 0;
  #nextTag = 0;

  constructor(lines: LineIndex, stream: YamlStream, problems: SyntaxProblem[]) {
    this.#lines = lines;
    this.#anchors = stream.anchors;
    this.#tags = stream.tags;
    this.#problems = problems;
  }

  document(source: Document.Parsed, parent: ComposeFile): YamlDocument {
    this.#named = new Map();
    const node: YamlDocument = {
      type: "YamlDocument",
      parent,
      contents: null,
      ...this.#place([source.range[0], source.range[2]]),
    };
    if (source.contents !== null) node.contents = this.#node(source.contents, node);
    return node;
  }

  #place(range: SourceRange): { range: SourceRange; loc: ComposeFile["loc"] } {
    return { range, loc: this.#lines.locationOf(range) };
  }

  #node(source: ParsedNode, parent: YamlParent): YamlNode | null {
    if (isAlias(source)) return this.#alias(source.source, source.range, parent);
    if (isMap(source)) return this.#map(source, parent);
    if (isSeq(source)) return this.#seq(source as ParsedNode & { items: ParsedNode[] }, parent);
    return this.#scalarOrNothing(source, parent);
  }

  #alias(name: string, range: readonly [number, number, number], parent: YamlParent): YamlAlias {
    const node: YamlAlias = {
      type: "YamlAlias",
      parent,
      name,
      target: this.#named.get(name) ?? null,
      ...this.#place([range[0], range[1]]),
    };
    if (node.target === null) {
      this.#problems.push({
        code: "unknown-alias",
        message: `No anchor \`&${name}\` stands before the alias \`*${name}\`, so it has no value.`,
        range: node.range,
        loc: node.loc,
      });
    }
    return node;
  }

  #map(source: ParsedNode & { items: Pair[]; flow?: boolean }, parent: YamlParent): YamlMap {
    const node: YamlMap = {
      type: "YamlMap",
      parent,
      style: source.flow === true ? "flow" : "block",
      anchor: null,
      tag: null,
      pairs: [],
      ...this.#place([source.range[0], source.range[1]]),
    };
    this.#properties(source, node);
    for (const item of source.items) this.#pair(item as Pair<ParsedNode | null, ParsedNode | null>, node);
    this.#endWith(node.pairs.at(-1), node);
    this.#reportDuplicates(node);
    return node;
  }

  #seq(source: ParsedNode & { items: ParsedNode[]; flow?: boolean }, parent: YamlParent): YamlSeq {
    const node: YamlSeq = {
      type: "YamlSeq",
      parent,
      style: source.flow === true ? "flow" : "block",
      anchor: null,
      tag: null,
      items: [],
      ...this.#place([source.range[0], source.range[1]]),
    };
    this.#properties(source, node);
    for (const item of source.items) {
      const child = this.#node(item, node) ?? this.#emptyScalar(item.range[0], node);
      node.items.push(child);
    }
    this.#endWith(node.items.at(-1), node);
    return node;
  }

  #pair(source: Pair<ParsedNode | null, ParsedNode | null>, parent: YamlMap): void {
    const start = source.key?.range[0] ?? source.value?.range[0] ?? parent.range[0];
    const node = { type: "YamlPair", parent, key: null, value: null } as unknown as YamlPair;
    node.key = this.#key(source.key, node, start);
    node.value = source.value === null ? null : this.#node(source.value, node);
    const end = node.value?.range[1] ?? Math.max(node.key.range[1], source.value?.range[0] ?? 0);
    Object.assign(node, this.#place([Math.min(start, node.key.range[0]), end]));
    parent.pairs.push(node);
  }

  #key(source: ParsedNode | null, parent: YamlPair, start: number): YamlPair["key"] {
    if (source === null) return this.#emptyScalar(start, parent);
    if (isScalar(source) && source.type === "PLAIN" && source.source === "<<") {
      return { type: "YamlMergeKey", parent, ...this.#place([source.range[0], source.range[1]]) };
    }
    return this.#node(source, parent) ?? this.#emptyScalar(start, parent);
  }

  /** An empty value (`key:` and nothing) is no node, unless an anchor or a tag makes it one (`key: !reset`). */
  #scalarOrNothing(source: Scalar.Parsed, parent: YamlParent): YamlScalar | null {
    const isEmpty = source.range[0] === source.range[1] && source.type === "PLAIN";
    if (isEmpty && source.anchor === undefined && source.tag === undefined) return null;
    const node: YamlScalar = {
      type: "YamlScalar",
      parent,
      style: scalarStyles[source.type ?? "PLAIN"] ?? "plain",
      anchor: null,
      tag: null,
      value: scalarValue(source.value),
      text: source.source,
      ...this.#place([source.range[0], source.range[1]]),
    };
    this.#properties(source, node);
    return node;
  }

  #emptyScalar(offset: number, parent: YamlParent): YamlScalar {
    return {
      type: "YamlScalar",
      parent,
      style: "plain",
      anchor: null,
      tag: null,
      value: null,
      text: "",
      ...this.#place([offset, offset]),
    };
  }

  /** Anchors and tags come in the same order as the nodes that have them. */
  #properties(source: ParsedNode, node: Anchored): void {
    if (source.tag !== undefined && this.#tags.length > 0) this.#tag(source, node);
    const name: string | undefined = isAlias(source) ? undefined : source.anchor;
    if (name === undefined) return;
    for (; this.#nextAnchor < this.#anchors.length; this.#nextAnchor += 1) {
      const anchor = this.#anchors[this.#nextAnchor];
      if (anchor?.name !== name) continue;
      const { range, loc } = this.#place(anchor.range);
      node.anchor = { type: "YamlAnchor", parent: node, name: anchor.name, range, loc } satisfies YamlAnchor;
      this.#nextAnchor += 1;
      break;
    }
    this.#named.set(name, node);
  }

  #tag(source: ParsedNode, node: Anchored): void {
    const parentStart = node.parent.type === "YamlPair" ? this.#pairStart(node.parent) : node.parent.range[0];
    for (; this.#nextTag < this.#tags.length; this.#nextTag += 1) {
      const tag = this.#tags[this.#nextTag];
      if (tag === undefined || tag.range[0] > source.range[0]) return;
      if (tag.range[0] < parentStart) continue;
      const { range, loc } = this.#place(tag.range);
      node.tag = { type: "YamlTag", parent: node, value: tag.name, range, loc } satisfies YamlTag;
      this.#nextTag += 1;
      return;
    }
  }

  /** A pair gets its range last; until then its key says where it starts. */
  #pairStart(pair: YamlPair): number {
    const key = pair.key as YamlPair["key"] | null;
    return key?.range[0] ?? 0;
  }

  /** `yaml` lets a block collection run up to the next token; ours ends where its last item ends. */
  #endWith(last: YamlPair | YamlNode | undefined, node: YamlMap | YamlSeq): void {
    if (node.style === "flow" || last === undefined) return;
    node.range = [node.range[0], last.range[1]];
    node.loc = { start: node.loc.start, end: last.loc.end };
  }

  #reportDuplicates(map: YamlMap): void {
    if (map.pairs.length < 2) return;
    const first = new Map<string, YamlPair>();
    for (const pair of map.pairs) {
      const name = keyName(pair);
      if (name === null) continue;
      const earlier = first.get(name);
      if (earlier === undefined) {
        first.set(name, pair);
        continue;
      }
      this.#problems.push({
        code: "duplicate-key",
        message: `The key \`${name}\` stands twice in this map (first in line ${earlier.loc.start.line}). Docker Compose refuses such a file. Keep one of them.`,
        range: pair.key.range,
        loc: pair.key.loc,
      });
    }
  }
}

/** The name of a pair's key: `<<` for a merge key, null for a key that is a collection or an alias. */
export function keyName(pair: YamlPair): string | null {
  if (pair.key.type === "YamlMergeKey") return "<<";
  return pair.key.type === "YamlScalar" ? pair.key.text : null;
}

function scalarValue(value: unknown): YamlScalar["value"] {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
    case "bigint":
      return value;
    default:
      return null;
  }
}
