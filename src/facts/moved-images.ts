import { dayBefore, daysBetween } from "../image/day.js";
import type { Distribution } from "../image/distribution.js";
import { findOfficialImage } from "../image/official-image.js";
import { knownName, officialName } from "../image/registry-alias.js";
import { knownReference, resolveImage, type ResolveOptions } from "../image/resolve.js";
import type { ImageReference } from "../image/reference.js";
import { tagShape } from "../image/tag-shape.js";
import type { ImageUse } from "./image-uses.js";
import { referenceWithTag } from "./thread-verdict.js";

/** An image whose tag has come to mean another distribution release. */
export interface MovedImage {
  use: ImageUse;
  now: Distribution;
  before: Distribution;
  /** The day on which it moved, `YYYY-MM-DD`. */
  since: string;
  /** The reference with a tag that names what it means now; null where none is known. */
  pinned: string | null;
  /** The reference with a tag that names what it meant before. */
  former: string | null;
}

/** The images among those that a file names whose tag moved within some days before a day. */
export function movedImages(uses: readonly ImageUse[], day: string, window: number, options: ResolveOptions): MovedImage[] {
  return uses.flatMap((use) => {
    const { image, reference } = use;
    const { distribution: now, since, before, floating } = image;
    if (!floating || now === null || since === null || before?.distribution == null) return [];
    const age = daysBetween(since, day);
    if (age < 0 || age > window) return [];
    const earlier = { ...options, date: dayBefore(since) };
    return [
      {
        use,
        now,
        before: before.distribution,
        since,
        pinned: tagNaming(reference, now, options),
        former: tagNaming(reference, before.distribution, earlier),
      },
    ];
  });
}

/** A tag that always meant a release, of those that stood beside the reference's own. */
function tagNaming(reference: ImageReference, release: Distribution, options: ResolveOptions): string | null {
  const known = knownReference(reference, options.custom);
  const official = officialName(knownName(known));
  const tag = known.effectiveTag;
  const image = official === null ? null : findOfficialImage(official);
  if (image === null || tag === null) return null;
  const { isSlim } = tagShape(tag);
  const fits = image.suiteTagsOf(tag).filter((other) => {
    const { distribution, floating, goneSince } = resolveImage(withTag(known, other), options);
    const isSame = distribution?.id === release.id && distribution.version === release.version;
    return isSame && distribution.codename === release.codename && !floating && goneSince === null && tagShape(other).isSlim === isSlim;
  });
  const [best] = fits.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return best === undefined ? null : referenceWithTag(reference, best);
}

function withTag(reference: ImageReference, tag: string): ImageReference {
  return { ...reference, tag: null, digest: null, effectiveTag: tag };
}
