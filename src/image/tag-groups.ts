import { versionHeadLength } from "./parent-tag.js";
import { decodeNumber, decodeWords, encodeNumber, encodeWords } from "./table-encoding.js";
import { addToList } from "../memory/add-to-list.js";

const PRODUCT = "*";
const LATER_GROUP = ";";
const SECTION = "|";

export interface EncodedTagGroups {
  /** Sets of suffixes that versions of this image share. */
  suffixSets: string;
  groups: string;
}

/**
 * Groups of tags as text, in a section for each major version, so that of an image only what a tag needs is decoded.
 * Versions that have several suffixes in a group are written once with the set of suffixes.
 */
export function encodeTagGroups(groups: readonly (readonly string[])[]): EncodedTagGroups {
  const sets: string[] = [];
  const sections = new Map<string, Section>();
  groups.forEach((tags, group) => {
    for (const word of productsOf(tags, sets)) {
      const key = sectionOf(word);
      const section = sections.get(key) ?? { group: 0, words: [] };
      sections.set(key, section);
      addWord(section, word, group);
    }
  });
  const written = [...sections].map(([key, { words }]) => `${SECTION}${key} ${encodeWords(words)}`);
  return { suffixSets: sets.join(";"), groups: written.join("") };
}

interface Section {
  /** That of the last word. */
  group: number;
  words: string[];
}

/** A sign says how many groups further the words behind it are; without a number it is the next. */
function addWord(section: Section, word: string, group: number): void {
  const further = group - section.group;
  if (further > 0) section.words.push(LATER_GROUP + (further === 1 ? "" : encodeNumber(further)));
  section.group = group;
  section.words.push(word);
}

/** The number in front of a tag, `20` of `20.1-slim`; "" where there is none. */
function sectionOf(tag: string): string {
  return /^v?\d+/.exec(tag)?.[0] ?? "";
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
  readonly #written: EncodedTagGroups;
  readonly #decoded = new Set<string>();
  readonly #groups = new Map<string, number>();
  /** By the version, such as `20.1` of `20.1-slim`: the groups that have it, each with the suffixes that it has there. */
  readonly #products = new Map<string, { group: number; suffixes: string }[]>();
  #sets: readonly string[] | null = null;

  constructor(written: EncodedTagGroups) {
    this.#written = written;
  }

  /** The number of a tag's group. */
  groupOf(tag: string): number | undefined {
    this.#decode(sectionOf(tag));
    const group = this.#groups.get(tag);
    if (group !== undefined) return group;
    const head = versionHeadLength(tag);
    const suffix = `,${tag.slice(head)},`;
    return this.#products.get(tag.slice(0, head))?.find(({ suffixes }) => suffixes.includes(suffix))?.group;
  }

  #decode(section: string): void {
    if (this.#decoded.has(section)) return;
    this.#decoded.add(section);
    const { groups } = this.#written;
    const sign = `${SECTION}${section} `;
    const start = groups.indexOf(sign);
    if (start === -1) return;
    const end = groups.indexOf(SECTION, start + 1);
    this.#decodeWords(groups.slice(start + sign.length, end === -1 ? undefined : end));
  }

  #decodeWords(text: string): void {
    let group = 0;
    for (const word of decodeWords(text)) {
      const star = word.indexOf(PRODUCT);
      if (word.startsWith(LATER_GROUP)) group += word === LATER_GROUP ? 1 : decodeNumber(word.slice(1));
      else if (star === -1) this.#groups.set(word, group);
      else this.#addProduct(word.slice(0, star), { group, suffixes: this.#suffixSet(word.slice(star + 1)) });
    }
  }

  #suffixSet(number: string): string {
    this.#sets ??= this.#written.suffixSets.split(";");
    return `,${this.#sets[decodeNumber(number)] ?? ""},`;
  }

  #addProduct(head: string, product: { group: number; suffixes: string }): void {
    addToList(this.#products, head, product);
  }
}
