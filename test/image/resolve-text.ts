import assert from "node:assert/strict";
import type { ImageFacts } from "../../src/image/image-facts.js";
import { type ImageReference, parseImageReference } from "../../src/image/reference.js";
import { resolveImage, type ResolveOptions } from "../../src/image/resolve.js";

export function referenceOf(text: string): ImageReference {
  const parsed = parseImageReference(text);
  assert.ok(parsed.ok, `${text} is a reference`);
  return parsed.reference;
}

export function factsOf(text: string, options: ResolveOptions = {}): ImageFacts {
  return resolveImage(referenceOf(text), options);
}

/** `debian:12`, `scratch` for an image without a distribution and C library, "?" for an unknown one. */
export function releaseOf(facts: ImageFacts): string {
  if (facts.confidence === null) return "?";
  const { distribution, libc } = facts;
  if (distribution === null) return libc?.name === "none" ? "scratch" : `- ${libc?.name ?? ""}`;
  return `${distribution.id}:${distribution.version ?? distribution.codename ?? ""}`;
}
