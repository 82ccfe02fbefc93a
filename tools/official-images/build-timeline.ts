import type { HistoryStep, TagHistory } from "../../src/image/tag-history.js";
import { isDistributionImage, releaseOfDistributionTag } from "../../src/image/distribution-tag.js";
import type { Base } from "./base-image.js";
import { baseOfNames, type EntryBases } from "./entry-base.js";
import type { LibraryEntry } from "./library-file.js";
import type { LibraryHistory, LibraryVersion } from "./library-history.js";

/** From `from` on a tag stood on `base`; null: it was not listed. */
interface Span {
  from: string;
  base: Base | null;
}

/** A release from a day on; null: it is not known. */
interface Slice {
  from: string;
  release: string | null;
}

/** What the tags of the official images meant over time. */
export class TimelineBuilder {
  readonly #history: LibraryHistory;
  readonly #bases: EntryBases;
  readonly #spans = new Map<string, Map<string, Span[]>>();
  readonly #slices = new Map<string, Slice[]>();
  /** Builds whose Dockerfile and names disagree: image, tags, both releases. */
  readonly disagreements: string[] = [];

  constructor(history: LibraryHistory, bases: EntryBases) {
    this.#history = history;
    this.#bases = bases;
  }

  /** Every tag of an image that was ever listed for Linux. */
  tagsOf(image: string): string[] {
    return [...this.#spansOf(image).keys()];
  }

  /**
   * The releases of a tag in order of time; a release of null is not known, and the last slice may be after its end.
   */
  slicesOf(image: string, tag: string): readonly Slice[] {
    const key = `${image}:${tag}`;
    const known = this.#slices.get(key);
    if (known !== undefined) return known;
    this.#slices.set(key, []); // an image that stands on itself ends here
    const spans = this.#spansOf(image).get(tag) ?? [];
    const slices = spans.flatMap(({ from, base }, index) =>
      this.#slicesOfBase(base, from, spans[index + 1]?.from ?? null),
    );
    const merged = mergeSlices(slices);
    this.#slices.set(key, merged);
    return merged;
  }

  /** Since when a tag is not listed any more. */
  goneSince(image: string, tag: string): string | null {
    const last = this.#spansOf(image).get(tag)?.at(-1);
    return last?.base === null ? last.from : null;
  }

  #slicesOfBase(base: Base | null, from: string, to: string | null): Slice[] {
    if (base === null) return [];
    if (base.kind === "unknown") return [{ from, release: null }];
    if (base.kind === "release") return [{ from, release: base.release }];
    const slices = this.slicesOf(base.image, base.tag);
    const atStart = slices.findLast((slice) => slice.from <= from);
    const later = slices.filter((slice) => slice.from > from && (to === null || slice.from < to));
    return [{ from, release: atStart?.release ?? null }, ...later];
  }

  #spansOf(image: string): Map<string, Span[]> {
    const known = this.#spans.get(image);
    if (known !== undefined) return known;
    const spans = new Map<string, Span[]>();
    const current = new Map<string, string>();
    for (const version of this.#history.images.get(image) ?? []) {
      const bases = this.#basesOfVersion(image, version);
      for (const tag of new Set([...current.keys(), ...bases.keys()])) {
        const base = bases.get(tag) ?? null;
        const key = base === null ? "" : JSON.stringify(base);
        if (current.get(tag) === key) continue;
        current.set(tag, key);
        const list = spans.get(tag) ?? [];
        list.push({ from: version.date, base });
        spans.set(tag, list);
      }
    }
    this.#spans.set(image, spans);
    return spans;
  }

  #basesOfVersion(image: string, version: LibraryVersion): Map<string, Base> {
    const bases = new Map<string, Base>();
    const entries = (version.entries ?? []).filter((entry) => !entry.isWindows);
    const stable = image === "debian" ? stableDebian(entries) : null;
    for (const entry of entries) {
      const base = this.#baseOfEntry(image, entry);
      for (const tag of [...entry.tags, ...entry.sharedTags]) {
        bases.set(tag, stable === null ? tagBase(image, tag, base) : debianBase(tag, base, stable));
      }
    }
    return bases;
  }

  #baseOfEntry(image: string, entry: LibraryEntry): Base {
    const named = baseOfNames(image, entry);
    if (isDistributionImage(image)) return named ?? { kind: "unknown" };
    const read = this.#bases.fromDockerfile(entry);
    if (read === null || read.kind === "unknown") return named ?? { kind: "unknown" };
    if (named?.kind === "release" && read.kind === "release" && named.release !== read.release) {
      this.disagreements.push(`${image}\t${entry.tags.join(",")}\t${named.release}\t${read.release}`);
    }
    return read;
  }
}

/** A number in the tag of a distribution's image is the release, whatever else the build is called. */
function tagBase(image: string, tag: string, base: Base): Base {
  const release = releaseOfDistributionTag(image, tag);
  return release === null ? base : { kind: "release", release };
}

const DEBIAN_RELEASES = [
  "squeeze",
  "wheezy",
  "jessie",
  "stretch",
  "buster",
  "bullseye",
  "bookworm",
  "trixie",
  "forky",
  "duke",
];
const DEBIAN_ALIASES: Readonly<Record<string, number>> = { oldoldstable: -2, oldstable: -1, stable: 0, testing: 1 };

/** `rc-buggy` is another name of experimental. */
const DEBIAN_SUITES: Readonly<Record<string, string>> = {
  unstable: "sid",
  experimental: "experimental",
  rc: "experimental",
};

/** The place of Debian's stable release of the day, which is the one that is tagged `latest`. */
function stableDebian(entries: readonly LibraryEntry[]): number | null {
  const latest = entries.find((entry) => entry.tags.includes("latest"));
  const index = DEBIAN_RELEASES.findIndex((name) => latest?.tags.includes(name));
  return index === -1 ? null : index;
}

function debianBase(tag: string, base: Base, stable: number): Base {
  const word = tag.split("-")[0] ?? "";
  const step = DEBIAN_ALIASES[word];
  const alias = step === undefined ? DEBIAN_SUITES[word] : DEBIAN_RELEASES[stable + step];
  return alias === undefined ? tagBase("debian", tag, base) : { kind: "release", release: `debian:${alias}` };
}

function mergeSlices(slices: readonly Slice[]): Slice[] {
  return slices.filter((slice, index) => index === 0 || slice.release !== slices[index - 1]?.release);
}

/**
 * Without steps where nothing is known; what was not known at first is "by", what was lost at last is carried forward.
 */
export function historyOfSlices(slices: readonly Slice[], goneSince: string | null): TagHistory {
  const steps: HistoryStep[] = [];
  slices.forEach(({ from, release }, index) => {
    if (release === null || steps.at(-1)?.release === release) return;
    const isByOnly = index > 0 && steps.length === 0;
    steps.push({ kind: isByOnly ? "by" : "since", date: from, release });
  });
  const last = slices.at(-1);
  const carriedSince = last?.release === null ? last.from : null;
  return { steps, goneSince, carriedSince };
}
