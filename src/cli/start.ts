// What `bin` names: runs the bundled program with the code that V8 compiled in earlier runs.
import path from "node:path";
import { runCachedScript } from "./cached-script.js";
import { codeCacheFolder, processSurroundings } from "./code-cache.js";
import { commandNames } from "./command.js";

declare const __filename: string;
declare const require: NodeJS.Require;
/** A digest of the bundle, set by the build. */
declare const BUNDLE_DIGEST: string;

type Bundle = (require: NodeJS.Require, filename: string, folder: string, importModule: (href: string) => Promise<unknown>) => void;

function start(): void {
  const folder = path.dirname(__filename);
  const file = path.join(folder, "program.cjs");
  const surroundings = processSurroundings();
  const run = runCachedScript(file, fileOf(codeCacheFolder(surroundings)), surroundings) as Bundle;
  run(require, file, folder, (href) => import(href) as Promise<unknown>);
}

/** What decides whether code fits is in the name; V8 checks its own version and flags besides. */
function fileOf(folder: string | null): string | null {
  if (folder === null) return null;
  return path.join(folder, `${BUNDLE_DIGEST}-${process.version}-${process.arch}-${partOf(process.argv.slice(2))}`);
}

/** What runs other parts of the program has code of its own. */
function partOf(words: readonly string[]): string {
  if (words.includes("--help") || words.includes("--version")) return "help";
  return commandNames.find((name) => name === words[0]) ?? (words.some((word) => word.startsWith("--fix")) ? "fix" : "lint");
}

start();
