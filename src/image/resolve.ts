import { type CustomImages, findCustomImage } from "./custom-image.js";
import { type ImageFacts, unknownFacts } from "./image-facts.js";
import { findInspectedImage, type InspectedImages, inspectedFacts } from "./inspected-image.js";
import { findOfficialImage } from "./official-image.js";
import { officialFacts } from "./official-facts.js";
import { parseImageReference, type ImageReference } from "./reference.js";
import { knownName, officialName } from "./registry-alias.js";
import { unofficialFacts } from "./unofficial-facts.js";
import { findUnofficialImage } from "./unofficial-image.js";

export interface ResolveOptions {
  /** The day on which the image was or will be pulled, `YYYY-MM-DD`; today where it is missing. */
  date?: string;
  /** What the user says of images; it counts before the tables. */
  custom?: CustomImages;
  /** What was read in images themselves; it counts before all else. */
  inspected?: InspectedImages;
}

/**
 * The distribution release and C library of the image that a reference names. Never a guess: what is not known is null,
 * and `why` says why.
 *
 * @param image a reference, or its text (`node:20`); a text that is none is an unknown image
 * @throws TypeError if it is neither
 */
export function resolveImage(image: Readonly<ImageReference> | string, options: Readonly<ResolveOptions> = {}): ImageFacts {
  if (typeof image === "string") {
    const parsed = parseImageReference(image);
    return parsed.ok ? resolveReference(parsed.reference, options) : unknownFacts("unknown-image", parsed.problem.message);
  }
  // JavaScript that has no types may hand over what `parseImageReference` returned.
  if (typeof (image as Partial<ImageReference> | null | undefined)?.familiarName !== "string") {
    throw new TypeError("resolveImage takes the text of an image reference, such as \"node:20\", or the `reference` of what parseImageReference returns.");
  }
  return resolveReference(image, options);
}

function resolveReference(reference: Readonly<ImageReference>, options: Readonly<ResolveOptions>): ImageFacts {
  const read = options.inspected === undefined ? null : findInspectedImage(reference, options.inspected);
  if (read !== null) return inspectedFacts(read, resolveReference(reference, withoutInspected(options)).programs);
  const answer = options.custom === undefined ? null : findCustomImage(reference, options.custom);
  if (answer?.kind === "release") {
    const source = `the pattern "${answer.pattern}" of the configuration`;
    return { ...SCRATCH, ...answer.facts, confidence: "configured", source };
  }
  const date = options.date ?? null;
  return answer === null ? resolveKnown(reference, date) : resolveKnown(answer.reference, date);
}

function withoutInspected({ date, custom }: Readonly<ResolveOptions>): ResolveOptions {
  return { ...(date === undefined ? {} : { date }), ...(custom === undefined ? {} : { custom }) };
}

/** The reference under which an image is known: the one that the user says it is a copy of, else itself. */
export function knownReference(reference: ImageReference, custom: CustomImages | undefined): ImageReference {
  const answer = custom === undefined ? null : findCustomImage(reference, custom);
  return answer?.kind === "copy" ? answer.reference : reference;
}

function resolveKnown(reference: Readonly<ImageReference>, date: string | null): ImageFacts {
  if (reference.familiarName === "scratch") return SCRATCH;
  const tag = reference.effectiveTag;
  if (tag === null) {
    return unknownFacts("digest-only", "A digest without a tag says nothing of the release; name the tag beside it.");
  }
  const facts = factsOfTag(reference, tag, date);
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

function factsOfTag(reference: Readonly<ImageReference>, tag: string, date: string | null): ImageFacts {
  const name = knownName(reference);
  const official = officialName(name);
  const image = official === null ? null : findOfficialImage(official);
  if (image !== null) return officialFacts(image, tag, date);
  const other = findUnofficialImage(name);
  if (other !== null) return unofficialFacts(other, tag, date);
  return unknownFacts("unknown-image", `The image ${reference.name} is not in the data.`);
}
