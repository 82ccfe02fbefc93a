import type { SourceRange } from "../text/source-range.js";
import type { YamlAlias, YamlDocument, YamlMap, YamlNode, YamlPair, YamlScalar, YamlSeq } from "./ast.js";
import { castRules, type Cast } from "./cast-rules.js";
import { castNoun, castText } from "./cast-text.js";
import type { Environment } from "./environment.js";
import { evaluateTemplate, type EvaluatedTemplate, type VariableUse } from "./interpolation.js";
import type { PathCursor } from "./path-table.js";
import type { ProjectFile } from "./project-file.js";
import type { ProjectProblem } from "./project-problem.js";
import { placeInScalar } from "./scalar-place.js";
import type { ListValue, MapEntry, MapValue, OriginNode, ScalarValue, TraceStep, Value } from "./value.js";
import { plainContent, scalarContent, type ScalarContent } from "./yaml-scalar.js";

/** A variable that a scalar of the project refers to. Its ranges are offsets into `scalar.text`. */
export interface ProjectVariable {
  file: ProjectFile;
  scalar: YamlScalar;
  use: VariableUse;
}

export interface DocumentReading {
  /** Null for an empty document. */
  value: Value | null;
  /** Where `!reset` and `!override` stand: what earlier files say there is dropped before merging. */
  resets: string[][];
}

export interface DocumentSinks {
  problems: ProjectProblem[];
  variables: ProjectVariable[];
}

// As many as compose-go 2.13 visits in one file before it refuses it.
const maximumAliasNodes = 100_000;

/** Reads a document of a file as Compose does before it merges anything: aliases, merge keys, variables, casts. */
export function readDocument(
  file: ProjectFile,
  document: YamlDocument,
  environment: Environment,
  sinks: DocumentSinks,
): DocumentReading {
  const reader = new DocumentReader(file, environment, sinks);
  const value = document.contents === null ? null : reader.read(document.contents);
  return { value, resets: reader.resets };
}

/** Where the reader is in the model. */
interface Position {
  cursor: PathCursor<Cast> | undefined;
  /** The keys down to here; null inside a list, where `!reset` and `!override` have no effect on earlier files. */
  path: Keys | null;
  via: readonly TraceStep[];
  insideAlias: boolean;
  insideOverride: boolean;
}

/** Keys from the last one up; few are ever asked for, so they are not written out for each value. */
interface Keys {
  name: string;
  above: Keys | null;
}

const top: Keys = { name: "", above: null };

function namesOf(keys: Keys): string[] {
  const names: string[] = [];
  for (let key = keys; key.above !== null; key = key.above) names.unshift(key.name);
  return names;
}

/** A map in the making. */
interface MergeTarget {
  entries: Map<string, MapEntry>;
  /** What was merged into it so far; null for nothing. */
  merged: Set<YamlMap | YamlSeq> | null;
}

/** Notes that something is merged into a map; false if it was merged before. */
function addMerged(target: MergeTarget, source: YamlMap | YamlSeq): boolean {
  target.merged ??= new Set();
  if (target.merged.has(source)) return false;
  target.merged.add(source);
  return true;
}

// Values are never changed, so that all may share it.
const nothingEarlier: readonly Value[] = [];

class DocumentReader {
  readonly resets: string[][] = [];
  readonly #file: ProjectFile;
  readonly #environment: Environment;
  readonly #sinks: DocumentSinks;
  /** The maps and lists around the node at hand, to see an alias that contains itself. */
  readonly #open = new Set<YamlNode>();
  #aliasNodes = 0;

  constructor(file: ProjectFile, environment: Environment, sinks: DocumentSinks) {
    this.#file = file;
    this.#environment = environment;
    this.#sinks = sinks;
  }

  read(contents: YamlNode): Value | null {
    return this.#value(contents, { cursor: castRules.root, path: top, via: [], insideAlias: false, insideOverride: false });
  }

  /** Null for a value that `!reset` takes away. */
  #value(node: YamlNode, position: Position): Value | null {
    if (node.type === "YamlAlias") return this.#alias(node, position);
    if (position.insideAlias && !this.#countAliasNode(node, position)) return this.#nothing(node, position);
    if (!position.insideOverride && node.tag?.value === "!reset") {
      if (position.path !== null && !position.insideAlias) this.resets.push(namesOf(position.path));
      return null;
    }
    const inner = this.#noteOverride(node, position);
    switch (node.type) {
      case "YamlScalar":
        return this.#scalar(node, inner);
      case "YamlSeq":
        return this.#list(node, inner);
      case "YamlMap":
        return this.#map(node, inner);
    }
  }

  #noteOverride(node: Exclude<YamlNode, YamlAlias>, position: Position): Position {
    if (position.insideOverride || node.tag?.value !== "!override") return position;
    if (position.path !== null) this.resets.push(namesOf(position.path));
    return { ...position, insideOverride: true };
  }

  #alias(alias: YamlAlias, position: Position): Value | null {
    const target = alias.target ?? this.#file.anchorBefore(alias);
    if (target === null) return this.#nothing(alias, position);
    if (this.#open.has(target)) {
      this.#report("alias-cycle", `The alias \`*${alias.name}\` stands inside the value that it stands for, so the value has no end. Compose refuses the file.`, alias);
      return this.#nothing(alias, position);
    }
    const step: TraceStep = { kind: "alias", name: alias.name, origin: { file: this.#file.path, node: alias } };
    return this.#value(target, { ...position, via: [step, ...position.via], insideAlias: true });
  }

  #countAliasNode(node: YamlNode, { via }: Position): boolean {
    this.#aliasNodes += 1;
    if (this.#aliasNodes < maximumAliasNodes) return true;
    if (this.#aliasNodes === maximumAliasNodes) {
      const message = `The aliases of this file stand for more than ${maximumAliasNodes} values in all, which no project needs; the rest is not read. Docker Compose does not get through such a file either.`;
      const [outermost] = via.filter(({ kind }) => kind === "alias").slice(-1);
      this.#report("too-many-aliases", message, outermost !== undefined && "origin" in outermost ? outermost.origin.node : node);
    }
    return false;
  }

  #scalar(node: YamlScalar, position: Position): ScalarValue {
    const content = scalarContent(node);
    if (content.type !== "string") return this.#scalarValue(node, content, null, position);
    const template = content.value.includes("$") ? this.#interpolate(node, content.value) : null;
    const text = template?.value ?? content.value;
    return this.#scalarValue(node, this.#cast(node, text, position.cursor?.value), template, position);
  }

  #interpolate(node: YamlScalar, text: string): EvaluatedTemplate {
    const template = evaluateTemplate(text, this.#environment.lookup);
    for (const use of template.variables) this.#sinks.variables.push({ file: this.#file, scalar: node, use });
    for (const problem of template.problems) {
      this.#report(problem.code, problem.message, node, problem.range);
    }
    return template;
  }

  #cast(node: YamlScalar, text: string, cast: Cast | undefined): ScalarContent {
    if (cast === undefined) return { type: "string", value: text };
    const content = castText(text, cast);
    if (content !== null) return content;
    this.#report("invalid-cast", `\`${text.slice(0, 80)}\` is not ${castNoun(cast)}, which Compose needs here, so it refuses the file.`, node);
    return { type: "string", value: text };
  }

  #list(node: YamlSeq, position: Position): ListValue {
    this.#open.add(node);
    const inner: Position = { ...position, cursor: position.cursor?.next("[]"), path: null };
    const items: Value[] = [];
    for (const item of node.items) {
      const value = this.#value(item, inner);
      if (value !== null) items.push(value);
    }
    this.#open.delete(node);
    return { kind: "list", items, ...this.#base(node, position) };
  }

  #map(node: YamlMap, position: Position): MapValue {
    const entries = new Map<string, MapEntry>();
    this.#addEntries(node, position, { entries, merged: null });
    return { kind: "map", entries, ...this.#base(node, position) };
  }

  /** Adds the pairs of a map that are not there yet: its own, then those of the maps that it merges. */
  #addEntries(map: YamlMap, position: Position, target: MergeTarget): void {
    this.#open.add(map);
    const merges: YamlPair[] = [];
    for (const pair of map.pairs) {
      if (pair.key.type === "YamlMergeKey") merges.push(pair);
      else this.#addEntry(pair, position, target.entries);
    }
    for (const pair of merges) this.#merge(pair, position, target);
    this.#open.delete(map);
  }

  #addEntry(pair: YamlPair, position: Position, entries: Map<string, MapEntry>): void {
    const name = this.#keyName(pair);
    if (name === null) return;
    const inner: Position = {
      ...position,
      cursor: position.cursor?.next(name),
      path: position.path === null ? null : { name, above: position.path },
    };
    if (entries.has(name)) {
      // What is already there wins, but the tag counts all the same.
      if (pair.value !== null && pair.value.type !== "YamlAlias") this.#noteOverride(pair.value, inner);
      return;
    }
    const value = pair.value === null ? this.#nothing(pair, inner) : this.#value(pair.value, inner);
    if (value === null) return;
    entries.set(name, { key: { file: this.#file.path, node: pair }, value });
  }

  #keyName(pair: YamlPair): string | null {
    const key = pair.key.type === "YamlAlias" ? (pair.key.target ?? this.#file.anchorBefore(pair.key)) : pair.key;
    const isText = key?.type === "YamlScalar" && scalarContent(key).type === "string";
    if (!isText) {
      this.#report("non-string-key", "Compose takes only text for a key and refuses the file. Put the key in quotes.", pair.key);
    }
    return key?.type === "YamlScalar" ? key.text : null;
  }

  #merge(pair: YamlPair, position: Position, target: MergeTarget): void {
    const origin = { file: this.#file.path, node: pair };
    const via: readonly TraceStep[] = [{ kind: "merge-key", origin }, ...position.via];
    const sources = pair.value?.type === "YamlSeq" ? pair.value.items : [pair.value];
    for (const source of sources) this.#mergeFrom(source, { ...position, via }, target);
  }

  #mergeFrom(source: YamlNode | null, position: Position, into: MergeTarget): void {
    if (source?.type === "YamlAlias") {
      const target = source.target ?? this.#file.anchorBefore(source);
      const step: TraceStep = { kind: "alias", name: source.name, origin: { file: this.#file.path, node: source } };
      const inner: Position = { ...position, via: [step, ...position.via], insideAlias: true };
      if (target?.type === "YamlSeq" && !this.#open.has(target)) {
        if (!addMerged(into, target)) return;
        this.#open.add(target);
        for (const item of target.items) this.#mergeFrom(item, inner, into);
        this.#open.delete(target);
      } else this.#mergeFrom(target, inner, into);
      return;
    }
    if (source === null) return;
    if (source.type !== "YamlMap") {
      this.#report("merge-of-no-map", "A merge key (`<<`) takes a map or a list of maps, so Compose refuses the file.", source);
      return;
    }
    if (this.#open.has(source)) {
      this.#report("alias-cycle", "This map is merged into itself. Compose refuses the file.", source);
      return;
    }
    // What was merged before has nothing to add: nested merges are many ways to few maps.
    if (!addMerged(into, source)) return;
    if (position.insideAlias && !this.#countAliasNode(source, position)) return;
    this.#addEntries(source, position, into);
  }

  #nothing(node: YamlNode | YamlPair, position: Position): ScalarValue {
    return this.#scalarValue(node, plainContent("null"), null, position);
  }

  #scalarValue(
    node: OriginNode,
    content: ScalarContent,
    template: EvaluatedTemplate | null,
    position: Position,
  ): ScalarValue {
    return { kind: "scalar", content, template, ...this.#base(node, position) };
  }

  #base(node: OriginNode, position: Position): Pick<Value, "origin" | "via" | "earlier"> {
    return { origin: { file: this.#file.path, node }, via: position.via, earlier: nothingEarlier };
  }

  #report(code: string, message: string, node: OriginNode | YamlPair["key"], range?: SourceRange): void {
    const isInside = range !== undefined && node.type === "YamlScalar";
    const place = isInside
      ? placeInScalar(this.#file, node, range)
      : { file: this.#file.path, range: node.range, loc: node.loc };
    this.#sinks.problems.push({ ...place, code, message, related: [] });
  }
}
