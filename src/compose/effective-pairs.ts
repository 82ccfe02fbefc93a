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
  for (const source of mergedInto(map)) {
    const origin: SettingOrigin = { kind: source === map ? "own" : "merge", map: source };
    for (const pair of source.pairs) {
      const name = pair.key.type === "YamlMergeKey" ? null : keyName(pair);
      if (name !== null && !pairs.has(name)) pairs.set(name, { name, pair, origin });
    }
  }
  return pairs;
}

/**
 * A map and all maps that are merged into it, directly or through one another, in the order in which their pairs count.
 * Without recursion: merges may lead through as many maps as the file has.
 */
export function mergedInto(top: YamlMap): Set<YamlMap> {
  const found = new Set<YamlMap>();
  const seen = new Set<YamlMap | YamlSeq>();
  const waiting: (YamlMap | YamlSeq)[] = [top];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.type === "YamlMap") found.add(node);
    for (const source of mergeSources(node).toReversed()) waiting.push(source);
  }
  return found;
}

/** What is merged into a map: the values of its `<<` pairs. And what is merged by a list: its maps. */
export function mergeSources(node: YamlMap | YamlSeq): (YamlMap | YamlSeq)[] {
  const sources: (YamlMap | YamlSeq)[] = [];
  if (node.type === "YamlSeq") {
    for (const item of node.items) {
      const map = followAlias(item);
      if (map?.type === "YamlMap") sources.push(map);
    }
    return sources;
  }
  for (const pair of node.pairs) {
    const value = pair.key.type === "YamlMergeKey" ? followAlias(pair.value) : null;
    if (value !== null && value.type !== "YamlScalar") sources.push(value);
  }
  return sources;
}
