import { findCustomImage } from "../image/custom-image.js";
import type { LintInput } from "../lint/lint-files.js";
import type { Arguments } from "./arguments.js";
import { imageSettingsOf } from "./image-options.js";
import { referencesOf, type ReferenceContext } from "./image-references.js";
import type { Output } from "./output.js";

/** Tells of each `--image` that fits no image of the files, most likely since it is mistyped. */
export function tellUnfittingImages(given: Arguments, inputs: readonly LintInput[], context: ReferenceContext, output: Output): void {
  const { images = {} } = imageSettingsOf(given);
  const references = referencesOf(inputs, context);
  for (const [pattern, release] of Object.entries(images)) {
    if (references.some((reference) => findCustomImage(reference, { [pattern]: release }) !== null)) continue;
    output.tell(`compose-lint: --image ${pattern}=${release} fits no image of these files. \`compose-lint inspect\` lists them.\n`);
  }
}
