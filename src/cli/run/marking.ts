import { nodeMajor, setUntilEnd } from "./v8-flags.js";

/** A run over fewer files ends before V8 begins to mark. */
const SOME_FILES = 50;
/** In a longer run there is enough to collect. */
const MANY_FILES = 500;
/** The newest that we run the program with. */
const NEWEST_NODE = 24;

const atOnce = { set: "--no-incremental-marking", reset: "--incremental-marking" };

/**
 * V8 marks what is reachable while the program runs, so that it need not stop for it, and each store of the program takes
 * longer then. In a run over some hundred files it would begin shortly before the end, for hardly anything: that is left
 * out, and V8 stops for all of it where memory becomes short nevertheless. To be called when all threads have read their
 * program.
 */
export function markAtOnce(files: number): void {
  if (files >= SOME_FILES && files < MANY_FILES && nodeMajor <= NEWEST_NODE) setUntilEnd([atOnce]);
}
