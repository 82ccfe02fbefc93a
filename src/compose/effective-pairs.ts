import type { SettingOrigin, YamlMap, YamlNode, YamlPair, YamlScalar, YamlSeq } from "./ast.js";
import { keyName } from "./yaml-tree.js";

/** A pair that a map has, be it written in it or merged into it with `<<`. */
export interface EffectivePair {
  name: string;
  pair: YamlPair;
  origin: SettingOrigin;
}

/** The node that an alias stands for; any other node is itself. Null for an alias without an anchor. */
export function followAlias(node: YamlNode | null): YamlMap | YamlSeq | YamlScalar | null {
  return node?.type === "YamlAlias" ? node.target : node;
}

/**
 * The pairs that a map has after YAML's merge keys: its own first, then those of the merged maps in their order, each
 * name once. A map that merges itself is entered once, so the work is linear in the maps that are reached.
 */
export function effectivePairs(map: YamlMap): Map<string, EffectivePair> {
  const pairs = new Map<string, EffectivePair>();
  collect(map, { kind: "own", map }, pairs, new Set());
  return pairs;
}

function collect(map: YamlMap, origin: SettingOrigin, pairs: Map<string, EffectivePair>, seen: Set<YamlMap>): void {
  if (seen.has(map)) return;
  seen.add(map);
  const merged: YamlMap[] = [];
  for (const pair of map.pairs) {
    if (pair.key.type === "YamlMergeKey") {
      merged.push(...mergedMaps(pair));
      continue;
    }
    const name = keyName(pair);
    if (name !== null && !pairs.has(name)) pairs.set(name, { name, pair, origin });
  }
  for (const source of merged) collect(source, { kind: "merge", map: source }, pairs, seen);
}

/** A map and all maps that are merged into it, directly or through one another. */
export function mergedInto(top: YamlMap): Set<YamlMap> {
  const found = new Set<YamlMap>();
  const waiting = [top];
  for (let map = waiting.pop(); map !== undefined; map = waiting.pop()) {
    if (found.has(map)) continue;
    found.add(map);
    for (const pair of map.pairs) if (pair.key.type === "YamlMergeKey") waiting.push(...mergedMaps(pair));
  }
  return found;
}

/** The maps that a `<<` pair names: one, or a sequence of them. What is no map is not merged. */
function mergedMaps(pair: YamlPair): YamlMap[] {
  const value = followAlias(pair.value);
  if (value?.type === "YamlMap") return [value];
  if (value?.type !== "YamlSeq") return [];
  return value.items.map(followAlias).filter((item) => item?.type === "YamlMap");
}
