import { versionHeadLength } from "./parent-tag.js";
import { decodeNumber, decodeWords, encodeNumber, encodeWords } from "./table-encoding.js";
import { addToList } from "../memory/add-to-list.js";

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
    addToList(suffixes, head, tag.slice(head.length));
  }
  return [...suffixes].flatMap(([head, list]) => {
    if (head === "" || list.length === 1) return list.map((suffix) => head + suffix).sort();
    const set = list.sort().join(",");
    if (!sets.includes(set)) sets.push(set);
    return [`${head}${PRODUCT}${encodeNumber(sets.indexOf(set))}`];
  });
}

/** The groups of the tags of one image, with versions that share a set of suffixes as they are written: once. */
export class TagGroups {
  readonly #groups = new Map<string, number>();
  /** By the version, such as `20.1` of `20.1-slim`: the groups that have it, each with the suffixes that it has there. */
  readonly #products = new Map<string, { group: number; suffixes: string }[]>();

  constructor({ suffixSets, groups }: EncodedTagGroups) {
    if (groups === "") return;
    const sets = suffixSets.split(";").map((set) => `,${set},`);
    let group = 0;
    for (const word of decodeWords(groups)) {
      const star = word.indexOf(PRODUCT);
      if (word === NEXT_GROUP) group += 1;
      else if (star === -1) this.#groups.set(word, group);
      else this.#addProduct(word.slice(0, star), { group, suffixes: sets[decodeNumber(word.slice(star + 1))] ?? "" });
    }
  }

  /** The number of a tag's group. */
  groupOf(tag: string): number | undefined {
    const group = this.#groups.get(tag);
    if (group !== undefined) return group;
    const head = versionHeadLength(tag);
    const suffix = `,${tag.slice(head)},`;
    return this.#products.get(tag.slice(0, head))?.find(({ suffixes }) => suffixes.includes(suffix))?.group;
  }

  #addProduct(head: string, product: { group: number; suffixes: string }): void {
    addToList(this.#products, head, product);
  }
}
