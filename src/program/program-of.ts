import { commandWords } from "./command-words.js";
import { executedPrograms } from "./executed-words.js";
import { programsOfImage, type ImageName } from "./image-programs.js";
import { knownProgram } from "./known-programs.js";
import type { Program, ProgramId } from "./program.js";

/** A command as Compose or a Dockerfile gives it: words, one line of text, or nothing (then the image's own counts). */
export type Command = readonly string[] | string | null | undefined;

/** Which program a container runs, and what told it. */
export interface ProgramChoice {
  readonly program: Program;
  readonly by: "entrypoint" | "command" | "image";
}

/**
 * The program that a container runs. The entrypoint or command decides where it names a known program, else the image.
 * Where several run, the one that fails earliest without threads counts. Null where it is not known.
 */
export function programOf(image: ImageName | null, command?: Command, entrypoint?: Command): Program | null {
  return chooseProgram(image, command, entrypoint)?.program ?? null;
}

/** As `programOf`, and says which of the three decided. */
export function chooseProgram(image: ImageName | null, command?: Command, entrypoint?: Command): ProgramChoice | null {
  const fromImage = image === null ? [] : programsOfImage(image);
  const entrypointWords = toWords(entrypoint);
  const words = [...entrypointWords, ...toWords(command)];
  const started = executedPrograms(words).map((program) => asInImage(program, fromImage));
  const decided = decide(started);
  if (decided !== null) return { program: decided, by: entrypointWords.length > 0 ? "entrypoint" : "command" };
  const program = decide(fromImage);
  return program === null ? null : { program, by: "image" };
}

function toWords(command: Command): readonly string[] {
  return typeof command === "string" ? commandWords(command) : (command ?? []);
}

// MariaDB's images accept MySQL's name of the server; only the image tells which one it is.
function asInImage(program: ProgramId | null, fromImage: readonly (ProgramId | null)[]): ProgramId | null {
  return program === "mysql" && fromImage.includes("mariadb") ? "mariadb" : program;
}

function decide(started: readonly (ProgramId | null)[]): Program | null {
  const known = started.filter((id) => id !== null);
  const program = earliest(known);
  // An unknown program beside harmless ones may be the one that matters.
  return program?.startsThreads === "at start" || known.length === started.length ? program : null;
}

function earliest(ids: readonly ProgramId[]): Program | null {
  let best: Program | null = null;
  for (const id of ids) {
    const program = knownProgram(id);
    if (best === null || urgency(program) > urgency(best)) best = program;
  }
  return best;
}

function urgency(program: Program): number {
  if (program.startsThreads === "at start" || program.spawnsPrograms === "at start") return 4;
  if (program.startsThreads === "unknown") return 3;
  if (program.startsThreads === "in use" || program.spawnsPrograms === "at first start") return 2;
  return program.spawnsPrograms === "in use" ? 1 : 0;
}
