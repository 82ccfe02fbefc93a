import { loadTable } from "../data/load-table.js";
import { decodeDates, decodeHistory } from "./history-encoding.js";
import { decodeWords } from "./table-encoding.js";
import type { TagHistory } from "./tag-history.js";

const TABLE = "official-images.tsv";

/** From which version on an exact version's image has which release. */
export interface VersionBoundary {
  from: string;
  release: string;
}

/** What is known of one official image, decoded no further than it is asked for. */
export class OfficialImage {
  /** `node`, as Docker Hub's `library` has it. */
  readonly name: string;
  /** Since when some of its Dockerfiles could not be read and the last known release was carried forward. */
  readonly carriedForwardSince: string | null;
  readonly #releases: readonly string[];
  readonly #fields: readonly string[];
  #dates: readonly string[] | null = null;
  #tags: Map<string, number> | null = null;
  #histories: readonly string[] | null = null;

  constructor(name: string, fields: readonly string[], releases: readonly string[]) {
    this.name = name;
    this.carriedForwardSince = fields[0] === "" || fields[0] === undefined ? null : fields[0];
    this.#releases = releases;
    this.#fields = fields;
  }

  /** What a tag meant over time; null where it was never listed. */
  historyOf(tag: string): TagHistory | null {
    const group = this.#groups().get(tag);
    if (group === undefined) return null;
    this.#dates ??= decodeDates(this.#fields[1] ?? "");
    this.#histories ??= (this.#fields[2] ?? "").split(";");
    return decodeHistory(this.#histories[group] ?? "", { dates: this.#dates, releases: this.#releases });
  }

  /** Every tag that was ever listed and is not one exact version. */
  tags(): Iterable<string> {
    return this.#groups().keys();
  }

  /** The boundaries of the exact versions with this ending (`""`, `-slim`), lowest first. */
  boundariesOf(suffix: string): VersionBoundary[] | null {
    const field = this.#fields[4] ?? "";
    const start = `;${field}`.indexOf(`;${suffix} `);
    if (field === "" || start === -1) return null;
    const end = field.indexOf(";", start);
    const text = field.slice(start + suffix.length + 1, end === -1 ? undefined : end);
    return text.split(" ").map((entry) => this.#boundary(entry));
  }

  #boundary(entry: string): VersionBoundary {
    const equals = entry.indexOf("=");
    return { from: entry.slice(0, equals), release: this.#releases[Number(entry.slice(equals + 1))] ?? "" };
  }

  #groups(): Map<string, number> {
    if (this.#tags !== null) return this.#tags;
    const tags = new Map<string, number>();
    const field = this.#fields[3] ?? "";
    if (field !== "") {
      field.split(";").forEach((group, index) => {
        for (const tag of decodeWords(group)) tags.set(tag, index);
      });
    }
    this.#tags = tags;
    return tags;
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
  const table = loadTable(TABLE);
  const line = lineOf(table, name);
  releases ??= (lineOf(table, "@releases") ?? "").split(" ");
  const image = line === null ? null : new OfficialImage(name, line.split("\t"), releases);
  decoded.set(name, image);
  return image;
}

/** The fields of the line that begins with a key, found without splitting the table. */
function lineOf(table: string, key: string): string | null {
  const start = table.indexOf(`\n${key}\t`);
  if (start === -1) return null;
  const end = table.indexOf("\n", start + 1);
  return table.slice(start + key.length + 2, end === -1 ? undefined : end);
}

/** Where the table is from, and the day to which it reaches. */
export function officialImagesSource(): string {
  const table = loadTable(TABLE);
  return table.slice(table.indexOf("Source: ") + "Source: ".length, table.indexOf("\n")).replace(/\.$/, "");
}
