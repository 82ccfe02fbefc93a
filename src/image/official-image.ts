import { LargeTable } from "../data/large-table.js";
import { EncodedDates, encodedBlocks, historyAt } from "./history-encoding.js";
import { parentTags } from "./parent-tag.js";
import type { VersionBoundary } from "./exact-version.js";
import { applySuiteForm } from "./suite-form.js";
import { decodeNumber, decodeWords } from "./table-encoding.js";
import { TagGroups } from "./tag-groups.js";
import { restrictHistory, type TagHistory } from "./tag-history.js";

const table = new LargeTable("official-images.tsv");

/** What is known of one official image, decoded no further than it is asked for. */
export class OfficialImage {
  /** `node`, as Docker Hub's `library` has it. */
  readonly name: string;
  readonly #releases: readonly string[];
  readonly #fields: readonly string[];
  #tags: TagGroups | null = null;
  #histories: readonly string[] | null = null;
  #suites: TagGroups | null = null;
  #forms: readonly string[] | null = null;
  #days: EncodedDates | null = null;
  readonly #known = new Map<string, TagHistory | null>();

  /** @param fields of the image's line in the table, without the name */
  constructor(name: string, fields: readonly string[], releases: readonly string[]) {
    this.name = name;
    this.#releases = releases;
    this.#fields = fields;
  }

  /** What a tag meant over time; null where it was never listed. */
  historyOf(tag: string): TagHistory | null {
    const known = this.#known.get(tag);
    if (known !== undefined) return known;
    const group = this.#groups().groupOf(tag);
    if (group === undefined) return null;
    const history = this.#decode(tag, group);
    this.#known.set(tag, history);
    return history;
  }

  #decode(tag: string, group: number): TagHistory | null {
    const days = (this.#days ??= new EncodedDates(this.#field(0)));
    const histories = (this.#histories ??= encodedBlocks(this.#field(1)));
    const written = historyAt(histories, group, { dateAt: (number) => days.at(number), releases: this.#releases });
    if (written.kind === "full") return written.history;
    const parent = this.historyOf(parentTags(tag)[written.parent] ?? "");
    return parent === null ? null : restrictHistory(parent, written.since, written.goneSince);
  }

  /** Whether a tag was ever listed that the rules do not give by themselves. */
  has(tag: string): boolean {
    return this.#groups().groupOf(tag) !== undefined;
  }

  /** The boundaries of the exact versions with this ending (`""`, `-slim`), lowest first; null where there are none. */
  boundariesOf(suffix: string): VersionBoundary[] | null {
    for (const group of this.#field(4).split(";")) {
      const space = group.indexOf(" ");
      if (space === -1 || !group.slice(0, space).split(",").includes(suffix)) continue;
      return decodeWords(group.slice(space + 1)).map((word) => this.#boundary(word));
    }
    return null;
  }

  /** The tags with a release's name that stood beside a tag when it was listed last: `20-bookworm` of `20`. */
  suiteTagsOf(tag: string): string[] {
    this.#suites ??= new TagGroups({ suffixSets: this.#field(6), groups: this.#field(7) });
    const group = this.#suites.groupOf(tag);
    this.#forms ??= this.#field(5).split(";");
    const forms = group === undefined ? "" : (this.#forms[group] ?? "");
    return forms === "" ? [] : forms.split(",").map((form) => applySuiteForm(tag, form));
  }

  #boundary(word: string): VersionBoundary {
    const equals = word.indexOf("=");
    const number = word.slice(equals + 1);
    return {
      from: word.slice(0, equals),
      release: number === "" ? null : (this.#releases[decodeNumber(number)] ?? null),
    };
  }

  #groups(): TagGroups {
    this.#tags ??= new TagGroups({ suffixSets: this.#field(2), groups: this.#field(3) });
    return this.#tags;
  }

  #field(index: number): string {
    return this.#fields[index] ?? "";
  }
}

const decoded = new Map<string, OfficialImage | null>();
let releases: readonly string[] | null = null;

/**
 * What is known of an image of Docker Hub's `library`.
 *
 * @param name without registry and `library/`: `node`
 * @returns null where the image is not official, or nothing is known of it
 */
export function findOfficialImage(name: string): OfficialImage | null {
  const known = decoded.get(name);
  if (known !== undefined) return known;
  const line = table.line(name);
  releases ??= (table.line("@releases") ?? "").split(" ");
  const image = line === null ? null : new OfficialImage(name, line.split("\t"), releases);
  decoded.set(name, image);
  return image;
}

let date: string | null = null;
let source: string | null = null;

/** The day to which the table reaches, `YYYY-MM-DD`. */
export function officialImagesDate(): string {
  date ??= /\((\d{4}-\d\d-\d\d)\)/.exec(table.head())?.[1] ?? "";
  return date;
}

/** Where the table is from, and the day to which it reaches. */
export function officialImagesSource(): string {
  source ??= /Source: (.*?)\.?$/.exec(table.head())?.[1] ?? "";
  return source;
}
