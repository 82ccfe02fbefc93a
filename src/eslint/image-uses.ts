import { imagesOfCompose, imagesOfDockerfile, type ImageUse } from "../facts/image-uses.js";
import { composeFacts } from "./compose-facts.js";
import { dockerfileFacts } from "./dockerfile-facts.js";
import { composeSource, dockerfileSource } from "./linted-source.js";
import type { LintSettings } from "./settings.js";

/** The images that the file under lint names, Compose file or Dockerfile. */
export function imageUses(context: { sourceCode: unknown }, settings: LintSettings): ImageUse[] {
  const compose = composeSource(context);
  if (compose !== null) return imagesOfCompose(compose.path, composeFacts(compose, settings).services);
  const dockerfile = dockerfileSource(context);
  return dockerfile === null ? [] : imagesOfDockerfile(dockerfileFacts(dockerfile, settings));
}
