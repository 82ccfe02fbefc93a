import { OverlayFileSystem } from "../compose/overlay-file-system.js";
import type { Target } from "../engine/target.js";
import { resolveStages } from "../dockerfile/stages.js";
import { servicesBuilding } from "../facts/building-services.js";
import { keyOfImages } from "../facts/image-of-reference.js";
import { judgeThreads } from "../facts/judge-threads.js";
import type { StageText } from "../facts/inline-dockerfile.js";
import type { DockerfileFacts } from "../facts/stage-findings.js";
import type { ResolveOptions } from "../image/resolve.js";
import type { DockerfileSourceCode } from "./dockerfile-language.js";
import { imageOptions } from "./image-options.js";
import type { LintSettings } from "./settings.js";
import { Attached } from "../memory/attached.js";

/**
 * The facts of a Dockerfile: its stages with the arguments and the target of the first service that builds it, found in
 * the Compose files of its folder and the folders above; without one, with its own defaults.
 */
export function dockerfileFacts(source: DockerfileSourceCode, settings: LintSettings): DockerfileFacts {
  const images = imageOptions(settings);
  const { swarm = false } = settings;
  const key = `${keyOfImages(images)} ${swarm}`;
  const known = factsOf.get(source);
  if (known?.key === key) return known.facts;
  const facts = findFacts(source, images, swarm);
  factsOf.set(source, { key, facts });
  return facts;
}

/** The text of a Dockerfile that is a file of its own, where each node stands at its own place. */
export function textOfDockerfile({ text, lineIndex }: DockerfileSourceCode): StageText {
  return { text, placeOf: (range) => ({ range, loc: lineIndex.locationOf(range), verbatim: true }) };
}

// Made once for all rules that look at a file.
const factsOf = new Attached<DockerfileSourceCode, { key: string; facts: DockerfileFacts }>();

function findFacts(source: DockerfileSourceCode, images: ResolveOptions, swarm: boolean): DockerfileFacts {
  const { host } = source;
  const fileSystem = new OverlayFileSystem(host.fileSystem, { followsLinks: true });
  fileSystem.set(source.path, source.text);
  const context = { fileSystem, variables: host.variables, cache: host.projectFiles, scope: host.scope ?? null };
  const services = servicesBuilding(source.path, context, { images, swarm });
  const build = services[0]?.service.build;
  return {
    resolution: resolveStages(source.ast, {
      args: build?.args ?? {},
      contexts: build?.contexts ?? {},
      ...(build?.target == null ? {} : { target: build.target }),
    }),
    images,
    containersWork: (target: Target) =>
      services.length > 0 &&
      services.every(({ image, security }) => judgeThreads(image.libc, target, security).verdict === "works"),
  };
}
