// What `bin` names: runs the bundled program with the code that V8 compiled in earlier runs. Node's own compile cache
// (`module.enableCompileCache`) keeps what is compiled while a module loads; most of what one run calls is compiled
// later, function by function, which takes longer than the linting. So the code is kept when a run ends.
import { readFileSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";
import { codeCacheFolder, readCode, writeCode, type CachedCode, type CacheSurroundings } from "./code-cache.js";
import { commandNames } from "./command.js";

declare const __filename: string;
declare const require: NodeJS.Require;
/** A digest of the bundle, set by the build. */
declare const BUNDLE_DIGEST: string;

/** The first runs see most of the program; later ones are looked at now and then for what they compiled besides. */
const LEARNING_RUNS = 3;
const LOOKED_AT = 16;

type Bundle = (require: NodeJS.Require, filename: string, folder: string, importModule: (href: string) => Promise<unknown>) => void;

function start(): void {
  const folder = path.dirname(__filename);
  const file = path.join(folder, "program.cjs");
  const surroundings: CacheSurroundings = {
    variables: process.env,
    platform: process.platform,
    uid: process.getuid?.() ?? null,
  };
  const cacheFile = fileOf(codeCacheFolder(surroundings));
  const cached = cacheFile === null ? null : readCode(cacheFile, surroundings);
  const script = new vm.Script(readFileSync(file, "latin1"), {
    filename: file,
    ...(cached === null ? {} : { cachedData: cached.code }),
  });
  if (cacheFile !== null) {
    const known = script.cachedDataRejected === true ? null : cached;
    process.on("exit", () => {
      keepCode(script, cacheFile, known, surroundings);
    });
  }
  (script.runInThisContext() as Bundle)(require, file, folder, (href) => import(href) as Promise<unknown>);
}

/** What decides whether code fits is in the name; V8 checks its own version and flags besides. */
function fileOf(folder: string | null): string | null {
  if (folder === null) return null;
  const words = process.argv.slice(2);
  if (words.includes("--help") || words.includes("--version")) return null;
  // Other commands run other parts of the program.
  const command = commandNames.find((name) => name === words[0]) ?? (words.some((word) => word.startsWith("--fix")) ? "fix" : "lint");
  return path.join(folder, `${BUNDLE_DIGEST}-${process.version}-${process.arch}-${command}`);
}

function keepCode(script: vm.Script, file: string, known: CachedCode | null, surroundings: CacheSurroundings): void {
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

start();
