import { UsageError } from "../usage-error.js";

/** V8 compiles the program anew for each thread, for which so many files must make up. */
const FILES_OF_A_THREAD = 1000;
/** It does so in threads of its own, as it collects garbage: two of ours on two cores are hardly faster than one. */
const CORES_OF_A_THREAD = 2;

/** How many threads a run may have; `auto` where that is left to its size. */
export type Concurrency = number | "auto" | "off";

/** @throws UsageError for what is none. */
export function concurrencyOf(text: string | undefined): Concurrency {
  if (text === undefined || text === "auto" || text === "off") return text ?? "auto";
  if (/^[1-9]\d{0,2}$/u.test(text)) return Number(text);
  throw new UsageError(`--concurrency takes a number of threads from 1 to 999, \`auto\` or \`off\`, not ${text}.`);
}

/**
 * How many threads lint so many files; 0: this one does.
 * @param coresOf How many threads the machine runs at once; asked for where it matters.
 */
export function threadsFor(files: number, concurrency: Concurrency, coresOf = coresOfMachine): number {
  if (concurrency === "off") return 0;
  const most = concurrency === "auto" ? Math.floor(files / FILES_OF_A_THREAD) : Math.min(concurrency, files);
  // One thread beside this one, which would wait for it, gains nothing.
  if (most < 2) return 0;
  const threads = concurrency === "auto" ? Math.min(Math.floor(coresOf() / CORES_OF_A_THREAD), most) : most;
  return threads < 2 ? 0 : threads;
}

function coresOfMachine(): number {
  // Not loaded for a few files.
  return process.getBuiltinModule("node:os").availableParallelism();
}
