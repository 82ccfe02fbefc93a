import type { ImageReference } from "../image/reference.js";
import { chooseProgram, type Command } from "../program/program-of.js";
import type { Program } from "../program/program.js";
import { harmOf } from "./thread-verdict.js";

/** The program that a container runs, which decides what it comes to without threads; null where it is not known. */
export function containerProgram(image: ImageReference | null, command: Command, entrypoint: Command): Program | null {
  const name = image === null ? null : { name: image.familiarName, tag: image.tag?.text };
  const choice = chooseProgram(name, command, entrypoint);
  if (choice === null) return null;
  const isTold = [command, entrypoint].some((given) => given != null && given.length > 0);
  // That the image's own program needs no threads tells nothing of the unknown one that is named instead.
  return choice.by === "image" && isTold && harmOf(choice.program) === "none" ? null : choice.program;
}
