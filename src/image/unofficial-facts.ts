import { type Confidence, type FormerRelease, type ImageFacts, unknownFacts } from "./image-facts.js";
import { factsOfRelease } from "./release-facts.js";
import { releaseNamedByTag } from "./suite-tag.js";
import { type RuleConfidence, type UnofficialImage, unofficialImagesDate } from "./unofficial-image.js";
import { matchTag, type RuleMatch } from "./unofficial-match.js";

const CONFIDENCE: Readonly<Record<RuleConfidence, Confidence>> = {
  source: "version",
  documented: "documented",
  reported: "reported",
};

/**
 * What a tag of an image that is not official means.
 *
 * @param day `YYYY-MM-DD`, the day on which the image was pulled; null for today
 */
export function unofficialFacts(image: UnofficialImage, tag: string, day: string | null): ImageFacts {
  // From where the table ends, the newest that it has is the best that is known.
  const date = day !== null && day >= unofficialImagesDate() ? null : day;
  const { matches, isNewest } = matchTag(image, tag);
  const place = matches.findLastIndex(({ rule }) => date === null || rule.since === "" || rule.since <= date);
  const match = matches[place];
  const isPast = date !== null && (isNewest || (match === undefined && matches.length > 0));
  if (isPast) {
    return unknownFacts("unknown-date", `What ${image.name}:${tag} was on ${date} is not known.`, image.programs);
  }
  if (match === undefined) return namedFacts(image, tag);
  const isDated = matches.length > 1 || match.rule.selector.endsWith("=");
  const since = isDated ? fullDate(match.rule.since) : null;
  const before = since === null ? null : formerRelease(matches[place - 1], since);
  return { ...ruleFacts(image, match), since, before, floating: isDated || isNewest };
}

/** A month or a year is no day. */
function fullDate(text: string): string | null {
  return text.length === "YYYY-MM-DD".length ? text : null;
}

function formerRelease(match: RuleMatch | undefined, until: string): FormerRelease | null {
  if (match === undefined) return null;
  const known = factsOfRelease(match.release, match.rule.libc, until);
  const since = fullDate(match.rule.since);
  return { distribution: known?.distribution ?? null, libc: known?.libc ?? null, since, until };
}

function ruleFacts(image: UnofficialImage, match: RuleMatch): ImageFacts {
  const known = factsOfRelease(match.release, match.rule.libc);
  if (known === null) {
    const message = `The release "${match.release}" of ${image.name} is not known.`;
    return unknownFacts("unknown-release", message, image.programs);
  }
  return {
    ...unknownFacts("unknown-tag", "", image.programs),
    ...known,
    confidence: CONFIDENCE[match.rule.confidence],
    source: `${match.rule.source} (read ${unofficialImagesDate()})`,
    why: null,
  };
}

/** A tag of a known image that no rule takes can still name its release. */
function namedFacts(image: UnofficialImage, tag: string): ImageFacts {
  const named = releaseNamedByTag(tag);
  const known = named === null ? null : factsOfRelease(named);
  if (known === null) {
    return unknownFacts("unknown-tag", `The tag "${tag}" of ${image.name} is not in the data.`, image.programs);
  }
  const source = "the tag, which names its release";
  return { ...unknownFacts("unknown-tag", "", image.programs), ...known, confidence: "named", source, why: null };
}
