import type { SourceLocation, SourceRange } from "../text/source-range.js";
import type { YamlNode, YamlPair } from "./ast.js";
import type { EvaluatedTemplate } from "./interpolation.js";
import type { ScalarContent } from "./yaml-scalar.js";

/** A node of a file's AST, or just a place where there is none (in a `.env` file). */
export type OriginNode = YamlNode | YamlPair | { type: "Place"; range: SourceRange; loc: SourceLocation };

/** Where a value is written. */
export interface Origin {
  file: string;
  node: OriginNode;
}

/** How a value came from where it is written to where it holds, innermost step first. */
export type TraceStep =
  /** Through `*name`, which stands at `origin`. */
  | { kind: "alias"; name: string; origin: Origin }
  /** Through the merge key `<<` at `origin`. */
  | { kind: "merge-key"; origin: Origin }
  /** From the service `base` to `service`, whose `extends` stands at `origin`. */
  | { kind: "extends"; base: string; service: string; origin: Origin }
  /** Through the entry of `include` at `origin`. */
  | { kind: "include"; origin: Origin }
  /** From a line of an `env_file` or `label_file`, which is named at `origin`. */
  | { kind: "env-file"; origin: Origin }
  /** Not written anywhere: Compose puts it where nothing is said. `origin` is what it belongs to. */
  | { kind: "implied" };

interface ValueBase {
  origin: Origin;
  via: readonly TraceStep[];
  /** What this value replaced or was added to when files or services were merged, latest first. */
  earlier: readonly Value[];
}

export interface ScalarValue extends ValueBase {
  kind: "scalar";
  content: ScalarContent;
  /** What interpolation did, for a text with a `$` in it. Ranges are offsets into the text before interpolation. */
  template: EvaluatedTemplate | null;
}

export interface ListValue extends ValueBase {
  kind: "list";
  items: readonly Value[];
}

export interface MapEntry {
  key: Origin;
  value: Value;
}

export interface MapValue extends ValueBase {
  kind: "map";
  entries: ReadonlyMap<string, MapEntry>;
}

/** A value of the project, traced. Values are never changed; merging makes new ones that share what stays the same. */
export type Value = ScalarValue | ListValue | MapValue;

/** A scalar in the same place as another value, for what Compose derives from it. */
export function derivedScalar(from: Value, value: string | number | boolean | null): ScalarValue {
  return { kind: "scalar", content: contentOf(value), template: null, origin: from.origin, via: from.via, earlier: [] };
}

/** A value that Compose adds by itself. */
export function impliedScalar(owner: Value, value: string | number | boolean | null): ScalarValue {
  return { ...derivedScalar(owner, value), via: [...owner.via, { kind: "implied" }] };
}

/** A map in the same place as another value. */
export function derivedMap(from: Value, entries: readonly (readonly [string, Value])[]): MapValue {
  return {
    kind: "map",
    entries: new Map(entries.map(([name, value]) => [name, { key: value.origin, value }])),
    origin: from.origin,
    via: from.via,
    earlier: from.earlier,
  };
}

/** A list in the same place as another value. */
export function derivedList(from: Value, items: readonly Value[]): ListValue {
  return { kind: "list", items, origin: from.origin, via: from.via, earlier: from.earlier };
}

/** The map with some entries replaced or added. */
export function withEntries(map: MapValue, changes: readonly (readonly [string, MapEntry])[]): MapValue {
  if (changes.length === 0) return map;
  const entries = new Map(map.entries);
  for (const [name, entry] of changes) entries.set(name, entry);
  return { ...map, entries };
}

/** The value at a key of a map; undefined if the value is no map or has no such key. */
export function entryValue(value: Value | undefined, key: string): Value | undefined {
  return value?.kind === "map" ? value.entries.get(key)?.value : undefined;
}

export function isNull(value: Value | undefined): boolean {
  return value?.kind === "scalar" && value.content.type === "null";
}

/** The text of a string scalar; null for anything else. */
export function stringOf(value: Value | undefined): string | null {
  return value?.kind === "scalar" && value.content.type === "string" ? value.content.value : null;
}

/** The same value with one more step to each part of it. */
export function withStep(value: Value, step: TraceStep): Value {
  const extended = new Map<readonly TraceStep[], readonly TraceStep[]>();
  const viaOf = (via: readonly TraceStep[]): readonly TraceStep[] => {
    const known = extended.get(via);
    if (known !== undefined) return known;
    const made = [...via, step];
    extended.set(via, made);
    return made;
  };
  const copy = (part: Value): Value => {
    const via = viaOf(part.via);
    switch (part.kind) {
      case "scalar":
        return { ...part, via };
      case "list":
        return { ...part, via, items: part.items.map(copy) };
      case "map": {
        const entries = new Map<string, MapEntry>();
        for (const [name, entry] of part.entries) entries.set(name, { key: entry.key, value: copy(entry.value) });
        return { ...part, via, entries };
      }
    }
  };
  return copy(value);
}

function contentOf(value: string | number | boolean | null): ScalarContent {
  switch (typeof value) {
    case "string":
      return { type: "string", value };
    case "number":
      return Number.isInteger(value) ? { type: "integer", value } : { type: "float", value };
    case "boolean":
      return { type: "boolean", value };
    default:
      return { type: "null", value: null };
  }
}
