import type { Distribution } from "./distribution.js";
import { type ImageFacts, unknownFacts } from "./image-facts.js";
import type { Libc } from "./libc.js";
import { canonicalReference, type ImageReference } from "./reference.js";

/** What was read in an image itself. */
export interface InspectedImage {
  /** `sha256:...`, the image's own id. */
  id: string;
  /** As its `/etc/os-release` says; null where it has none. */
  distribution: Distribution | null;
  /** Null where a C library is there whose version or kind could not be told. */
  libc: Libc | null;
  /** What it runs by default. */
  entrypoint: readonly string[];
  command: readonly string[];
}

/** Images that were read, by their reference in full (`docker.io/library/node:20`). */
export type InspectedImages = Readonly<Record<string, InspectedImage>>;

/** The image that was read for a reference; null where none was. */
export function findInspectedImage(reference: Readonly<ImageReference>, images: InspectedImages): InspectedImage | null {
  const name = canonicalReference(reference);
  return Object.hasOwn(images, name) ? (images[name] ?? null) : null;
}

export function inspectedFacts({ id, distribution, libc }: InspectedImage, programs: readonly string[]): ImageFacts {
  if (distribution === null && libc === null) {
    return unknownFacts("unknown-release", "The image on this machine has neither /etc/os-release nor a C library that is known.", programs);
  }
  const source = `the image ${id.slice(0, "sha256:".length + 12)} of the local daemon`;
  return { ...unknownFacts("unknown-image", "", programs), distribution, libc, confidence: "inspected", source, why: null };
}
