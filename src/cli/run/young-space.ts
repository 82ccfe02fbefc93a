import { NEWEST_NODE, nodeMajor, setUntilEnd } from "./v8-flags.js";

/** A run over fewer files ends before it matters. */
export const MANY_FILES = 500;
/** Much more than one file needs. V8 goes up to 128 MiB where it is left alone, which makes a run hardly faster. */
const ENOUGH_BYTES = 16 * 1024 * 1024;

const noPretenuring = { set: "--no-allocation-site-pretenuring", reset: "--allocation-site-pretenuring" };
/** Hardly anything is left to move in a collection, and threads that wait for each other to find it take longer than one. */
const noHelpers = { set: "--no-parallel-scavenge", reset: "--parallel-scavenge" };
const noGrowth = { set: "--semi-space-growth-factor=1", reset: "--semi-space-growth-factor=2" };

/**
 * The part of V8's memory where objects are made, and from where those that outlive some collections are moved. In a run over
 * many files hardly a tree outlives its file, which V8 cannot know.
 */
export class YoungSpace {
  #isTended = false;

  /**
   * Where V8 has seen objects of a kind outlive some collections, it makes all of that kind in the old space for the rest of
   * the run, and only a full collection takes them away; a third of the time and of the memory hangs on that. To be called
   * when all threads have read their program.
   */
  tend(files: number): void {
    if (files < MANY_FILES || nodeMajor > NEWEST_NODE) return;
    this.#isTended = true;
    setUntilEnd([noPretenuring, noHelpers]);
  }

  /** Lets it grow no more once it is large enough. To be called now and then. */
  bound(): void {
    if (!this.#isTended) return;
    const spaces = process.getBuiltinModule("node:v8").getHeapSpaceStatistics();
    const size = spaces.find(({ space_name: name }) => name === "new_space")?.space_size ?? 0;
    if (size < ENOUGH_BYTES) return;
    this.#isTended = false;
    setUntilEnd([noGrowth]);
  }
}
