import type { ImageReference } from "../image/reference.js";
import { copiedProgram, type BuiltStage } from "./copied-program.js";
import { chooseProgram, type Command } from "../program/program-of.js";
import type { Program } from "../program/program.js";
import { harmOf } from "./thread-verdict.js";

/**
 * The program that a container runs, which decides what it comes to without threads; null where it is not known.
 *
 * @param built the stage that the image is made of, where a Dockerfile builds it
 */
export function containerProgram(
  image: ImageReference | null,
  command: Command,
  entrypoint: Command,
  built: BuiltStage | null = null,
): Program | null {
  const name = image === null ? null : { name: image.familiarName, tag: image.tag?.text };
  const choice = chooseProgram(name, command, entrypoint);
  const told = [entrypoint, command].find((given) => given != null && given.length > 0) ?? null;
  const isNamed = choice !== null && choice.by !== "image";
  const copied = built === null || isNamed ? null : copiedProgram(built, told);
  if (copied !== null || choice === null) return copied;
  // That the image's own program needs no threads tells nothing of the unknown one that is named instead.
  return choice.by === "image" && told !== null && harmOf(choice.program) === "none" ? null : choice.program;
}
