import type { Copy } from "../dockerfile/ast.js";
import type { Stage } from "../dockerfile/stage.js";
import { parseImageReference } from "../image/reference.js";
import { resolveImage } from "../image/resolve.js";
import { commandWords } from "../program/command-words.js";
import { executableOf } from "../program/executed-words.js";
import { programsOfImage } from "../program/image-programs.js";
import { knownProgram } from "../program/known-programs.js";
import type { Command } from "../program/program-of.js";
import type { Program } from "../program/program.js";
import { runWords } from "./dockerfile-command.js";

/** The stage of a Dockerfile that a container is made of, and those that it may copy from. */
export interface BuiltStage {
  stage: Stage;
  stages: readonly Stage[];
}

/**
 * What is known of a program that the Dockerfile itself builds: that it is one of Go, if the stage that it is copied
 * from has a Go image. Built without cgo (`CGO_ENABLED=0`, or on musl, whose programs do not run on glibc) it does not
 * use the C library. Null for all other programs.
 */
export function copiedProgram({ stage, stages }: BuiltStage, command: Command): Program | null {
  const executable = executableOf(typeof command === "string" ? commandWords(command) : (command ?? []));
  if (executable === null) return null;
  const source = sourceOf(executable, stage, stages);
  if (source === null) return null;
  const image = goImageOf(source);
  if (image === null) return null;
  const isStatic = image.libc?.name === "musl" || [...chainOf(source, stages)].some(switchesCgoOff);
  return knownProgram(isStatic ? "go" : "go-any");
}

/** The stage in which an executable was made: the one that COPY takes it from, else the stage itself. */
function sourceOf(executable: string, stage: Stage, stages: readonly Stage[]): Stage | null {
  for (const current of chainOf(stage, stages)) {
    for (const dependency of current.dependencies.toReversed()) {
      if (dependency.instruction.type !== "Copy" || !brings(dependency.instruction, executable)) continue;
      return dependency.kind === "stage" ? (stages[dependency.stage] ?? null) : null;
    }
  }
  return stage;
}

/** Whether a COPY makes a file of this name: of a file under its own or a new name, or as part of a folder. */
function brings({ sources, destination }: Copy, executable: string): boolean {
  const target = destination?.value ?? "";
  const names = [target, ...sources.map(({ value }) => value)].map(baseName);
  return names.includes(baseName(executable)) || (target.length > 1 && executable.startsWith(`${target.replace(/\/$/u, "")}/`));
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}

function goImageOf({ rootImage }: Stage): ReturnType<typeof resolveImage> | null {
  if (rootImage.kind !== "image") return null;
  const parsed = parseImageReference(rootImage.reference);
  if (!parsed.ok || !programsOfImage({ name: parsed.reference.familiarName }).includes("go-any")) return null;
  return resolveImage(parsed.reference);
}

/** A stage and the stages below it. */
function* chainOf(stage: Stage, stages: readonly Stage[]): Generator<Stage> {
  for (let current: Stage | undefined = stage; current !== undefined; ) {
    yield current;
    const { base }: Stage = current;
    current = base.kind === "stage" ? stages[base.stage] : undefined;
  }
}

function switchesCgoOff({ assignments, runs }: Stage): boolean {
  if (assignments.get("CGO_ENABLED")?.value === "0") return true;
  return runs.some((run) => runWords(run).some((words) => words.some((word) => /\bCGO_ENABLED=["']?0\b/u.test(word))));
}
