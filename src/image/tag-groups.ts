import { versionHeadLength } from "./parent-tag.js";
import { decodeNumber, decodeWords, encodeNumber, encodeWords } from "./table-encoding.js";

const PRODUCT = "*";
const NEXT_GROUP = ";";

export interface EncodedTagGroups {
  /** Sets of suffixes that versions of this image share. */
  suffixSets: string;
  groups: string;
}

/** Groups of tags as text. Versions that have several suffixes in a group are written once with the set of suffixes. */
export function encodeTagGroups(groups: readonly (readonly string[])[]): EncodedTagGroups {
  const sets: string[] = [];
  const written = groups.map((tags) => productsOf(tags, sets));
  // One run over all groups, since the tags of neighbouring groups begin alike too.
  const words = encodeWords(written.flatMap((group, index) => (index === 0 ? group : [NEXT_GROUP, ...group])));
  return { suffixSets: sets.join(";"), groups: words };
}

function productsOf(tags: readonly string[], sets: string[]): string[] {
  const suffixes = new Map<string, string[]>();
  for (const tag of tags) {
    const head = tag.slice(0, versionHeadLength(tag));
    suffixes.set(head, [...(suffixes.get(head) ?? []), tag.slice(head.length)]);
  }
  return [...suffixes].flatMap(([head, list]) => {
    if (head === "" || list.length === 1) return list.map((suffix) => head + suffix).sort();
    const set = list.sort().join(",");
    if (!sets.includes(set)) sets.push(set);
    return [`${head}${PRODUCT}${encodeNumber(sets.indexOf(set))}`];
  });
}

/** Tag to the number of its group. */
export function decodeTagGroups(encoded: EncodedTagGroups): Map<string, number> {
  const tags = new Map<string, number>();
  if (encoded.groups === "") return tags;
  const sets = encoded.suffixSets.split(";").map((set) => set.split(","));
  let group = 0;
  for (const word of decodeWords(encoded.groups)) {
    const star = word.indexOf(PRODUCT);
    if (word === NEXT_GROUP) group += 1;
    else if (star === -1) tags.set(word, group);
    else
      for (const suffix of sets[decodeNumber(word.slice(star + 1))] ?? [])
        tags.set(word.slice(0, star) + suffix, group);
  }
  return tags;
}
