import { type AlternativeTag, alternativeTags } from "../image/alternatives.js";
import type { Distribution } from "../image/distribution.js";
import { knownReference, type ResolveOptions } from "../image/resolve.js";
import { supportEnd } from "../image/support-end.js";
import { releaseNamedByTag } from "../image/suite-tag.js";
import type { ImageUse } from "./image-uses.js";
import { referenceWithTag } from "./thread-verdict.js";

/** An image whose distribution release gets no more security updates. */
export interface UnsupportedImage {
  use: ImageUse;
  distribution: Distribution;
  /** Its last day, `YYYY-MM-DD`. */
  end: string;
  /** References of the same image and version on a release that is supported, best first; all exist. */
  supported: { reference: string; alternative: AlternativeTag }[];
}

const MOST_SUGGESTIONS = 2;

/** The images among those that a file names whose release is past its end on a day. */
export function unsupportedImages(uses: readonly ImageUse[], day: string, options: ResolveOptions): UnsupportedImage[] {
  return uses.flatMap((use) => {
    const { distribution } = use.image;
    const end = distribution === null ? null : supportEnd(distribution);
    if (distribution === null || end === null || end >= day) return [];
    return [{ use, distribution, end, supported: supportedTags(use, day, options) }];
  });
}

function supportedTags({ reference }: ImageUse, day: string, { date, custom }: ResolveOptions): UnsupportedImage["supported"] {
  const isSupported = (alternative: AlternativeTag): boolean => {
    const { distribution, goneSince } = alternative.facts;
    const end = distribution === null ? null : supportEnd(distribution);
    // A tag that is built no more gets no updates either, whatever it stands on.
    return goneSince === null && end !== null && end >= day;
  };
  const known = knownReference(reference, custom);
  const tags = alternativeTags(known, () => true, date === undefined ? {} : { date }).filter(isSupported);
  // Whoever named a release gets the name of another.
  const named = releaseNamedByTag(known.effectiveTag ?? "") === null ? [] : tags.filter(({ facts }) => !facts.floating);
  return firstOfEachRelease(named.length === 0 ? tags : named)
    .slice(0, MOST_SUGGESTIONS)
    .map((alternative) => ({ reference: referenceWithTag(reference, alternative.tag), alternative }));
}

function firstOfEachRelease(tags: readonly AlternativeTag[]): AlternativeTag[] {
  const found = new Map<string, AlternativeTag>();
  for (const tag of tags) {
    const { distribution } = tag.facts;
    const release = `${distribution?.id ?? ""} ${distribution?.version ?? ""}`;
    if (!found.has(release)) found.set(release, tag);
  }
  return [...found.values()];
}
