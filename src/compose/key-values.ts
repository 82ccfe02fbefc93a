import { isNull, type Value } from "./value.js";
import { scalarText, valueText } from "./value-text.js";

/** A value with what it was read from. */
export interface Traced<T> {
  value: T;
  from: Value;
}

/** The variables or labels of a map or of a list of `key=value`; null for one without a value. */
export function keyValues(value: Value | undefined): Map<string, Traced<string | null>> {
  const result = new Map<string, Traced<string | null>>();
  if (value?.kind === "map") {
    for (const [name, entry] of value.entries) result.set(name, { value: textOrNull(entry.value), from: entry.value });
  }
  for (const item of value?.kind === "list" ? value.items : []) {
    const text = valueText(item);
    const equals = text.indexOf("=");
    if (equals === -1) result.set(text, { value: null, from: item });
    else result.set(text.slice(0, equals), { value: text.slice(equals + 1), from: item });
  }
  return result;
}

function textOrNull(value: Value): string | null {
  if (isNull(value)) return null;
  return value.kind === "scalar" ? scalarText(value.content) : valueText(value);
}
