import { UsageError } from "../usage-error.js";

/** A thread takes as long to start as it takes to lint about so many files. */
const FILES_OF_A_THREAD = 200;

/** How many threads a run may have; `auto` where that is left to its size. */
export type Concurrency = number | "auto" | "off";

/** @throws UsageError for what is none. */
export function concurrencyOf(text: string | undefined): Concurrency {
  if (text === undefined || text === "auto" || text === "off") return text ?? "auto";
  if (/^[1-9]\d{0,2}$/u.test(text)) return Number(text);
  throw new UsageError(`--concurrency takes a number of threads from 1 to 999, \`auto\` or \`off\`, not ${text}.`);
}

/** How many threads lint so many files; 0: this one does. */
export function threadsFor(files: number, concurrency: Concurrency): number {
  if (concurrency === "off") return 0;
  const most = concurrency === "auto" ? Math.floor(files / FILES_OF_A_THREAD) : Math.min(concurrency, files);
  // One thread beside this one, which would wait for it, gains nothing.
  if (most < 2) return 0;
  // Not loaded for a few files.
  const threads = concurrency === "auto" ? Math.min(process.getBuiltinModule("node:os").availableParallelism(), most) : most;
  return threads < 2 ? 0 : threads;
}
