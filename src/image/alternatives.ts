import { compareDistributions } from "./distribution.js";
import { parseExactVersion } from "./exact-version.js";
import type { ImageFacts } from "./image-facts.js";
import { findOfficialImage, type OfficialImage } from "./official-image.js";
import { officialFacts } from "./official-facts.js";
import type { ImageReference } from "./reference.js";
import { knownName, officialName } from "./registry-alias.js";
import { type TagShape, tagShape } from "./tag-shape.js";

export interface AlternativeTag {
  tag: string;
  facts: ImageFacts;
}

export interface AlternativesOptions {
  /** The day for which the tags must be true, `YYYY-MM-DD`; today where it is missing. */
  date?: string;
}

interface Candidate extends AlternativeTag {
  shape: TagShape;
  /** Distance of its version line from the one that was asked for: 0 for the same. */
  lineDistance: number;
}

/**
 * Other tags of the same image and version line that exist in the data and whose image satisfies a wish.
 *
 * Tags that are no longer rebuilt are proposed only where the reference's own tag is one of them.
 *
 * @param accept the wish, such as "its C library is musl"
 * @returns best first: still rebuilt, same line, same distribution, newest release, `slim` as in the reference
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
  const date = options.date ?? null;
  const own = officialFacts(image, ownTag, date);
  const ownShape = tagShape(ownTag);
  const isFrozen = own.goneSince !== null || parseExactVersion(ownTag) !== null;
  return candidates(image, ownTag, date)
    .filter(({ facts }) => facts.confidence !== null && (isFrozen || facts.goneSince === null) && accept(facts))
    .sort((a, b) => order(a, b, own, ownShape))
    .map(({ tag, facts }) => ({ tag, facts }));
}

function candidates(image: OfficialImage, ownTag: string, date: string | null): Candidate[] {
  const lines = linesOf(ownTag);
  const found: Candidate[] = [];
  for (const tag of image.tags()) {
    const shape = tagShape(tag);
    const lineDistance = lines.indexOf(shape.line);
    if (lineDistance === -1 || tag === ownTag) continue;
    found.push({ tag, shape, lineDistance, facts: officialFacts(image, tag, date) });
  }
  return found;
}

/** The version lines whose tags can stand for a tag: its own, and for an exact version those above it. */
function linesOf(tag: string): string[] {
  const { line } = tagShape(tag);
  const exact = parseExactVersion(line);
  if (exact === null) return [line];
  const [major = "", minor = ""] = exact.version.split(".");
  return [line, `${major}.${minor}${exact.suffix}`, `${major}${exact.suffix}`];
}

function order(a: Candidate, b: Candidate, own: ImageFacts, ownShape: TagShape): number {
  return (
    Number(a.facts.goneSince !== null) - Number(b.facts.goneSince !== null) ||
    a.lineDistance - b.lineDistance ||
    Number(a.shape.isSlim !== ownShape.isSlim) - Number(b.shape.isSlim !== ownShape.isSlim) ||
    Number(!isSameFamily(a.facts, own)) - Number(!isSameFamily(b.facts, own)) ||
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
