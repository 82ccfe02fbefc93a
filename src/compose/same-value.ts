import type { MapValue, Value } from "./value.js";

/** True for two values that mean the same, wherever they are written. */
export function sameValue(a: Value, b: Value): boolean {
  if (a.kind === "scalar") {
    return b.kind === "scalar" && a.content.type === b.content.type && Object.is(a.content.value, b.content.value);
  }
  if (a.kind === "list") {
    if (b.kind !== "list" || a.items.length !== b.items.length) return false;
    return a.items.every((item, index) => {
      const other = b.items[index];
      return other !== undefined && sameValue(item, other);
    });
  }
  return b.kind === "map" && sameEntries(a, b);
}

function sameEntries(a: MapValue, b: MapValue): boolean {
  if (a.entries.size !== b.entries.size) return false;
  for (const [name, entry] of a.entries) {
    const other = b.entries.get(name);
    if (other === undefined || !sameValue(entry.value, other.value)) return false;
  }
  return true;
}
