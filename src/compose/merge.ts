import { mergeAddressPools } from "./merge-address-pools.js";
import { mergeRules, type MergeRule } from "./merge-rules.js";
import type { PathCursor } from "./path-table.js";
import {
  derivedMap,
  derivedScalar,
  impliedScalar,
  isNull,
  stringOf,
  type ListValue,
  type MapEntry,
  type MapValue,
  type Value,
} from "./value.js";
import { valueText } from "./value-text.js";

/** Told of two values that Compose cannot merge: a map and something else, or a list and something else. */
export type MergeConflict = (base: Value, override: Value) => void;

/** Merges a later file's model into an earlier one. */
export function mergeModels(base: MapValue, override: MapValue, conflict: MergeConflict): MapValue {
  return new Merger(conflict).maps(base, override, mergeRules.root);
}

/** Merges a service into the one that it extends. */
export function mergeServices(base: MapValue, override: MapValue, conflict: MergeConflict): MapValue {
  return new Merger(conflict).maps(base, override, mergeRules.at("services.*"));
}

type Cursor = PathCursor<MergeRule> | undefined;

class Merger {
  readonly #conflict: MergeConflict;

  constructor(conflict: MergeConflict) {
    this.#conflict = conflict;
  }

  maps(base: MapValue, override: MapValue, cursor: Cursor): MapValue {
    const entries = new Map(base.entries);
    for (const [name, entry] of override.entries) {
      const existing = entries.get(name);
      entries.set(name, existing === undefined ? entry : this.#entry(existing, entry, cursor?.next(name)));
    }
    return { ...override, entries, earlier: [base, ...override.earlier] };
  }

  #entry(base: MapEntry, override: MapEntry, cursor: Cursor): MapEntry {
    const value = this.#values(base.value, override.value, cursor);
    return { key: value === base.value ? base.key : override.key, value };
  }

  #values(base: Value, override: Value, cursor: Cursor): Value {
    switch (cursor?.value) {
      case undefined:
        return this.#byKind(base, override, cursor);
      case "replace":
        return replaced(base, override);
      case "key-values":
        return appended(base, override, asList(base), asList(override));
      case "extra-hosts":
        return mergeHosts(base, override);
      case "build":
        return this.#converted(base, override, cursor, buildMap);
      case "depends-on":
        return this.#converted(base, override, cursor, dependencyMap);
      case "names":
        return this.#converted(base, override, cursor, nameMap);
      case "logging":
        return this.#logging(base, override, cursor);
      case "address-pools":
        return mergeAddressPools(base, override, (left, right) => this.maps(left, right, undefined));
    }
  }

  #byKind(base: Value, override: Value, cursor: Cursor): Value {
    if (isNull(override)) return base;
    if (base.kind === "scalar") return replaced(base, override);
    if (base.kind === "map" && override.kind === "map") return this.maps(base, override, cursor);
    if (base.kind === "list" && override.kind === "list") return appended(base, override, base.items, override.items);
    this.#conflict(base, override);
    return replaced(base, override);
  }

  #converted(base: Value, override: Value, cursor: Cursor, convert: (value: Value) => MapValue | null): Value {
    const [left, right] = [convert(base), convert(override)];
    if (right === null) return base;
    return left === null ? replaced(base, right) : this.maps(left, right, cursor);
  }

  #logging(base: Value, override: Value, cursor: Cursor): Value {
    if (base.kind !== "map" || override.kind !== "map") return isNull(override) ? base : replaced(base, override);
    const [left, right] = [base.entries.get("driver"), override.entries.get("driver")];
    const sameDriver = left === undefined || right === undefined || valueText(left.value) === valueText(right.value);
    return sameDriver ? this.maps(base, override, cursor) : replaced(base, override);
  }
}

function replaced(base: Value, override: Value): Value {
  return { ...override, earlier: [base, ...override.earlier] };
}

function appended(base: Value, override: Value, left: readonly Value[], right: readonly Value[]): ListValue {
  const { origin, via, earlier } = override;
  return { kind: "list", items: [...left, ...right], origin, via, earlier: [base, ...earlier] };
}

/** A map as the list of its `key=value`; a text as a list of one. Anything else has no entries. */
function asList(value: Value): readonly Value[] {
  if (value.kind === "list") return value.items;
  if (value.kind === "scalar") return value.content.type === "string" ? [value] : [];
  return [...value.entries]
    .flatMap(([name, entry]) => keyValueTexts(name, entry.value).map((text) => ({ text, value: entry.value })))
    .sort((a, b) => (a.text < b.text ? -1 : Number(a.text > b.text)))
    .map(({ text, value: source }) => ({ ...derivedScalar(source, text), template: templateOf(source) }));
}

function keyValueTexts(name: string, value: Value): string[] {
  if (isNull(value)) return [name];
  if (value.kind === "list") return value.items.map((item) => `${name}=${valueText(item)}`);
  return [`${name}=${valueText(value)}`];
}

function templateOf(value: Value): ReturnType<typeof derivedScalar>["template"] {
  return value.kind === "scalar" ? value.template : null;
}

function mergeHosts(base: Value, override: Value): ListValue {
  const left = asList(base);
  const known = new Set(left.map(valueText));
  const right = asList(override).filter((host) => !known.has(valueText(host)));
  return appended(base, override, left, right);
}

function buildMap(value: Value): MapValue | null {
  if (value.kind === "map") return value;
  return stringOf(value) === null ? null : derivedMap(value, [["context", value]]);
}

function nameMap(value: Value): MapValue | null {
  return mapOfNames(value, (name) => derivedScalar(name, null));
}

function dependencyMap(value: Value): MapValue | null {
  return mapOfNames(value, (name) =>
    derivedMap(name, [
      ["condition", impliedScalar(name, "service_started")],
      ["required", impliedScalar(name, true)],
    ]),
  );
}

function mapOfNames(value: Value, make: (name: Value) => Value): MapValue | null {
  if (value.kind === "map") return value;
  if (value.kind !== "list") return null;
  const names = value.items.filter((item) => stringOf(item) !== null);
  return derivedMap(value, names.map((name): [string, Value] => [stringOf(name) ?? "", make(name)]));
}
