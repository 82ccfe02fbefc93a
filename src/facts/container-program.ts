import { findInspectedImage } from "../image/inspected-image.js";
import type { ImageReference } from "../image/reference.js";
import { copiedProgram, type BuiltStage } from "./copied-program.js";
import { knownName } from "../image/registry-alias.js";
import { knownReference, type ResolveOptions } from "../image/resolve.js";
import { chooseProgram, type Command, type ProgramChoice } from "../program/program-of.js";
import type { Program } from "../program/program.js";
import { Remembered } from "./remembered.js";
import { harmOf } from "./thread-verdict.js";

// Many services run the same image as it is.
const choices = new Remembered<ProgramChoice | null>();

/**
 * The program that a container runs, which decides what it comes to without threads; null where it is not known.
 *
 * @param built the stage that the image is made of, where a Dockerfile builds it
 */
export function containerProgram(
  image: ImageReference | null,
  command: Command,
  entrypoint: Command,
  images: ResolveOptions,
  built: BuiltStage | null = null,
): Program | null {
  const known = image === null ? null : knownReference(image, images.custom);
  const name = known === null ? null : { name: knownName(known), tag: known.tag?.text };
  const named = choices.get(JSON.stringify([name, command, entrypoint]), () => chooseProgram(name, command, entrypoint));
  const choice = named ?? inspectedChoice(image, command, entrypoint, images);
  const told = [entrypoint, command].find((given) => given != null && given.length > 0) ?? null;
  const isNamed = choice !== null && choice.by !== "image";
  const copied = built === null || isNamed ? null : copiedProgram(built, told);
  if (copied !== null || choice === null) return copied;
  // That the image's own program needs no threads tells nothing of the unknown one that is named instead.
  return choice.by === "image" && told !== null && harmOf(choice.program) === "none" ? null : choice.program;
}

/** For an image that no table knows, what the image itself says that it runs. */
function inspectedChoice(
  image: ImageReference | null,
  command: Command,
  entrypoint: Command,
  { inspected }: ResolveOptions,
): ProgramChoice | null {
  const read = image === null || inspected === undefined ? null : findInspectedImage(image, inspected);
  if (read === null) return null;
  return chooseProgram(null, command ?? (entrypoint == null ? read.command : null), entrypoint ?? read.entrypoint);
}
