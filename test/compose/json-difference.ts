import type { Json } from "../../src/compose/resolved-model.ts";

type JsonObject = Record<string, Json | undefined>;

/** The value without nulls and empty collections, at every depth; undefined if nothing is left. */
export function withoutEmpty(value: Json): Json | undefined {
  if (value === null) return undefined;
  if (Array.isArray(value)) {
    const items = value.map((item) => withoutEmpty(item) ?? null);
    return items.length === 0 ? undefined : items;
  }
  if (typeof value !== "object") return value;
  const entries = Object.entries(value)
    .map(([key, inner]) => [key, withoutEmpty(inner)] as const)
    .filter((entry): entry is readonly [string, Json] => entry[1] !== undefined);
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Each place in which two values differ, as `path: expected | actual`. */
export function differences(expected: Json | undefined, actual: Json | undefined, path = ""): string[] {
  if (isObject(expected) && isObject(actual)) {
    const [left, right]: [JsonObject, JsonObject] = [expected, actual];
    const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
    return [...keys].flatMap((key) => differences(left[key], right[key], path === "" ? key : `${path}.${key}`));
  }
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    return expected.flatMap((item, index) => differences(item, actual[index], `${path}[${index}]`));
  }
  return textOf(expected) === textOf(actual) ? [] : [`${path}: expected ${textOf(expected)}, got ${textOf(actual)}`];
}

function textOf(value: Json | undefined): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

function isObject(value: Json | undefined): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
