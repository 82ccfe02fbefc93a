// What `bin` names: runs the bundled program with the code that V8 compiled in earlier runs.
import { dirname } from "node:path";
import { pathIn } from "../text/path-in.js";
import { runCachedScript } from "./cached-script.js";
import { codeCacheFolder, processSurroundings } from "./code-cache.js";
import { commandNames } from "./command.js";

declare const __filename: string;
declare const require: NodeJS.Require;
/** A digest of the bundle, set by the build. */
declare const BUNDLE_DIGEST: string;

type ImportModule = (href: string) => Promise<unknown>;
type Chunks = object;
type LoadChunk = (name: string) => object;
type Program = (require: NodeJS.Require, filename: string, folder: string, importModule: ImportModule, ...others: ((load: LoadChunk) => Chunks)[]) => void;
type Others = (require: NodeJS.Require, filename: string, folder: string, importModule: ImportModule, load: LoadChunk) => Chunks;

function start(): void {
  const folder = dirname(__filename);
  const surroundings = processSurroundings();
  const cacheFolder = codeCacheFolder(surroundings);
  const importModule: ImportModule = (href) => import(href) as Promise<unknown>;
  const read = (name: string): unknown => runCachedScript(pathIn(folder, `${name}.cjs`), fileOf(cacheFolder, name), surroundings);
  const file = pathIn(folder, "program.cjs");
  const program = read("program") as Program;
  const chunksOf = (name: string) => (load: LoadChunk) => (read(name) as Others)(require, file, folder, importModule, load);
  program(require, file, folder, importModule, chunksOf("seldom"), chunksOf("rest"));
}

/** What decides whether code fits is in the name; V8 checks its own version and flags besides. */
function fileOf(folder: string | null, script: string): string | null {
  if (folder === null) return null;
  const part = partOf(process.argv.slice(2));
  return pathIn(folder, `${BUNDLE_DIGEST}-${process.version}-${process.arch}-${part}${script === "program" ? "" : `-${script}`}`);
}

/** What runs other parts of the program has code of its own. */
function partOf(words: readonly string[]): string {
  if (words.includes("--help") || words.includes("--version")) return "help";
  return commandNames.find((name) => name === words[0]) ?? (words.some((word) => word.startsWith("--fix")) ? "fix" : "lint");
}

start();
