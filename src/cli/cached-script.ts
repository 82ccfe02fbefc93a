import { readFileSync } from "node:fs";
import { Script } from "node:vm";
import { readCode, writeCode, type CachedCode, type CacheSurroundings } from "./code-cache.js";

/** The first runs see most of a script; later ones are looked at now and then for what they compiled besides. */
const LEARNING_RUNS = 3;
const LOOKED_AT = 16;

/**
 * Runs a script with the code that V8 compiled in earlier runs. Node's own compile cache (`module.enableCompileCache`)
 * keeps what is compiled while a module loads; most of what one run calls is compiled later, function by function, which
 * takes longer than the linting. So the code is kept when the process ends.
 *
 * @param file of the script, in ASCII
 * @param cacheFile where its code is kept; null for nowhere
 * @param wrapped what to put around the script's text
 * @returns the value of the script's last expression
 */
export function runCachedScript(
  file: string,
  cacheFile: string | null,
  surroundings: CacheSurroundings,
  [before, after]: readonly [string, string] = ["", ""],
): unknown {
  const cached = cacheFile === null ? null : readCode(cacheFile, surroundings);
  const script = new Script(before + readFileSync(file, "latin1") + after, {
    filename: file,
    ...(cached === null ? {} : { cachedData: cached.code }),
  });
  if (cacheFile !== null) {
    const known = script.cachedDataRejected === true ? null : cached;
    process.on("exit", () => {
      keepCode(script, cacheFile, known, surroundings);
    });
  }
  return script.runInThisContext();
}

function keepCode(script: Script, file: string, known: CachedCode | null, surroundings: CacheSurroundings): void {
  const generation = known === null ? 0 : known.generation + 1;
  if (generation >= LEARNING_RUNS && process.pid % LOOKED_AT !== 0) return;
  const bytecode = process.getBuiltinModule("node:v8").getHeapCodeStatistics().bytecode_and_metadata_size;
  const isKnown = known !== null && bytecode <= known.bytecode * 1.02;
  if (isKnown && generation >= LEARNING_RUNS) return;
  // The program is at its end: a signal is not to leave half of a file.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
  const code = isKnown ? known.code : script.createCachedData();
  writeCode(file, { code, generation, bytecode: Math.max(bytecode, known?.bytecode ?? 0) }, surroundings);
}
