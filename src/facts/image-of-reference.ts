import { type ImageFacts, unknownFacts } from "../image/image-facts.js";
import { type ImageReference, parseImageReference } from "../image/reference.js";
import { resolveImage, type ResolveOptions } from "../image/resolve.js";
import { Remembered } from "./remembered.js";

export interface KnownImage {
  /** Null where the text is no reference; `image.why` then says what is wrong. */
  reference: ImageReference | null;
  image: ImageFacts;
}

const known = new Remembered<KnownImage>();
const keys = new WeakMap<ResolveOptions, string>();

/** What is known of the image that a text names; the same question is answered once. */
export function imageOfReference(text: string, options: ResolveOptions): KnownImage {
  return known.get(`${text} ${keyOfImages(options)}`, () => resolveText(text, options));
}

/** A text that is the same for the same options. */
export function keyOfImages(options: ResolveOptions): string {
  let key = keys.get(options);
  if (key === undefined) {
    const { date, custom, inspected } = options;
    key = JSON.stringify([date, custom, inspected]);
    keys.set(options, key);
  }
  return key;
}

function resolveText(text: string, options: ResolveOptions): KnownImage {
  const parsed = parseImageReference(text);
  if (!parsed.ok) return { reference: null, image: unknownFacts("unknown-image", parsed.problem.message) };
  const { reference } = parsed;
  return { reference, image: resolveImage(reference, options) };
}
