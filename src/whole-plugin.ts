import nodeModule from "node:module";
import path from "node:path";
import { runCachedScript } from "./cli/cached-script.js";
import { processSurroundings } from "./cli/code-cache.js";

declare const __dirname: string;
declare const require: NodeJS.Require;
/** A digest of the whole plugin, set by the build. */
declare const BUNDLE_DIGEST: string;

type Module = (exports: object, require: NodeJS.Require, module: { exports: unknown }, filename: string, folder: string) => void;

let whole: unknown;

/**
 * A function of the whole plugin, which is loaded at the first call of any: most runs of ESLint in a project with this
 * plugin lint no file of ours. For the outline of the plugin, which the build makes (tools/plugin-outline.mjs).
 *
 * @param keys where the function is: `"rules", "syntax", "create"`
 */
export function ofWholePlugin(...keys: readonly string[]): (...args: unknown[]) => unknown {
  return (...args) => {
    whole ??= loadWholePlugin();
    const owner = keys.slice(0, -1).reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], whole);
    return (owner as Record<string, (...args: unknown[]) => unknown>)[keys.at(-1) ?? ""]?.(...args);
  };
}

/** Where the process keeps compiled code, as ESLint's command does, that of the plugin is kept too; else nothing is. */
function loadWholePlugin(): unknown {
  const file = path.join(__dirname, "plugin.cjs");
  // Not in all versions of Node that we run in.
  const folder = (nodeModule as { getCompileCacheDir?: () => string | undefined }).getCompileCacheDir?.();
  if (folder === undefined) return require("./plugin.cjs");
  const cacheFile = path.join(folder, "compose-lint", `${BUNDLE_DIGEST}-${process.version}-${process.arch}-plugin`);
  const run = runCachedScript(file, cacheFile, processSurroundings(), [
    "(function (exports, require, module, __filename, __dirname) {",
    "\n})",
  ]) as Module;
  const module = { exports: {} };
  run(module.exports, require, module, file, __dirname);
  return module.exports;
}
