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
  supported: OtherTag[];
  /** Where there is none: the best one on a release that is supported, but which is no longer rebuilt. */
  unbuilt: (OtherTag & { goneSince: string }) | null;
}

/** Another tag of an image, and the reference with it. */
export interface OtherTag {
  reference: string;
  alternative: AlternativeTag;
}

const MOST_SUGGESTIONS = 2;

/** The images among those that a file names whose release is past its end on a day. */
export function unsupportedImages(uses: readonly ImageUse[], day: string, options: ResolveOptions): UnsupportedImage[] {
  return uses.flatMap((use) => {
    const { distribution } = use.image;
    const end = distribution === null ? null : supportEnd(distribution);
    if (distribution === null || end === null || end >= day) return [];
    return [{ use, distribution, end, ...otherTags(use, day, options) }];
  });
}

function otherTags({ reference }: ImageUse, day: string, { date, custom }: ResolveOptions): Pick<UnsupportedImage, "supported" | "unbuilt"> {
  const isOnSupported = ({ facts: { distribution } }: AlternativeTag): boolean => {
    const end = distribution === null ? null : supportEnd(distribution);
    return end !== null && end >= day;
  };
  const known = knownReference(reference, custom);
  const all = alternativeTags(known, () => true, date === undefined ? {} : { date }).filter(isOnSupported);
  // A tag that is built no more gets no updates either, whatever it stands on.
  const tags = all.filter(({ facts }) => facts.goneSince === null);
  const withTag = (alternative: AlternativeTag): OtherTag => ({ reference: referenceWithTag(reference, alternative.tag), alternative });
  const [best] = all;
  const goneSince = best?.facts.goneSince ?? null;
  const unbuilt = best === undefined || goneSince === null || tags.length > 0 ? null : { ...withTag(best), goneSince };
  // Whoever named a release gets the name of another.
  const named = releaseNamedByTag(known.effectiveTag ?? "") === null ? [] : tags.filter(({ facts }) => !facts.floating);
  return { supported: firstOfEachRelease(named.length === 0 ? tags : named).slice(0, MOST_SUGGESTIONS).map(withTag), unbuilt };
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
