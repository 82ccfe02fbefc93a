import type { User } from "../dockerfile/ast.js";
import type { Stage } from "../dockerfile/stage.js";
import { stageVariables } from "../dockerfile/stages.js";

/** The variables that the ENV instructions of a stage, and of the stages below it, leave in its containers. */
export function stageEnvironment(stage: Stage, stages: readonly Stage[]): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, { value, origin }] of stageVariables(stages, stage)) {
    if (origin.kind === "env") environment[name] = value;
  }
  return environment;
}

/** The user of the last USER of a stage or of the stages below it; null where there is none, or where it has a variable. */
export function stageUser(stage: Stage, stages: readonly Stage[]): string | null {
  for (let current: Stage | undefined = stage; current !== undefined; ) {
    const { instructions, base }: Stage = current;
    const last = instructions.findLast((instruction): instruction is User => instruction.type === "User");
    if (last !== undefined) return last.user === null || last.user.value.includes("$") ? null : last.user.value;
    current = base.kind === "stage" ? stages[base.stage] : undefined;
  }
  return null;
}
