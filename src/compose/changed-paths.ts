import { sameValue } from "./same-value.js";
import type { Value } from "./value.js";

/** The paths of keys at which two models differ, each as deep as both have maps; a list counts as a whole. */
export function changedPaths(before: Value | null, after: Value | null): string[][] {
  if (before === null || after === null) return before === after ? [] : [[]];
  if (before.kind !== "map" || after.kind !== "map") return sameValue(before, after) ? [] : [[]];
  const keys = new Set([...before.entries.keys(), ...after.entries.keys()]);
  return [...keys].flatMap((key) => {
    const [one, other] = [before, after].map(({ entries }) => entries.get(key)?.value ?? null);
    return changedPaths(one ?? null, other ?? null).map((path) => [key, ...path]);
  });
}
