import path from "node:path";
import type { Engine } from "./engine.js";
import { runProgram } from "./run-program.js";
import type { Outcome, RunOptions } from "./run-program.js";
import { composeV1Unavailable, composeV2Unavailable } from "./unavailable.js";
import { unpackProgram } from "./unpack-program.js";

/** One of the two generations of Compose. */
export interface ComposeProgram {
  readonly name: string;
  /** Why it cannot be tested on this machine, or null. */
  unavailable(): string | null;
  /** Runs it against an engine in the project's folder, which is what v1 resolves relative paths from. */
  run(engine: Engine, folder: string, args: readonly string[], options?: Omit<RunOptions, "cwd">): Promise<Outcome>;
}

/** Debian's docker-compose 1.29.2. */
export const composeV1: ComposeProgram = {
  name: "docker-compose 1.29",
  unavailable: composeV1Unavailable,
  run: (engine, folder, args, options) =>
    runProgram("docker-compose", args, { ...options, env: { ...engine.environment, ...options?.env }, cwd: folder }),
};

/** Docker Compose 2.40.3 of the folder of real engines. */
export const composeV2: ComposeProgram = {
  name: "Compose 2.40.3",
  unavailable: composeV2Unavailable,
  run: async (engine, folder, args, options) => {
    const program = await unpackProgram("docker-compose-2.40.3", path.join(engine.folder, "programs"));
    return runProgram(program, args, { ...options, env: { ...engine.environment, ...options?.env }, cwd: folder });
  },
};

export const composePrograms: readonly ComposeProgram[] = [composeV1, composeV2];
