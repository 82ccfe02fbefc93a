import { nodeMajor, setUntilEnd } from "./v8-flags.js";

/** The one whose middle compiler, Maglev, is known to do enough; older ones have none that is switched on. */
const NODE_WITH_MAGLEV = 24;
/** Those processors for which it has been switched on for longest. */
const processors: readonly string[] = ["arm64", "x64"];

/** Given to Node at its start the first would also have Maglev inline more, which takes longer than it wins. */
const lightFlags = [
  { set: "--no-turbofan", reset: "--turbofan" },
  { set: "--no-osr-from-maglev", reset: "--osr-from-maglev" },
];

/** Whether V8 can do without its last compiler. */
export const hasLightCompilation = nodeMajor === NODE_WITH_MAGLEV && processors.includes(process.arch);

/**
 * V8 compiles the program anew for each thread, in threads of its own: with its last compiler that takes more than a second
 * for each, which only a core that is free can take over. To be called when all threads have read their program.
 */
export function compileLightly(): void {
  if (hasLightCompilation) setUntilEnd(lightFlags);
}
