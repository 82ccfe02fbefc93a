import type { ProjectFile } from "../compose/project-file.js";
import { placeInScalar, templateRange } from "../compose/scalar-place.js";
import type { LoadedProject } from "../compose/load-project.js";
import type { YamlScalar } from "../compose/ast.js";
import type { ScalarValue } from "../compose/value.js";
import type { ResolveOptions } from "../image/resolve.js";
import type { SourceLocation, SourceRange } from "../text/source-range.js";
import { resolveBuild } from "./build-base.js";
import { imagesOfDockerfile, type ImageUse } from "./image-uses.js";
import type { ServiceModel } from "./service-model.js";
import type { DockerfileFacts } from "./stage-findings.js";

/** Where a piece of a Dockerfile stands in the file under lint. */
export interface StagePlace {
  range: SourceRange;
  loc: SourceLocation;
  /** Whether it stands there letter for letter; else variables, escapes or folds make it, and no edit is right. */
  verbatim: boolean;
}

/** The text in which the nodes of a stage stand, and their places in the file under lint. */
export interface StageText {
  text: string;
  placeOf(range: SourceRange): StagePlace;
}

/** A Dockerfile that stands in a Compose file, as the value of `dockerfile_inline`. */
export class InlineDockerfile implements StageText {
  /** What is built: the value without the means of YAML, with its variables replaced. */
  readonly text: string;
  /** The first service that builds it; its arguments and its target count. */
  readonly service: ServiceModel;
  readonly #file: ProjectFile;
  readonly #scalar: YamlScalar;
  readonly #value: ScalarValue;

  constructor(file: ProjectFile, text: string, service: ServiceModel, scalar: YamlScalar, value: ScalarValue) {
    this.text = text;
    this.service = service;
    this.#file = file;
    this.#scalar = scalar;
    this.#value = value;
  }

  /** The place in the Compose file of a range of the text; that of the whole value for an empty range. */
  placeOf(range: SourceRange): StagePlace {
    if (range[0] === range[1]) return { range: this.#scalar.range, loc: this.#scalar.loc, verbatim: false };
    const { range: place, loc } = placeInScalar(this.#file, this.#scalar, templateRange(this.#value.template, range));
    return { range: place, loc, verbatim: this.#file.text.slice(...place) === this.text.slice(...range) };
  }
}

/** The inline Dockerfiles that a file itself writes, each once, however many services build it. */
export function inlineDockerfiles(
  file: string,
  project: LoadedProject,
  services: readonly ServiceModel[],
): InlineDockerfile[] {
  const written = project.files.get(file);
  if (written === undefined) return [];
  const found = new Map<YamlScalar, InlineDockerfile>();
  for (const service of services) {
    const dockerfile = service.build?.dockerfile;
    if (dockerfile?.kind !== "inline" || dockerfile.value.kind !== "scalar") continue;
    const { text, value } = dockerfile;
    const { node } = value.origin;
    if (value.origin.file !== file || node.type !== "YamlScalar" || found.has(node)) continue;
    found.set(node, new InlineDockerfile(written, text, service, node, value));
  }
  return [...found.values()];
}

/** What an inline Dockerfile is judged by. Its containers are judged at the service that runs them. */
export function inlineFacts({ text, service: { build } }: InlineDockerfile, images: ResolveOptions): DockerfileFacts {
  const resolution = resolveBuild(text, build ?? { args: {}, contexts: {}, target: null });
  return { resolution, images, containersWork: () => true };
}

/** The images that the stages of an inline Dockerfile start from, at their places in the Compose file. */
export function imagesOfInline(dockerfile: InlineDockerfile, images: ResolveOptions): ImageUse[] {
  return imagesOfDockerfile(inlineFacts(dockerfile, images)).map((use) => {
    const { range, loc, verbatim } = dockerfile.placeOf(use.range);
    return { ...use, range, loc, place: use.place === null || !verbatim ? null : { range, style: null } };
  });
}
