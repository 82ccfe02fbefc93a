import { compareDistributions } from "./distribution.js";
import { parseExactVersion } from "./exact-version.js";
import type { ImageFacts } from "./image-facts.js";
import { findOfficialImage, type OfficialImage } from "./official-image.js";
import { officialFacts } from "./official-facts.js";
import type { ImageReference } from "./reference.js";
import { knownName, officialName } from "./registry-alias.js";
import { tagShape } from "./tag-shape.js";

export interface AlternativeTag {
  tag: string;
  facts: ImageFacts;
}

export interface AlternativesOptions {
  /** The day for which the facts of floating tags are wanted, `YYYY-MM-DD`; today where it is missing. */
  date?: string;
}

interface Candidate extends AlternativeTag {
  isSlim: boolean;
  /** Distance of its version line from the one that was asked for: 0 for the same. */
  lineDistance: number;
}

const FLAVOURS = ["slim", "alpine"];

/**
 * Other tags of the same image and version line that exist in the data and whose image satisfies a wish.
 *
 * Tags that are no longer rebuilt are proposed only where the reference's own tag is one of them; they still can be
 * pulled.
 *
 * @param accept the wish, such as "its C library is musl"
 * @returns best first: same version line, `slim` as in the reference, same distribution, newest release
 */
export function alternativeTags(
  reference: Readonly<ImageReference>,
  accept: (facts: ImageFacts) => boolean,
  options: Readonly<AlternativesOptions> = {},
): AlternativeTag[] {
  const official = officialName(knownName(reference));
  const image = official === null ? null : findOfficialImage(official);
  const ownTag = reference.effectiveTag;
  if (image === null || ownTag === null) return [];
  return rankedTags(image, ownTag, options.date ?? null).filter(({ facts }) => accept(facts));
}

/** What was ranked for an image, by tag and day: an editor asks the same at each lint. */
const ranked = new WeakMap<OfficialImage, Map<string, readonly AlternativeTag[]>>();
const MOST_RANKED = 100;

function rankedTags(image: OfficialImage, ownTag: string, date: string | null): readonly AlternativeTag[] {
  const known = ranked.get(image) ?? new Map<string, readonly AlternativeTag[]>();
  ranked.set(image, known);
  const key = `${ownTag} ${date ?? ""}`;
  let tags = known.get(key);
  if (tags === undefined) {
    tags = rankTags(image, ownTag, date);
    if (known.size >= MOST_RANKED) known.clear();
    known.set(key, tags);
  }
  return tags;
}

/** The facts of an image's tags on a day, each looked up once. */
class TagsOnDay {
  readonly #facts = new Map<string, ImageFacts>();

  constructor(
    readonly image: OfficialImage,
    readonly date: string | null,
  ) {}

  factsOf(tag: string): ImageFacts {
    const facts = this.#facts.get(tag) ?? officialFacts(this.image, tag, this.date);
    this.#facts.set(tag, facts);
    return facts;
  }
}

function rankTags(image: OfficialImage, ownTag: string, date: string | null): AlternativeTag[] {
  const tags = new TagsOnDay(image, date);
  const own = tags.factsOf(ownTag);
  const isFrozen = own.goneSince !== null || parseExactVersion(ownTag) !== null || isLineGone(tags, ownTag);
  const { isSlim } = tagShape(ownTag);
  return candidates(tags, ownTag)
    .filter(({ facts }) => facts.confidence !== null && (isFrozen || facts.goneSince === null))
    .sort((a, b) => order(a, b, own, isSlim))
    .map(({ tag, facts }) => ({ tag, facts }));
}

/** Whether the version line of a tag is not rebuilt any more; of a tag with a release's name the data do not say so. */
function isLineGone(tags: TagsOnDay, tag: string): boolean {
  const floating = linesOf(tag).flatMap((line) => floatingTags(tags.image, line));
  return floating.length > 0 && floating.every((one) => tags.factsOf(one).goneSince !== null);
}

function candidates(tags: TagsOnDay, ownTag: string): Candidate[] {
  const found = new Map<string, Candidate>();
  linesOf(ownTag).forEach((line, lineDistance) => {
    for (const tag of floatingTags(tags.image, line)) {
      const { goneSince, ...facts } = tags.factsOf(tag);
      for (const one of [tag, ...tags.image.suiteTagsOf(tag)]) {
        if (one === ownTag || found.has(one)) continue;
        // A tag with a release's name is in the data only where it went with the floating tag beside it.
        const ownFacts = one === tag ? facts : tags.factsOf(one);
        found.set(one, { tag: one, facts: { ...ownFacts, goneSince }, isSlim: tagShape(one).isSlim, lineDistance });
      }
    }
  });
  return [...found.values()];
}

/** The version lines whose tags can stand for a tag: its own, and for an exact version those above it. */
function linesOf(tag: string): string[] {
  const { line } = tagShape(tag);
  const exact = parseExactVersion(line);
  if (exact === null) return [line];
  const [major = "", minor = ""] = exact.version.split(".");
  return [`${major}.${minor}${exact.suffix}`, `${major}${exact.suffix}`];
}

/**
 * The tags of a line that name no release: the line itself, and with `slim` or `alpine` wherever the image puts them.
 */
function floatingTags(image: OfficialImage, line: string): string[] {
  const words = line === "" ? [] : line.split("-");
  const flavoured = FLAVOURS.flatMap((flavour) => {
    return Array.from({ length: words.length + 1 }, (_, index) => words.toSpliced(index, 0, flavour).join("-"));
  });
  return [line === "" ? "latest" : line, ...flavoured].filter((tag) => image.has(tag));
}

function order(a: Candidate, b: Candidate, own: ImageFacts, isSlim: boolean): number {
  return (
    Number(a.facts.goneSince !== null) - Number(b.facts.goneSince !== null) ||
    a.lineDistance - b.lineDistance ||
    Number(!isSameFamily(a.facts, own)) - Number(!isSameFamily(b.facts, own)) ||
    Number(a.isSlim !== isSlim) - Number(b.isSlim !== isSlim) ||
    newestFirst(a.facts, b.facts) ||
    a.tag.length - b.tag.length ||
    (a.tag < b.tag ? -1 : 1)
  );
}

function isSameFamily(facts: ImageFacts, own: ImageFacts): boolean {
  return facts.distribution?.id === own.distribution?.id;
}

function newestFirst(a: ImageFacts, b: ImageFacts): number {
  if (a.distribution === null || b.distribution === null) return 0;
  return -(compareDistributions(a.distribution, b.distribution) ?? 0);
}
