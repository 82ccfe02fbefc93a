import { type Confidence, type ImageFacts, unknownFacts } from "./image-facts.js";
import { factsOfRelease } from "./release-facts.js";
import { releaseNamedByTag } from "./suite-tag.js";
import { type ImageRule, type RuleConfidence, type UnofficialImage, unofficialImagesDate } from "./unofficial-image.js";
import { parseVariantTag, type VariantTag } from "./variant-tag.js";
import { floatsOver, isInInterval, parseInterval, type VersionInterval } from "./version-interval.js";

const CONFIDENCE: Readonly<Record<RuleConfidence, Confidence>> = {
  source: "version",
  documented: "documented",
  reported: "reported",
};
const SELECTOR = /^([\w.-]*)(?:%(\w+))?([[(=].*)$/;

/** A rule that takes a tag, with its release filled in. */
interface Match {
  rule: ImageRule;
  release: string;
}

/**
 * What a tag of an image that is not official means.
 *
 * @param date `YYYY-MM-DD`, the day on which the image was pulled; null for today
 */
export function unofficialFacts(image: UnofficialImage, tag: string, date: string | null): ImageFacts {
  const matches = matchesOf(image, tag);
  const place = matches.findLastIndex(({ rule }) => date === null || rule.since === "" || rule.since <= date);
  const match = matches[place];
  if (match === undefined) return unmatchedFacts(image, tag, matches.length > 0, date);
  const facts = ruleFacts(image, match);
  const before = matches[place - 1];
  const since = matches.length > 1 || match.rule.selector.endsWith("=") ? fullDate(match.rule.since) : null;
  const floating = since !== null || match.rule.selector.endsWith("=");
  if (before === undefined || since === null || facts.confidence === null) return { ...facts, since, floating };
  const former = factsOfRelease(before.release, before.rule.libc);
  return {
    ...facts,
    since,
    floating,
    before: {
      distribution: former?.distribution ?? null,
      libc: former?.libc ?? null,
      since: fullDate(before.rule.since),
      until: since,
    },
  };
}

/** A month or a year is no day. */
function fullDate(text: string): string | null {
  return text.length === "YYYY-MM-DD".length ? text : null;
}

/** The rules that take a tag: all dated ones of the same selector in order of time, or the one of its version. */
function matchesOf(image: UnofficialImage, tag: string): Match[] {
  for (const rule of image.rules) {
    const groups = rule.selector.startsWith("/") ? new RegExp(`^(?:${rule.selector.slice(1, -1)})$`).exec(tag) : null;
    if (groups === null) continue;
    return image.rules
      .filter((other) => other.selector === rule.selector)
      .map((other) => ({
        rule: other,
        release: other.release.replace(/\$(\d)/g, (_, group: string) => groups[Number(group)] ?? ""),
      }))
      .sort((a, b) => (a.rule.since < b.rule.since ? -1 : 1));
  }
  const parsed = parseVariantTag(tag, image.variants, image.ignored);
  const { version } = parsed;
  if (version === null) return [];
  const rules = image.rules.filter((rule) => selects(rule, parsed, version));
  const matches = rules.map((rule) => ({ rule, release: rule.release }));
  return version === "" ? matches.sort((a, b) => (a.rule.since < b.rule.since ? -1 : 1)) : oneOf(matches, version);
}

/** Two rules that contradict each other say nothing, but a tag that floats over the end of one is of the next. */
function oneOf(matches: Match[], version: string): Match[] {
  const later = matches.filter(({ rule }) => !floatsOver(version, intervalOf(rule)?.to ?? ""));
  const found = later.length === 0 ? matches : later;
  const [first] = found;
  return first !== undefined && found.every(({ release }) => release === first.release) ? [first] : [];
}

function intervalOf(rule: ImageRule): VersionInterval | null {
  return parseInterval(SELECTOR.exec(rule.selector)?.[3] ?? "");
}

function selects(rule: ImageRule, tag: VariantTag, version: string): boolean {
  const [, variant = "", kind = "", rest = ""] = SELECTOR.exec(rule.selector) ?? [];
  if (rest === "" || variant !== tag.variant) return false;
  if (rest === "=") return version === "";
  const interval = version === "" ? null : parseInterval(rest);
  return interval !== null && isOfKind(version, kind) && isInInterval(version, interval);
}

/** Lines of one image that count side by side: Jenkins' weekly and LTS, nginx' odd mainline and even stable. */
function isOfKind(version: string, kind: string): boolean {
  const [, minor, patch] = version.split(".");
  if (kind === "lts") return patch !== undefined;
  if (kind === "weekly") return patch === undefined;
  if (kind === "odd") return Number(minor) % 2 === 1;
  return kind === "even" ? Number(minor) % 2 === 0 : true;
}

function ruleFacts(image: UnofficialImage, match: Match): ImageFacts {
  const known = factsOfRelease(match.release, match.rule.libc);
  if (known === null) {
    return unknownFacts(
      "unknown-release",
      `The release "${match.release}" of ${image.name} is not known.`,
      image.programs,
    );
  }
  return {
    ...unknownFacts("unknown-tag", "", image.programs),
    ...known,
    confidence: CONFIDENCE[match.rule.confidence],
    source: `${match.rule.source} (read ${unofficialImagesDate()})`,
    why: null,
  };
}

function unmatchedFacts(image: UnofficialImage, tag: string, isKnownLater: boolean, date: string | null): ImageFacts {
  if (isKnownLater) {
    const message = `What ${image.name}:${tag} was on ${date ?? ""} is not known.`;
    return unknownFacts("unknown-date", message, image.programs);
  }
  const named = releaseNamedByTag(tag);
  const known = named === null ? null : factsOfRelease(named);
  if (known === null) {
    return unknownFacts("unknown-tag", `The tag "${tag}" of ${image.name} is not in the data.`, image.programs);
  }
  return {
    ...unknownFacts("unknown-tag", "", image.programs),
    ...known,
    confidence: "named",
    source: "the tag",
    why: null,
  };
}
