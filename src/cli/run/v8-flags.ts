import { readRestOfProgram } from "../read-rest-of-program.js";

/** A flag of V8, and what it is when V8 starts. */
export interface Flag {
  set: string;
  reset: string;
}

/**
 * The major release of Node that runs the program.
 * V8 complains of a flag that it does not know, and a later one may understand one in another way.
 */
export const nodeMajor = Number.parseInt(process.versions.node, 10);
/** The newest that we run the program with. */
export const NEWEST_NODE = 24;

/**
 * Sets flags for all threads, until the program ends: compiled code is kept for the next run then, which starts without them.
 * To be called when all threads have read their program: V8 takes compiled code only with the flags that it was compiled with.
 */
export function setUntilEnd(flags: readonly Flag[]): void {
  readRestOfProgram();
  const { setFlagsFromString } = process.getBuiltinModule("node:v8");
  for (const { set } of flags) setFlagsFromString(set);
  process.prependListener("exit", () => {
    for (const { reset } of flags) setFlagsFromString(reset);
  });
}
