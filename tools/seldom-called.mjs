// An esbuild plugin for a bundle that is split: modules whose functions a usual run imports and never calls are in a chunk of
// their own, which is loaded when one of them is called. What is not loaded V8 need not hold, and nothing of it runs.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

/** The chunk's name. */
const CHUNK = "seldom-called";

/**
 * @param modules the modules' names by folder; `*` stands for all that export functions alone
 * @throws Error if a module is not there, or exports more than functions
 */
export function seldomCalled(modules) {
  const functions = new Map(Object.entries(modules).flatMap(([folder, names]) => modulesOf(path.resolve(folder), names)));
  const numbers = new Map([...functions.keys()].map((file, index) => [file, `module${index}`]));
  return {
    name: CHUNK,
    setup(build) {
      build.onResolve({ filter: /^\.\.?\// }, ({ path: name, importer, namespace, resolveDir }) => {
        const file = path.resolve(resolveDir, name).replace(/\.js$/, ".ts");
        // Among themselves they call each other as they are.
        return namespace === "file" && functions.has(file) && !functions.has(importer) ? { path: file, namespace: CHUNK } : undefined;
      });
      build.onResolve({ filter: new RegExp(`^${CHUNK}$`) }, () => ({ path: CHUNK, namespace: `${CHUNK}-all` }));
      build.onLoad({ filter: /.*/, namespace: CHUNK }, ({ path: file }) => ({
        contents: functions.get(file).map((name) => loadingOnce(name, numbers.get(file))).join("\n"),
        resolveDir: path.dirname(file),
      }));
      build.onLoad({ filter: /.*/, namespace: `${CHUNK}-all` }, () => ({
        contents: [...numbers].map(([file, number]) => `export * as ${number} from ${JSON.stringify(file)};`).join("\n"),
        resolveDir: process.cwd(),
      }));
    },
  };
}

/** A function that puts the real one in its place when it is first called. */
function loadingOnce(name, number) {
  return `export let ${name} = (...given) => (${name} = chunkAtOnce(import("${CHUNK}")).${number}.${name})(...given);`;
}

function modulesOf(folder, names) {
  const all = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  const wanted = names.includes("*") ? all : names.map((name) => `${name}.ts`);
  return wanted.map((name) => path.join(folder, name)).flatMap((file) => {
    const functions = exportedFunctions(readFileSync(file, "utf8"));
    if (functions !== null) return [[file, functions]];
    if (names.includes("*")) return [];
    throw new Error(`${file} exports more than functions, so it cannot wait until they are called.`);
  });
}

/** The names that a module exports, where each is a function that is told from others by its call alone; else null. */
function exportedFunctions(text) {
  const names = [];
  for (const [, kind, name] of text.matchAll(/^export (?!type |interface )((?:async )?function\*?|[\w{*]+)\s+(\w*)/gm)) {
    if (!/^(?:async )?function\*?$/.test(kind)) return null;
    names.push(name);
  }
  return names.length === 0 ? null : names;
}
