/** A run over fewer files ends before it matters. */
const MANY_FILES = 500;
/** The newest major release of Node that we run it with: V8 complains of a flag that it does not know. */
const NEWEST_NODE = 24;

/**
 * Where V8 has seen objects of a kind outlive some collections, it makes all of that kind in the old space for the rest of
 * the run, and only a full collection takes them away. In a run over many files hardly a tree outlives its file, but while
 * V8 watches, some do; a third of the time and of the memory hangs on that.
 */
export function keepObjectsYoung(files: number): void {
  if (files < MANY_FILES || Number.parseInt(process.versions.node, 10) > NEWEST_NODE) return;
  process.getBuiltinModule("node:v8").setFlagsFromString("--no-allocation-site-pretenuring");
}
