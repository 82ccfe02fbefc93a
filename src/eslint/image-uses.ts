import { imagesOfCompose, imagesOfDockerfile, type ImageUse } from "../facts/image-uses.js";
import { imagesOfInline } from "../facts/inline-dockerfile.js";
import { composeFacts } from "./compose-facts.js";
import { dockerfileFacts } from "./dockerfile-facts.js";
import { imageOptions } from "./image-options.js";
import { inlineDockerfilesOf } from "./inline-dockerfiles.js";
import { composeSource, dockerfileSource } from "./linted-source.js";
import type { LintSettings } from "./settings.js";

/** The images that the file under lint names, Compose file or Dockerfile. */
export function imageUses(context: { sourceCode: unknown }, settings: LintSettings): ImageUse[] {
  const compose = composeSource(context);
  if (compose !== null) {
    const inline = inlineDockerfilesOf(compose, settings);
    const images = imageOptions(settings);
    const own = imagesOfCompose(compose.path, composeFacts(compose, settings).services);
    return [...own, ...inline.flatMap((file) => imagesOfInline(file, images))];
  }
  const dockerfile = dockerfileSource(context);
  return dockerfile === null ? [] : imagesOfDockerfile(dockerfileFacts(dockerfile, settings));
}
