// Puts the chunks that esbuild splits a program into (ES modules only) into two scripts, each chunk as a function that runs
// when it is first asked for: V8 keeps the compiled code of a script together, and what a run does not need costs nothing
// but the reading of its text. So what few runs need is in a script of its own.
import path from "node:path";

/** The parameters of both scripts, which are functions, beside what tells them of the other's chunks. */
const PARAMETERS = "require, __filename, __dirname, __importModule";

/**
 * @param files esbuild's output files, not minified; chunks name each other by relative paths
 * @param entry the name of the chunk to start with
 * @param usual the beginnings of the names of other chunks that most runs need, with what these need
 * @returns two modules, each with a function as its default: the program, and the rest of it. The program gets a function
 *   that gives the chunks of the rest for a function that loads any chunk.
 */
export function twoScripts(files, entry, usual) {
  const chunks = new Map(files.map(({ path: file, text }) => [path.basename(file), chunkOf(text)]));
  const wanted = usual.map((name) => {
    const found = [...chunks.keys()].filter((chunk) => chunk.startsWith(`${name}-`));
    if (found.length !== 1) throw new Error(`The bundle has ${found.length} chunks of ${name}, not one.`);
    return found[0];
  });
  const reached = reachedFrom([entry, ...wanted], chunks);
  const written = (isUsual) => {
    const parts = [...chunks].filter(([name]) => reached.has(name) === isUsual);
    return `{\n${parts.map(([name, { body }]) => `${JSON.stringify(name)}() {\n${body}\n}`).join(",\n")}\n}`;
  };
  const program = `export default (${PARAMETERS}, __chunksOfRest) => {
const __loaded = {};
const __chunks = ${written(true)};
let __rest;
const __readRest = () => (__rest ??= __chunksOfRest(__chunk));
const __chunk = (name) => (__loaded[name] ??= (__chunks[name] ?? __readRest()[name])());
__chunk(${JSON.stringify(entry)});
}`;
  return { program, rest: `export default (${PARAMETERS}, __chunk) => (${written(false)})` };
}

function reachedFrom(names, chunks) {
  const reached = new Set();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    waiting.push(...chunks.get(name).needs);
  }
  return reached;
}

/** A chunk's statements, and which other chunks it needs when it is run. */
function chunkOf(text) {
  const needs = new Set();
  const body = chunkBody(text, needs);
  // All that is not called later, as `called-later.mjs` writes it.
  for (const [, name, chunk] of body.matchAll(/\bconst (require_\w+) = \(\) => __chunk\("([^"]+)"\)/g)) {
    if (new RegExp(`(?<!\\?\\?= )\\b${name}\\(\\)`).test(text)) needs.add(chunk);
  }
  return { body, needs };
}

function chunkBody(text, needs) {
  const body = text
    .replace(/^import (?:(\w+)(?:, )?)?(?:\* as (\w+)|\{([^}]*)\})? ?(?:from )?"([^"]+)";$/gm, (_, one, all, some, name) =>
      importOf(name, { one, all, some }, needs),
    )
    .replace(/\bchunkAtOnce\(import\("([^"]+)"\)\)/g, (_, name) => loadOf(name))
    .replace(/\bimport\("([^"]+)"\)/g, (_, name) => `Promise.resolve().then(() => ${loadOf(name)})`)
    // At the end alone: a text in the program may have such a line too.
    .replace(/^export default (.*);\n*$(?![^])/m, "return { default: $1 };\n")
    .replace(/^export \{([^}]*)\};$/gm, (_, names) => exportOf(names, text));
  const left = /^(?:import|export)\b.*$/m.exec(body);
  if (left !== null) throw new Error(`Not understood in a chunk: ${left[0]}`);
  return body;
}

function importOf(name, { one, all, some }, needs) {
  const load = loadOf(name);
  const { waiting, wanted } = namesOf(some ?? "");
  const statements = waiting.map(([real, local = real]) => `const ${local} = () => ${load}.${real}();`);
  // Of Node's modules the default is the module.
  if (one !== undefined) statements.push(`const ${one} = ${load}${isChunk(name) ? ".default" : ""};`);
  if (all !== undefined) statements.push(`const ${all} = ${load};`);
  if (wanted.length > 0) statements.push(`const { ${wanted.map(([real, local = real]) => `${real}: ${local}`).join(", ")} } = ${load};`);
  if (isChunk(name) && statements.length > waiting.length) needs.add(path.basename(name));
  // Without names esbuild keeps the order of side effects, which no module of ours has: what nobody names is not run.
  return statements.length === 0 && !isChunk(name) ? `${load};` : statements.join(" ");
}

/** What esbuild makes of a CommonJS module is a function that runs it, so its chunk can wait for the call. */
function namesOf(some) {
  const pairs = some.split(",").filter((name) => name.trim() !== "").map((name) => name.trim().split(" as "));
  const isWaiting = ([name]) => name.startsWith("require_");
  return { waiting: pairs.filter(isWaiting), wanted: pairs.filter((pair) => !isWaiting(pair)) };
}

function loadOf(name) {
  return isChunk(name) ? `__chunk(${JSON.stringify(path.basename(name))})` : `require(${JSON.stringify(name)})`;
}

/** The rest is in Node, or in a file of its own beside the script. */
function isChunk(name) {
  return name.startsWith("./") && name.endsWith(".js");
}

/** Other chunks get the values that there are when this one has run, so what is exported must have its last one. */
function exportOf(names, text) {
  const pairs = names.split(",").map((name) => name.trim().split(" as "));
  const later = new Set([...text.matchAll(/^(?:var|let) ([\w$, ]+);$/gm)].flatMap(([, list]) => list.split(", ")));
  const early = pairs.find(([local]) => later.has(local));
  if (early !== undefined) throw new Error(`${early[0]} is exported from a chunk before it has its value.`);
  return `return { ${pairs.map(([local, exported = local]) => `${exported}: ${local}`).join(", ")} };`;
}
