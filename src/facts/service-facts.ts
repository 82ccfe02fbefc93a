import type { ImageReference } from "../image/reference.js";
import type { ResolveOptions } from "../image/resolve.js";
import { unknownFacts, type ImageFacts } from "../image/image-facts.js";
import type { Program } from "../program/program.js";
import type { FileSystem } from "../compose/file-system.js";
import { baseImageOfBuild, type BuildBase } from "./build-base.js";
import { containerProgram } from "./container-program.js";
import { serviceSecurity, stackSecurity, type ServiceSecurity } from "./container-security.js";
import { imageOfReference } from "./image-of-reference.js";
import type { ServiceModel } from "./service-model.js";

/** What is known of a service: its image, what the image is made of, what it runs, and how it is confined. */
export interface ServiceFacts extends ServiceSecurity {
  service: ServiceModel;
  /** The image that decides about the C library: the service's own, or the base that its Dockerfile builds on. */
  reference: ImageReference | null;
  /** The reference as text, variables replaced; null where there is none. */
  imageText: string | null;
  image: ImageFacts;
  /** How a built service comes to that image; null where it runs an image as it is. */
  build: BuildBase | null;
  program: Program | null;
}

export interface FactsOptions {
  fileSystem: FileSystem;
  /** The day for which floating tags are judged, and what is known of images beside the tables. */
  images?: ResolveOptions;
  /** Whether the file is deployed as a stack of Swarm, which ignores `security_opt` and `privileged`. */
  swarm?: boolean;
}

/** Puts together what is known of a service. What is not known stays unknown, with the reason in `image.why`. */
export function serviceFacts(service: ServiceModel, options: FactsOptions): ServiceFacts {
  const { fileSystem, images = {} } = options;
  const build = service.build === null ? null : baseImageOfBuild(service.build, fileSystem);
  const imageText = build === null ? (service.image?.reference ?? null) : build.image;
  const { reference, image } = imageFacts(imageText, unknownBecause(service, build), images);
  return {
    service,
    reference,
    imageText,
    image,
    build,
    program: programOfService(service, build, reference, images),
    ...(options.swarm === true ? stackSecurity(service) : serviceSecurity(service, fileSystem)),
  };
}

function imageFacts(
  text: string | null,
  whyNot: string | null,
  images: ResolveOptions,
): { reference: ImageReference | null; image: ImageFacts } {
  if (text === null || whyNot !== null) {
    return { reference: null, image: unknownFacts("unknown-image", whyNot ?? "The service names no image.") };
  }
  return imageOfReference(text, images);
}

function unknownBecause(service: ServiceModel, build: BuildBase | null): string | null {
  if (build !== null) return build.image === null ? build.why : null;
  const missing = service.image?.missing ?? [];
  if (missing.length === 0) return null;
  const names = missing.map((name) => `\`${name}\``).join(", ");
  return `The image of the service depends on ${names}, which has no value here.`;
}

function programOfService(
  service: ServiceModel,
  build: BuildBase | null,
  reference: ImageReference | null,
  images: ResolveOptions,
): Program | null {
  // What Compose sets replaces what the Dockerfile sets; an entrypoint also drops the Dockerfile's command.
  const entrypoint = service.entrypoint ?? build?.entrypoint ?? null;
  const inherited = service.entrypoint === null ? (build?.command ?? null) : null;
  return containerProgram(reference, service.command ?? inherited, entrypoint, images, build?.built ?? null);
}
