import { UsageError } from "../usage-error.js";
import { hasLightCompilation } from "./light-compilation.js";

/** V8 compiles the program anew for each thread, for which so many files must make up. */
const FILES_OF_A_THREAD = 1250;
/** Each takes memory of its own, and one of them hands out the work and tells what came of it. */
const MOST_THREADS = 8;

/** What decides how many threads are worth while. */
export interface Machine {
  /** How many threads run at once; asked for where it matters. */
  cores: () => number;
  /** Whether V8 compiles with less than all it has, and so needs no core beside that of each thread. */
  compilesLightly: boolean;
}

// Not loaded for a few files.
const thisMachine: Machine = { cores: () => process.getBuiltinModule("node:os").availableParallelism(), compilesLightly: hasLightCompilation };

/** How many threads a run may have; `auto` where that is left to its size. */
export type Concurrency = number | "auto" | "off";

/** @throws UsageError for what is none. */
export function concurrencyOf(text: string | undefined): Concurrency {
  if (text === undefined || text === "auto" || text === "off") return text ?? "auto";
  if (/^[1-9]\d{0,2}$/u.test(text)) return Number(text);
  throw new UsageError(`--concurrency takes a number of threads from 1 to 999, \`auto\` or \`off\`, not ${text}.`);
}

/** How many threads lint so many files; 0: this one does. */
export function threadsFor(files: number, concurrency: Concurrency, { cores, compilesLightly }: Machine = thisMachine): number {
  if (concurrency === "off") return 0;
  const most = concurrency === "auto" ? Math.min(Math.floor(files / FILES_OF_A_THREAD), MOST_THREADS) : Math.min(concurrency, files);
  // One thread beside this one, which would wait for it, gains nothing.
  if (most < 2) return 0;
  const threads = concurrency === "auto" ? Math.min(Math.floor(cores() / (compilesLightly ? 1 : 2)), most) : most;
  return threads < 2 ? 0 : threads;
}

/** Whether so many threads leave no cores to what V8 compiles beside them. */
export function takesAllCores(threads: number, { cores }: Machine = thisMachine): boolean {
  return threads * 2 > cores();
}
