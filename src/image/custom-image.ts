import { factsOfRelease, type ReleaseFacts } from "./release-facts.js";
import { type ImageReference, parseImageReference } from "./reference.js";

/**
 * What the user says of images: pattern to release (`debian:12`, `alpine:3.20`, `scratch`, or `musl` or `glibc` where
 * only that is known), or pattern to the image that it is a copy of (`docker.io/*`, `node`). A star stands for any
 * text; a pattern without a tag takes any tag; the first pattern that fits counts.
 */
export type CustomImages = Readonly<Record<string, string>>;

/** What a pattern says: the release, or the reference under which the image is known. */
export type CustomAnswer =
  | { kind: "release"; pattern: string; facts: ReleaseFacts }
  | { kind: "copy"; pattern: string; reference: ImageReference };

export interface CustomProblem {
  pattern: string;
  message: string;
}

const LIBC_NAMES = new Set(["musl", "glibc"]);

/** Null where no pattern fits, or what it says means nothing. */
export function findCustomImage(reference: Readonly<ImageReference>, custom: CustomImages): CustomAnswer | null {
  for (const [pattern, value] of Object.entries(custom)) {
    const star = starText(reference, pattern);
    if (star === null) continue;
    const facts = factsOfValue(value);
    if (facts !== null) return { kind: "release", pattern, facts };
    const copy = parseImageReference(value.replace("*", star) + suffixOf(reference));
    return copy.ok ? { kind: "copy", pattern, reference: copy.reference } : null;
  }
  return null;
}

/** What is wrong in the user's patterns; none: all can be used. */
export function checkCustomImages(custom: CustomImages): CustomProblem[] {
  return Object.entries(custom).flatMap(([pattern, value]) => {
    if (pattern.trim() === "") return [{ pattern, message: "The pattern is empty." }];
    if (factsOfValue(value) !== null || isCopy(value)) return [];
    const message = `"${value}" is no release ("debian:12"), nor "musl", "glibc" or "scratch", nor an image.`;
    return [{ pattern, message }];
  });
}

/** A value with a slash is an image; one without is a release first, and an image only without a version. */
function isCopy(value: string): boolean {
  const isName = value.includes("/") || !value.includes(":");
  return isName && parseImageReference(value.replace("*", "x")).ok;
}

function factsOfValue(value: string): ReleaseFacts | null {
  return LIBC_NAMES.has(value) ? factsOfRelease("", value) : factsOfRelease(value);
}

function suffixOf(reference: Readonly<ImageReference>): string {
  const tag = reference.effectiveTag === null ? "" : `:${reference.effectiveTag}`;
  return reference.digest === null ? tag : `${tag}@${reference.digest.text}`;
}

/** What the (first) star of a pattern stands for in a reference; null where the pattern does not fit. */
function starText(reference: Readonly<ImageReference>, pattern: string): string | null {
  const hasTag = pattern.lastIndexOf(":") > pattern.lastIndexOf("/");
  const tag = hasTag ? `:${reference.effectiveTag ?? ""}` : "";
  for (const name of [reference.familiarName, reference.name]) {
    const star = matchStars(pattern, name + tag);
    if (star !== null) return star;
  }
  return null;
}

/** Matches a text against a pattern with stars from left to right, which takes time linear in both for each star. */
function matchStars(pattern: string, text: string): string | null {
  const [head = "", ...parts] = pattern.split("*");
  if (parts.length === 0) return pattern === text ? "" : null;
  const tail = parts.pop() ?? "";
  if (!text.startsWith(head) || !text.endsWith(tail) || text.length < head.length + tail.length) return null;
  let place = head.length;
  let firstEnd = text.length - tail.length;
  for (const [index, part] of parts.entries()) {
    const found = text.indexOf(part, place);
    if (found === -1 || found + part.length > text.length - tail.length) return null;
    if (index === 0) firstEnd = found;
    place = found + part.length;
  }
  return text.slice(head.length, firstEnd);
}
