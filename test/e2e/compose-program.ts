import { mkdirSync } from "node:fs";
import path from "node:path";
import { enginesFolder } from "./places.js";
import type { Engine } from "./engine.js";
import { runOrThrow, runProgram } from "./run-program.js";
import type { Outcome, RunOptions } from "./run-program.js";
import { composeV1Unavailable, composeV2Unavailable } from "./unavailable.js";

/** One of the two generations of Compose. */
export interface ComposeProgram {
  readonly name: string;
  /** Why it cannot be tested on this machine, or null. */
  unavailable(): string | null;
  /** Runs it against an engine in the project's folder, which is what v1 resolves relative paths from. */
  run(engine: Engine, folder: string, args: readonly string[], options?: Omit<RunOptions, "cwd">): Promise<Outcome>;
}

/** Debian's docker-compose 1.29.2. */
const composeV1: ComposeProgram = {
  name: "docker-compose 1.29",
  unavailable: composeV1Unavailable,
  run: (engine, folder, args, options) =>
    runProgram("docker-compose", args, { ...options, env: { ...engine.environment, ...options?.env }, cwd: folder }),
};

/** Docker Compose 2.40.3 of the folder of real engines. */
const composeV2: ComposeProgram = {
  name: "Compose 2.40.3",
  unavailable: composeV2Unavailable,
  run: async (engine, folder, args, options) => {
    const programs = path.join(engine.folder, "programs");
    mkdirSync(programs, { recursive: true });
    const unpacked = await runOrThrow(path.join(enginesFolder, "engine"), ["unpack", "docker-compose-2.40.3", programs]);
    const env = { ...engine.environment, ...options?.env };
    return runProgram(unpacked.trim(), args, { ...options, env, cwd: folder });
  },
};

export const composePrograms: readonly ComposeProgram[] = [composeV1, composeV2];
