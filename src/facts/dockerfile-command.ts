import type { Cmd, Entrypoint, JsonStrings, Run, ShellText } from "../dockerfile/ast.js";
import type { Stage } from "../dockerfile/stage.js";

/** A command as the program library takes it: words of the exec form, or a line for a shell. */
export type StageCommand = string | string[];

/** What a container of a stage runs: the last CMD and ENTRYPOINT of the stage or of the stages below it. */
export function stageCommand(
  stage: Stage,
  stages: readonly Stage[],
): { command: StageCommand | null; entrypoint: StageCommand | null } {
  let command: StageCommand | null = null;
  let entrypoint: StageCommand | null = null;
  for (let current: Stage | undefined = stage; current !== undefined; ) {
    const { instructions, base }: Stage = current;
    const last = (type: "Cmd" | "Entrypoint"): Cmd | Entrypoint | undefined =>
      instructions.findLast((instruction): instruction is Cmd | Entrypoint => instruction.type === type);
    // An ENTRYPOINT drops the CMD of the stages below it.
    if (entrypoint === null) command ??= commandOf(last("Cmd")?.command ?? null);
    entrypoint ??= commandOf(last("Entrypoint")?.command ?? null);
    current = base.kind === "stage" ? stages[base.stage] : undefined;
  }
  return { command, entrypoint };
}

function commandOf(command: ShellText | JsonStrings | null): StageCommand | null {
  if (command === null) return null;
  return command.type === "ShellText" ? command.value : command.elements.map(({ value }) => value);
}

/** The words that a RUN executes: those of the exec form, or a shell with the script of the shell form or heredoc. */
export function runWords(run: Run): string[][] {
  const words: string[][] = run.heredocs.map(({ content }) => ["/bin/sh", "-c", content]);
  const command = commandOf(run.command);
  if (command !== null) words.unshift(typeof command === "string" ? ["/bin/sh", "-c", command] : command);
  return words;
}
