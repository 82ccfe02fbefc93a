import type { YamlMap, YamlPair, YamlSeq } from "./ast.js";
import { mergeSources } from "./effective-pairs.js";
import { keyName } from "./yaml-tree.js";

/** What a merge key can name: a map, or a list of them. */
type Source = YamlMap | YamlSeq;

interface Search {
  node: Source;
  /** What is merged into the node, in the order in which it counts. */
  sources: readonly Source[];
  next: number;
}

/**
 * Finds single pairs in maps with merge keys, as `effectivePairs` finds them all. Each question is answered once, so
 * that many services with the same large or long-winded merges take no more time than their text is long.
 */
export class PairFinder {
  readonly #own = new Map<YamlMap, Map<string, YamlPair>>();
  readonly #sources = new Map<Source, readonly Source[]>();
  readonly #found = new Map<string, Map<Source, YamlPair | null>>();

  /** The pair of that name which the map has, be it written in it or merged into it; null if there is none. */
  find(map: YamlMap, name: string): YamlPair | null {
    const own = this.#ownPair(map, name);
    if (own !== null || this.#sourcesOf(map).length === 0) return own;
    return this.#search(map, name);
  }

  /** A search in depth, without recursion: merges may lead through as many maps as the file has. */
  #search(top: YamlMap, name: string): YamlPair | null {
    const found = this.#foundOf(name);
    const searches: Search[] = [];
    const enter = (node: Source): void => {
      // Until there is an answer, a node that is merged into itself finds nothing there.
      found.set(node, node.type === "YamlMap" ? this.#ownPair(node, name) : null);
      searches.push({ node, sources: this.#sourcesOf(node), next: 0 });
    };
    if (!found.has(top)) enter(top);
    for (let search = searches.at(-1); search !== undefined; search = searches.at(-1)) {
      const source = search.sources[search.next];
      if (found.get(search.node) != null || source === undefined) {
        searches.pop();
      } else if (!found.has(source)) {
        enter(source);
      } else {
        found.set(search.node, found.get(source) ?? null);
        search.next += 1;
      }
    }
    return found.get(top) ?? null;
  }

  #foundOf(name: string): Map<Source, YamlPair | null> {
    let found = this.#found.get(name);
    if (found === undefined) this.#found.set(name, (found = new Map<Source, YamlPair | null>()));
    return found;
  }

  #ownPair(map: YamlMap, name: string): YamlPair | null {
    let own = this.#own.get(map);
    if (own === undefined) this.#own.set(map, (own = ownPairs(map)));
    return own.get(name) ?? null;
  }

  #sourcesOf(node: Source): readonly Source[] {
    let sources = this.#sources.get(node);
    if (sources === undefined) this.#sources.set(node, (sources = mergeSources(node)));
    return sources;
  }
}

/** The pairs that are written in a map; of several with one name the first. */
function ownPairs(map: YamlMap): Map<string, YamlPair> {
  const own = new Map<string, YamlPair>();
  for (const pair of map.pairs) {
    const name = keyName(pair);
    if (pair.key.type !== "YamlMergeKey" && name !== null && !own.has(name)) own.set(name, pair);
  }
  return own;
}
