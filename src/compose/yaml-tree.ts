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
  readonly #textLength: number;
  readonly #anchors: YamlProperty[];
  readonly #tags: YamlProperty[];
  readonly #problems: SyntaxProblem[];
  /**
   * The nodes with an anchor so far: a later one of the same name replaces the earlier. They outlive their document,
   * against YAML 1.2, because Docker Compose follows aliases into earlier documents.
   */
  readonly #named = new Map<string, Anchored>();
  /** The names of aliases without an anchor, and the anchors that hold an alias of themselves, which are told of once. */
  readonly #told = new Set<string | Anchored>();
  /** The anchored nodes around the one at hand. */
  readonly #open = new Set<Anchored>();
  readonly #nextOf = { anchors: 0, tags: 0 };
  /** Where the leaf before the one at hand ends: its anchor and tag stand behind that. */
  #leafEnd = 0;

  constructor(text: string, lines: LineIndex, stream: YamlStream, problems: SyntaxProblem[]) {
    this.#lines = lines;
    this.#textLength = text.length;
    this.#anchors = stream.anchors;
    this.#tags = stream.tags;
    this.#problems = problems;
  }

  document(source: Document.Parsed, parent: ComposeFile): YamlDocument {
    const node: YamlDocument = {
      type: "YamlDocument",
      parent,
      contents: null,
      ...this.#place([source.range[0], source.range[2]]),
    };
    if (source.contents !== null) node.contents = this.#node(source.contents, node);
    const end = node.contents?.range[1] ?? 0;
    if (end > node.range[1]) Object.assign(node, this.#place([node.range[0], end]));
    return node;
  }

  #place([start, end]: SourceRange): { range: SourceRange; loc: ComposeFile["loc"] } {
    // `yaml` lets a flow collection without an end reach beyond the text.
    const range: SourceRange = [start, Math.min(end, this.#textLength)];
    return { range, loc: this.#lines.locationOf(range) };
  }

  #node(source: ParsedNode, parent: YamlParent): YamlNode | null {
    if (isAlias(source)) return this.#alias(source.source, source.range, parent);
    if (isMap(source)) return this.#map(source, parent);
    if (isSeq(source)) return this.#seq(source as ParsedNode & { items: ParsedNode[] }, parent);
    return this.#scalarOrNothing(source, parent);
  }

  #alias(name: string, range: readonly [number, number, number], parent: YamlParent): YamlAlias {
    const target = this.#named.get(name) ?? null;
    const place = this.#place([range[0], range[1]]);
    this.#leafEnd = range[1];
    if (this.#told.has(target ?? name)) return { type: "YamlAlias", parent, name, target, ...place };
    if (target === null) {
      this.#told.add(name);
      const message = `No anchor \`&${name}\` stands before the alias \`*${name}\`, so it has no value.`;
      this.#problems.push({ code: "unknown-alias", message, ...place });
    } else if (this.#open.has(target)) {
      this.#told.add(target);
      const message = `The alias \`*${name}\` stands inside the value of its own anchor \`&${name}\`, which thus has no end. Docker Compose refuses such a file.`;
      this.#problems.push({ code: "alias-cycle", message, ...place });
    }
    return { type: "YamlAlias", parent, name, target, ...place };
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
    this.#open.add(node);
    for (const item of source.items) this.#pair(item as Pair<ParsedNode | null, ParsedNode | null>, node);
    this.#close(node, node.pairs);
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
    this.#open.add(node);
    for (const item of source.items) {
      const child = this.#node(item, node) ?? this.#emptyScalar(item.range[0], node);
      node.items.push(child);
    }
    this.#close(node, node.items);
    return node;
  }

  #pair(source: Pair<ParsedNode | null, ParsedNode | null>, parent: YamlMap): void {
    const start = source.key?.range[0] ?? source.value?.range[0] ?? parent.range[0];
    const node = { type: "YamlPair", parent, key: null, value: null } as unknown as YamlPair;
    node.key = this.#key(source.key, node, start);
    node.value = source.value === null ? null : this.#node(source.value, node);
    const end = node.value?.range[1] ?? Math.max(node.key.range[1], source.value?.range[0] ?? 0);
    Object.assign(node, this.#place([Math.min(start, startOf(node.key)), end]));
    if (node.key.type === "YamlMergeKey" && !isMergeable(node.value)) {
      const message = "A merge key (`<<`) takes a map or a list of maps, and Docker Compose refuses the file. Write an alias such as `*default` behind it.";
      this.#problems.push({ code: "merge-of-no-map", message, range: node.range, loc: node.loc });
    }
    parent.pairs.push(node);
  }

  #key(source: ParsedNode | null, parent: YamlPair, start: number): YamlPair["key"] {
    if (source === null) return this.#emptyScalar(start, parent);
    if (isScalar(source) && source.type === "PLAIN" && source.source === "<<") {
      this.#leafEnd = source.range[1];
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
    this.#leafEnd = node.range[1];
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

  #properties(source: ParsedNode, node: Anchored): void {
    const name: string | undefined = isAlias(source) ? undefined : source.anchor;
    if (name !== undefined) {
      const anchor = this.#take("anchors", node, (candidate) => candidate.name === name);
      if (anchor !== null) {
        const place = this.#place(anchor.range);
        node.anchor = { type: "YamlAnchor", parent: node, name, ...place } satisfies YamlAnchor;
      }
      this.#named.set(name, node);
    }
    if (source.tag === undefined) return;
    const tag = this.#take("tags", node, () => true);
    if (tag === null) return;
    node.tag = { type: "YamlTag", parent: node, value: tag.name, ...this.#place(tag.range) } satisfies YamlTag;
  }

  /**
   * The anchor or tag between the leaf before a node and the node. Those of the first key of a block map stand there
   * too, behind those of the map; in front of any other node the last one is its own.
   */
  #take(kind: "anchors" | "tags", node: Anchored, isWanted: (property: YamlProperty) => boolean): YamlProperty | null {
    const properties = kind === "anchors" ? this.#anchors : this.#tags;
    let found: YamlProperty | null = null;
    let taken = -1;
    for (let index = this.#nextOf[kind]; index < properties.length; index += 1) {
      const property = properties[index];
      if (property === undefined || property.range[1] > node.range[0]) break;
      if (property.range[0] < this.#leafEnd) {
        this.#nextOf[kind] = index + 1;
        continue;
      }
      if (!isWanted(property)) continue;
      found = property;
      taken = index;
      if (node.type === "YamlMap" && node.style === "block") break;
    }
    if (found !== null) this.#nextOf[kind] = taken + 1;
    return found;
  }

  /**
   * `yaml` lets a block map begin behind the anchor of its first key, and a block collection run up to the next token;
   * ours are as long as what is in them.
   */
  #close(node: YamlMap | YamlSeq, children: readonly (YamlPair | YamlNode)[]): void {
    this.#open.delete(node);
    if (node.style === "flow") this.#leafEnd = node.range[1];
    const first = children[0];
    const last = children.at(-1);
    if (first === undefined || last === undefined) return;
    const start = Math.min(node.range[0], first.range[0]);
    const end = node.style === "flow" ? node.range[1] : last.range[1];
    Object.assign(node, this.#place([start, end]));
  }

  /** One problem for all keys of a map that stand twice: where a key above them is missing, they are those of two maps. */
  #reportDuplicates(map: YamlMap): void {
    if (map.pairs.length < 2) return;
    const first = new Map<string, YamlPair>();
    const again = new Map<string, YamlPair>();
    for (const pair of map.pairs) {
      const name = keyName(pair);
      if (name === null) continue;
      if (!first.has(name)) first.set(name, pair);
      else if (!again.has(name)) again.set(name, pair);
    }
    const [duplicate] = again;
    if (duplicate === undefined) return;
    const [name, { key }] = duplicate;
    const line = first.get(name)?.loc.start.line ?? key.loc.start.line;
    const message = duplicateMessage([...again.keys()], line);
    this.#problems.push({ code: "duplicate-key", message, range: key.range, loc: key.loc });
  }
}

const MOST_NAMES = 5;

function duplicateMessage([name = "", ...others]: readonly string[], line: number): string {
  const where = `The key \`${name}\` stands twice in this map (first in line ${line})`;
  if (others.length === 0) return `${where}. Docker Compose refuses such a file. Keep one of them.`;
  const told = others.slice(0, MOST_NAMES).map((other) => `\`${other}\``);
  if (others.length > MOST_NAMES) told.push(`${others.length - MOST_NAMES} more`);
  const last = told.pop() ?? "";
  const names = told.length === 0 ? last : `${told.join(", ")} and ${last}`;
  return `${where}, and so do ${names}. Docker Compose refuses such a file. Keep one of each, or write the key that is missing above them.`;
}

/** The name of a pair's key: `<<` for a merge key, null for a key that is a collection or an alias. */
export function keyName(pair: YamlPair): string | null {
  if (pair.key.type === "YamlMergeKey") return "<<";
  return pair.key.type === "YamlScalar" ? pair.key.text : null;
}

/** Where a node starts with its anchor and tag. */
function startOf(node: YamlPair["key"]): number {
  const [start] = node.range;
  if (!("anchor" in node)) return start;
  return Math.min(start, node.anchor?.range[0] ?? start, node.tag?.range[0] ?? start);
}

/** Whether Compose can merge a value: a map or a list of maps; aliases for both are right, but none for a list in a list. */
export function isMergeable(value: YamlNode | null): boolean {
  const node = value?.type === "YamlAlias" ? value.target : value;
  if (isMapOrReset(value)) return true;
  return node?.type === "YamlSeq" && node.items.every(isMapOrReset);
}

/** Also true for an alias without an anchor, which is reported as such. */
function isMapOrReset(value: YamlNode | null): boolean {
  const node = value?.type === "YamlAlias" ? value.target : value;
  return node === null ? value !== null : node.type === "YamlMap" || node.tag?.value === "!reset";
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
