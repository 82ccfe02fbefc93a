import { NEWEST_NODE, nodeMajor, setUntilEnd } from "./v8-flags.js";
import { MANY_FILES } from "./young-space.js";

/** A run over fewer files ends before V8 begins to mark. */
const SOME_FILES = 50;

const atOnce = { set: "--no-incremental-marking", reset: "--incremental-marking" };

/**
 * V8 marks what is reachable while the program runs, so that it need not stop for it, and each store of the program takes
 * longer then. In a run over some hundred files it would begin shortly before the end, for hardly anything: that is left
 * out, and V8 stops for all of it where memory becomes short nevertheless. To be called when all threads have read their
 * program.
 */
export function markAtOnce(files: number): void {
  // In a longer run there is enough to collect.
  if (files >= SOME_FILES && files < MANY_FILES && nodeMajor <= NEWEST_NODE) setUntilEnd([atOnce]);
}
