import { type AlternativeTag, alternativeTags } from "../image/alternatives.js";
import type { Distribution } from "../image/distribution.js";
import { knownReference, type ResolveOptions } from "../image/resolve.js";
import { supportEnd } from "../image/support-end.js";
import { releaseNamedByTag } from "../image/suite-tag.js";
import type { Target } from "../engine/target.js";
import type { ThreadVerdict } from "../seccomp/thread-creation.js";
import type { ImageUse } from "./image-uses.js";
import { threadFit, type ThreadFit } from "./thread-fit.js";
import { referenceWithTag } from "./thread-verdict.js";

/** An image whose distribution release gets no more security updates. */
export interface UnsupportedImage {
  use: ImageUse;
  distribution: Distribution;
  /** Its last day, `YYYY-MM-DD`. */
  end: string;
  /** References of the same image and version on a release that is supported, best first; all exist, and their threads work. */
  supported: OtherTag[];
  /** Where there is none because of threads: the best one whose threads fail on the target, and why. */
  failing: (OtherTag & { verdict: ThreadVerdict }) | null;
  /** Where there is none: the best one on a release that is supported, but which is no longer rebuilt. */
  unbuilt: (OtherTag & { goneSince: string }) | null;
}

/** Another tag of an image, and the reference with it. */
export interface OtherTag {
  reference: string;
  alternative: AlternativeTag;
}

const MOST_SUGGESTIONS = 2;

/**
 * The images among those that a file names whose release is past its end on a day.
 *
 * @param targetOf gives the engines on which what is proposed has to work; null where none are declared
 */
export function unsupportedImages(uses: readonly ImageUse[], day: string, options: ResolveOptions, targetOf: () => Target | null): UnsupportedImage[] {
  return uses.flatMap((use) => {
    const { distribution } = use.image;
    const end = distribution === null ? null : supportEnd(distribution);
    if (distribution === null || end === null || end >= day) return [];
    return [{ use, distribution, end, ...otherTags(use, day, options, targetOf()) }];
  });
}

function otherTags(use: ImageUse, day: string, { date, custom }: ResolveOptions, target: Target | null): Pick<UnsupportedImage, "supported" | "failing" | "unbuilt"> {
  const { reference } = use;
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
  const namesRelease = releaseNamedByTag(known.effectiveTag ?? "") !== null;
  const pick = (among: readonly AlternativeTag[]): AlternativeTag[] => {
    const named = namesRelease ? among.filter(({ facts }) => !facts.floating) : [];
    return firstOfEachRelease(named.length === 0 ? among : named).slice(0, MOST_SUGGESTIONS);
  };
  if (target === null) return { supported: pick(tags).map(withTag), failing: null, unbuilt };
  const fits = new Map(tags.map((tag) => [tag, threadFit(use, tag.facts, target)]));
  const ofKind = (kind: ThreadFit["kind"]): AlternativeTag[] => pick(tags.filter((tag) => fits.get(tag)?.kind === kind));
  const working = ofKind("works");
  const supported = working.length > 0 ? working : ofKind("unused");
  const [failed] = supported.length > 0 ? [] : ofKind("fails");
  const fit = failed === undefined ? undefined : fits.get(failed);
  const failing = failed === undefined || fit?.kind !== "fails" ? null : { ...withTag(failed), verdict: fit.verdict };
  return { supported: supported.map(withTag), failing, unbuilt };
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
