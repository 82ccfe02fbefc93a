import type { Target } from "../engine/target.js";
import { dayBefore } from "../image/day.js";
import { describeDistribution, type Distribution } from "../image/distribution.js";
import type { ImageFacts } from "../image/image-facts.js";
import type { ImageReference } from "../image/reference.js";
import { resolveImage, type ResolveOptions } from "../image/resolve.js";
import { keyOfImages } from "./image-of-reference.js";
import { judgeThreads } from "./judge-threads.js";
import { RememberedOf } from "./remembered.js";
import { describeImage } from "./thread-verdict.js";

/** What a reference meant for whoever pulled it before a day. */
export interface EarlierImage {
  distribution: Distribution;
  /** `YYYY-MM-DD` */
  until: string;
}

/** A tag that moved more often than this is followed no further back. */
const MOST_MOVES = 8;
const SHOWN_DIGITS = 12;
const SHOWN_LENGTH = 120;

const earlierImages = new RememberedOf<Target, EarlierImage | null>();

/**
 * The newest earlier image of a reference with which threads work on the target; null where there is none.
 *
 * @param image what the reference is with these options
 */
export function earlierImageThatWorks(
  reference: ImageReference,
  image: ImageFacts,
  target: Target,
  options: ResolveOptions,
): EarlierImage | null {
  if (image.confidence === "inspected") return null;
  return earlierImages.get(target, `${reference.text} ${keyOfImages(options)}`, () => findEarlier(reference, image, target, options));
}

function findEarlier(reference: ImageReference, image: ImageFacts, target: Target, options: ResolveOptions): EarlierImage | null {
  let { before } = image;
  for (let move = 0; move < MOST_MOVES && before !== null; move += 1) {
    const { distribution, libc, until } = before;
    if (distribution !== null && judgeThreads(libc, target).verdict === "works") return { distribution, until };
    before = resolveImage(reference, { ...options, date: dayBefore(until) }).before;
  }
  return null;
}

/**
 * What an image is made of, with what explains that it ran before: `Debian 12 (bookworm) with glibc 2.36 since
 * 2023-06-12; an image pulled before that is Debian 11 and works`.
 */
export function describeImageOverTime(image: ImageFacts, earlier: EarlierImage | null): string {
  const byTag = image.byTagOnly ? " by its tag" : "";
  const made = describeImage(image) + byTag;
  if (earlier === null) return image.byTagOnly ? `${made} (the digest may be an older build)` : made;
  const isLast = earlier.until === image.since;
  const since = image.since === null || !isLast ? "" : ` since ${image.since}`;
  const pulled = image.byTagOnly ? "a digest from" : "an image pulled";
  return `${made}${since}; ${pulled} before ${isLast ? "that" : earlier.until} is ${describeDistribution({ ...earlier.distribution, codename: null })} and works`;
}

/** A reference as a message shows it, its digest no longer than Docker's own short form. */
export function shownReference(text: string): string {
  const shown = !text.includes("@sha") ? text : text.replace(/(?<=@sha\d{1,4}:)[a-f0-9]{32,}/u, (digits) => `${digits.slice(0, SHOWN_DIGITS)}...`);
  return shown.length > SHOWN_LENGTH ? `${shown.slice(0, SHOWN_LENGTH)}...` : shown;
}
