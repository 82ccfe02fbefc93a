import type { ScalarStyle, YamlPair, YamlScalar } from "../compose/ast.js";
import { scalarText } from "../compose/yaml-style.js";
import type { ImageFacts } from "../image/image-facts.js";
import { type ImageReference, parseImageReference } from "../image/reference.js";
import { resolveImage } from "../image/resolve.js";
import { ordinaryContainer } from "../seccomp/container-security.js";
import type { SourceLocation, SourceRange } from "../text/source-range.js";
import type { TextEdit } from "../text/text-edit.js";
import type { ServiceFacts } from "./service-facts.js";
import type { ServiceModel } from "./service-model.js";
import { haveOneName, theServices } from "./service-names.js";
import { imageKeys, isOnlyAt } from "./meant-keys.js";
import type { DockerfileFacts } from "./stage-findings.js";

/** A place of a file that names an image, and what is known of that. */
export interface ImageUse {
  range: SourceRange;
  loc: SourceLocation;
  /** Who uses it: services, or none in a Dockerfile. */
  services: Pick<ServiceModel, "name">[];
  /** How the containers are confined in which it runs, and what runs there. */
  containers: Pick<ServiceFacts, "security" | "program">[];
  reference: ImageReference;
  image: ImageFacts;
  /** Where the reference is written as it is; null behind variables and aliases, and where other keys get it too: no edit is right there. */
  place: WrittenImage | null;
}

interface WrittenImage {
  range: SourceRange;
  /** Null in a Dockerfile. */
  style: ScalarStyle | null;
}

/** The edit that puts another reference in the place of the one that is used there. */
export function editOfUse({ place }: ImageUse, reference: string): TextEdit | null {
  if (place === null) return null;
  return { range: place.range, text: place.style === null ? reference : scalarText(reference, place.style) };
}

/** The images that a Compose file itself names for services that run them as they are; each place once. */
export function imagesOfCompose(file: string, services: readonly ServiceFacts[]): ImageUse[] {
  const uses = new Map<YamlPair, ImageUse>();
  for (const facts of services) {
    const { service, build, reference, image, imageText } = facts;
    const at = service.image?.at;
    // The image of a built service is what its Dockerfile starts from, which is told there.
    if (build !== null || reference === null || at?.file !== file || at.pair === null) continue;
    const known = uses.get(at.pair);
    if (known === undefined) {
      uses.set(at.pair, { ...placeOf(at.pair, imageText), services: [service], containers: [facts], reference, image });
    } else {
      known.services.push(service);
      known.containers.push(facts);
    }
  }
  return [...uses.values()];
}

function placeOf({ key, value }: YamlPair, text: string | null): Pick<ImageUse, "range" | "loc" | "place"> {
  if (value?.type !== "YamlScalar") {
    const { range, loc } = value?.type === "YamlAlias" ? value : key;
    return { range, loc, place: null };
  }
  return { range: value.range, loc: value.loc, place: isWrittenImage(value, text) ? { range: value.range, style: value.style } : null };
}

/** Whether an image stands in a scalar as it is, and nothing but images would change with it. */
export function isWrittenImage(value: YamlScalar, text: string | null): boolean {
  const isBlock = value.style === "literal" || value.style === "folded";
  return value.text === text && !isBlock && isOnlyAt(value, imageKeys);
}

/** The images that the stages of a Dockerfile start from, as far as they are built. */
export function imagesOfDockerfile({ resolution, images }: DockerfileFacts): ImageUse[] {
  return resolution.stages.flatMap(({ index, base, from }): ImageUse[] => {
    if (base.kind !== "image" || !resolution.needed.has(index)) return [];
    const parsed = parseImageReference(base.reference);
    if (!parsed.ok) return [];
    const { reference } = parsed;
    const written = from.image;
    const isWritten = written?.text === base.reference;
    return [
      {
        range: written?.range ?? from.range,
        loc: written?.loc ?? from.loc,
        services: [],
        // Those of its build: they get the engine's own profile, whatever a service says.
        containers: [{ security: ordinaryContainer(), program: null }],
        reference,
        image: resolveImage(reference, images),
        place: isWritten ? { range: written.range, style: null } : null,
      },
    ];
  });
}

/** What a message begins with, before the image: "The service `web` runs", "This stage starts from". */
export function usersOfImage({ services }: ImageUse): string {
  if (services.length === 0) return "This stage starts from";
  return `${theServices(services, "The")} ${haveOneName(services) ? "runs" : "run"}`;
}
