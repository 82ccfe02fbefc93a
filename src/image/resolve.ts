import { type ImageFacts, unknownFacts } from "./image-facts.js";
import { findOfficialImage } from "./official-image.js";
import { officialFacts } from "./official-facts.js";
import type { ImageReference } from "./reference.js";
import { knownName, officialName } from "./registry-alias.js";

export interface ResolveOptions {
  /** The day on which the image was or will be pulled, `YYYY-MM-DD`; today where it is missing. */
  date?: string;
}

/**
 * The distribution release and C library of the image that a reference names. Never a guess: what is not known is null,
 * and `why` says why.
 */
export function resolveImage(reference: Readonly<ImageReference>, options: Readonly<ResolveOptions> = {}): ImageFacts {
  if (reference.familiarName === "scratch") return SCRATCH;
  const tag = reference.effectiveTag;
  if (tag === null) {
    return unknownFacts("digest-only", "A digest without a tag says nothing of the release; name the tag beside it.");
  }
  const facts = factsOfTag(knownName(reference), tag, options.date ?? null);
  if (reference.digest === null || facts.confidence === null) return facts;
  return { ...facts, byTagOnly: true, floating: false };
}

const SCRATCH: ImageFacts = {
  ...unknownFacts("unknown-image", ""),
  libc: { name: "none", version: null },
  confidence: "named",
  source: "Docker's empty image",
  why: null,
};

function factsOfTag(name: string, tag: string, date: string | null): ImageFacts {
  const official = officialName(name);
  const image = official === null ? null : findOfficialImage(official);
  if (image !== null) return officialFacts(image, tag, date);
  return unknownFacts("unknown-image", `The image ${name} is not in the data.`);
}
