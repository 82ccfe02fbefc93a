import { compareVersions } from "./exact-version.js";
import type { ImageRule, UnofficialImage } from "./unofficial-image.js";
import { parseVariantTag, type VariantTag } from "./variant-tag.js";
import { floatsOver, isInInterval, parseInterval, type VersionInterval } from "./version-interval.js";

/** A rule that takes a tag, with its release filled in. */
export interface RuleMatch {
  rule: ImageRule;
  release: string;
}

/** The rules that take a tag, oldest first where they hold from different days on. */
export interface TagMatches {
  matches: RuleMatch[];
  /** Whether the tag stands for the newest of several versions, so that the rule is true of today only. */
  isNewest: boolean;
}

const SELECTOR = /^([\w.-]*)(?:%(\w+))?([[(=].*)$/;
const FULL_DATE_LENGTH = "YYYY-MM-DD".length;

export function matchTag(image: UnofficialImage, tag: string): TagMatches {
  const byExpression = matchExpressions(image, tag);
  if (byExpression.length > 0) return { matches: byExpression, isNewest: false };
  const parsed = parseVariantTag(tag, image.variants, image.ignored);
  const { version } = parsed;
  if (version === null) return { matches: [], isNewest: false };
  if (version === "") return matchNewest(image, parsed.variant);
  const matches = oneOf(
    image.rules.filter((rule) => holdsVersion(rule, parsed, version)),
    version,
  );
  return { matches, isNewest: matches.some(({ rule }) => isPartOfBound(version, rule)) };
}

function matchExpressions(image: UnofficialImage, tag: string): RuleMatch[] {
  for (const { selector } of image.rules) {
    const groups = selector.startsWith("/") ? new RegExp(`^(?:${selector.slice(1, -1)})$`).exec(tag) : null;
    if (groups === null) continue;
    return image.rules
      .filter((rule) => rule.selector === selector)
      .map((rule) => ({
        rule,
        release: rule.release.replace(/\$(\d)/g, (_, group: string) => groups[Number(group)] ?? ""),
      }))
      .sort(byDay);
  }
  return [];
}

function byDay(a: RuleMatch, b: RuleMatch): number {
  return a.rule.since === b.rule.since ? 0 : a.rule.since < b.rule.since ? -1 : 1;
}

/** What a variant's tag without a version means. */
function matchNewest(image: UnofficialImage, variant: string): TagMatches {
  const rules = image.rules.filter(({ selector }) => selector === `${variant}=`);
  const matches = rules.map((rule) => ({ rule, release: rule.release })).sort(byDay);
  const [only] = matches;
  if (only === undefined || matches.length > 1 || only.rule.since !== "") return { matches, isNewest: false };
  const past = pastOf(image, variant);
  // The days of the releases tell when it moved, if they lead to what it is now.
  return past.at(-1)?.release === only.release ? { matches: past, isNewest: false } : { matches, isNewest: true };
}

/** The intervals of a variant's main line, by the day of their first release: maintained older lines come later. */
function pastOf(image: UnofficialImage, variant: string): RuleMatch[] {
  const dated = image.rules
    .filter(({ selector, since }) => isIntervalOf(variant, selector) && since.length === FULL_DATE_LENGTH)
    .map((rule) => ({ rule, release: rule.release }))
    .sort(byDay);
  let newest = "";
  const line: RuleMatch[] = [];
  for (const match of dated) {
    const from = parseInterval(intervalText(match.rule.selector))?.from ?? "";
    if (newest !== "" && compareVersions(from, newest) <= 0) continue;
    newest = from;
    if (line.at(-1)?.release !== match.release) line.push(match);
  }
  return line;
}

/** Lines that count side by side have no one newest version. */
function isIntervalOf(variant: string, selector: string): boolean {
  const [, name, kind, rest = ""] = SELECTOR.exec(selector) ?? [];
  return name === variant && kind === undefined && parseInterval(rest) !== null;
}

function intervalText(selector: string): string {
  return SELECTOR.exec(selector)?.[3] ?? "";
}

/** Two rules that contradict each other say nothing, but a tag that floats over the end of one is of the next. */
function oneOf(rules: ImageRule[], version: string): RuleMatch[] {
  const later = rules.filter((rule) => !floatsOver(version, intervalOf(rule)?.to ?? ""));
  const found = later.length === 0 ? rules : later;
  const [first] = found;
  const isOne = first !== undefined && found.every(({ release }) => release === first.release);
  return isOne ? [{ rule: first, release: first.release }] : [];
}

function intervalOf(rule: ImageRule): VersionInterval | null {
  return parseInterval(intervalText(rule.selector));
}

function isPartOfBound(version: string, rule: ImageRule): boolean {
  const interval = intervalOf(rule);
  return interval !== null && (floatsOver(version, interval.from) || floatsOver(version, interval.to));
}

function holdsVersion(rule: ImageRule, tag: VariantTag, version: string): boolean {
  const [, variant = "", kind = "", rest = ""] = SELECTOR.exec(rule.selector) ?? [];
  const interval = variant === tag.variant ? parseInterval(rest) : null;
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
