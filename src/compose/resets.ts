import type { MapEntry, MapValue, Value } from "./value.js";

/** Paths of a model at which `!reset` and `!override` stand, as a tree. */
export interface ResetTree {
  isReset: boolean;
  children: Map<string, ResetTree>;
}

export function resetTree(paths: readonly (readonly string[])[]): ResetTree {
  const root: ResetTree = { isReset: false, children: new Map() };
  for (const path of paths) {
    let node = root;
    for (const key of path) {
      const child = node.children.get(key) ?? { isReset: false, children: new Map<string, ResetTree>() };
      node.children.set(key, child);
      node = child;
    }
    node.isReset = true;
  }
  return root;
}

/** The part of a tree below some keys. */
export function resetsBelow(tree: ResetTree, path: readonly string[]): ResetTree | null {
  let node: ResetTree | undefined = tree;
  for (const key of path) node = node?.children.get(key);
  return node ?? null;
}

/** The map without what stands at the paths of the tree. */
export function withoutResets(map: MapValue, tree: ResetTree): MapValue {
  if (tree.children.size === 0) return map;
  const changes = new Map<string, MapEntry | null>();
  for (const [key, child] of tree.children) {
    const entry = map.entries.get(key);
    if (entry === undefined) continue;
    if (child.isReset) changes.set(key, null);
    else if (entry.value.kind === "map") {
      const value: Value = withoutResets(entry.value, child);
      if (value !== entry.value) changes.set(key, { key: entry.key, value });
    }
  }
  if (changes.size === 0) return map;
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of map.entries) {
    const change = changes.get(key);
    if (change !== null) entries.set(key, change ?? entry);
  }
  return { ...map, entries };
}
