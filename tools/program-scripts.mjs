// Makes scripts of the chunks that esbuild splits the program into (ES modules only). V8 keeps the compiled code of a script
// together, and what a run does not need costs nothing but the reading of its text. So there are three: what most runs need
// is bundled again into one scope, in which names stand for themselves and no objects hand them from chunk to chunk; what
// some runs need, and what few do, are scripts with a function for each chunk, which runs when it is first asked for.
import { build } from "esbuild";
import path from "node:path";

/** The parameters of all scripts, which are functions, beside what tells them of the others' chunks. */
const PARAMETERS = "require, __filename, __dirname, __importModule";
const ENTRY = "entry-of-program.js";

/**
 * @param files esbuild's output files, not minified; chunks name each other by relative paths
 * @param entry the name of the chunk to start with
 * @param usual the beginnings of the names of other chunks that most runs need, with what these need
 * @param seldom the same of those that some runs need
 * @returns modules, each with a function as its default: the program, what is seldom needed, and the rest. The program gets
 *   two functions that give the chunks of these for a function that loads any chunk.
 */
export async function programScripts(files, entry, usual, seldom) {
  const chunks = new Map(files.map(({ path: file, text }) => [path.basename(file), text]));
  const wanted = (names) => names.map((name) => chunkCalled(name, chunks));
  const inProgram = reachedFrom([entry, ...wanted(usual)], chunks);
  const inSeldom = new Set([...reachedFrom(wanted(seldom), chunks)].filter((name) => !inProgram.has(name)));
  const inRest = new Set([...chunks.keys()].filter((name) => !inProgram.has(name) && !inSeldom.has(name)));
  const apart = new Map([...inSeldom, ...inRest].map((name) => [name, chunkApart(chunks.get(name))]));
  const asked = new Set([...apart.values()].flatMap(({ loads }) => [...loads]).filter((name) => inProgram.has(name)));
  const program = `export default (${PARAMETERS}, __chunksOfSeldom, __chunksOfRest) => {
const __once = (run, value) => () => (run !== null && (value = run(), run = null), value);
const __seldom = __once(() => __chunksOfSeldom(__chunk));
const __rest = __once(() => __chunksOfRest(__chunk));
const __readRest = () => { __seldom(); __rest(); };
const __loaded = {};
const __chunk = (name) => (__loaded[name] ??= __chunkOfProgram(name) ?? (${JSON.stringify([...inSeldom])}.includes(name) ? __seldom() : __rest())[name]());
${await bundled(entry, inProgram, asked, chunks)}
}`;
  const scriptOf = (names) => `export default (${PARAMETERS}, __chunk) => ({\n${[...names].map((name) => `${JSON.stringify(name)}() {\n${apart.get(name).body}\n}`).join(",\n")}\n})`;
  return { program, seldom: scriptOf(inSeldom), rest: scriptOf(inRest) };
}

function chunkCalled(name, chunks) {
  const found = [...chunks.keys()].filter((chunk) => chunk.startsWith(`${name}-`));
  if (found.length !== 1) throw new Error(`The bundle has ${found.length} chunks of ${name}, not one.`);
  return found[0];
}

function reachedFrom(names, chunks) {
  const reached = new Set();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    waiting.push(...neededBy(chunks.get(name)));
  }
  return reached;
}

/** Which other chunks a chunk needs when it is run. */
function neededBy(text) {
  const needed = new Set();
  withImports(text, ({ name, one, all, waiting, wanted }) => {
    const isNeeded = one !== undefined || all !== undefined || wanted.length > 0 || waiting.some(([real, local = real]) => isCalledAtOnce(local, text));
    if (isChunk(name) && isNeeded) needed.add(path.basename(name));
    return "";
  });
  return needed;
}

/** All that is not called later, as `called-later.mjs` writes it. */
function isCalledAtOnce(name, text) {
  return new RegExp(`(?<!\\?\\?= )\\b${name}\\(\\)`).test(text);
}

/** The text with each of its imports replaced. */
function withImports(text, replacement) {
  return text.replace(/^import (?:(\w+)(?:, )?)?(?:\* as (\w+)|\{([^}]*)\})? ?(?:from )?"([^"]+)";$/gm, (whole, one, all, some, name) =>
    replacement({ whole, name, one, all, ...namesOf(some ?? "") }),
  );
}

/** What esbuild makes of a CommonJS module is a function that runs it, so its chunk can wait for the call. */
function namesOf(some) {
  const pairs = some.split(",").filter((name) => name.trim() !== "").map((name) => name.trim().split(" as "));
  const isWaiting = ([name]) => name.startsWith("require_");
  return { waiting: pairs.filter(isWaiting), wanted: pairs.filter((pair) => !isWaiting(pair)) };
}

/** The chunks of the program in one scope, with a function that gives those that other scripts ask for. */
async function bundled(entry, names, asked, chunks) {
  const cases = [...asked].map((name) => `case ${JSON.stringify(name)}: return require("./${name}");`).join("\n");
  const start = `function __chunkOfProgram(name) {\nswitch (name) {\n${cases}\n}\n}\nimport "./${entry}";`;
  const textOf = (name) => (name === ENTRY ? start : chunkOfProgram(chunks.get(name), names));
  const { outputFiles } = await build({
    entryPoints: [ENTRY],
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    treeShaking: false,
    logLevel: "warning",
    plugins: [
      {
        name: "chunks",
        setup(builder) {
          builder.onResolve({ filter: /\.js$/ }, ({ path: name }) => ({ path: path.basename(name), namespace: "chunk" }));
          builder.onResolve({ filter: /.*/ }, ({ path: name }) => ({ path: name, external: true }));
          builder.onLoad({ filter: /.*/, namespace: "chunk" }, ({ path: name }) => ({ contents: textOf(name), loader: "js" }));
        },
      },
    ],
  });
  return withoutNamespaces(outputFiles[0].text);
}

/** A chunk of the program, in which what is elsewhere is loaded when it is wanted; the rest is esbuild's to put together. */
function chunkOfProgram(text, names) {
  const isInside = (name) => isChunk(name) && names.has(path.basename(name));
  return withImports(text, (parts) => (isInside(parts.name) ? parts.whole : statementsOf(parts)))
    .replace(/\bchunkAtOnce\(import\("([^"]+)"\)\)/g, (_, name) => loadOf(name))
    .replace(/\bimport\("([^"]+)"\)/g, (whole, name) => (isInside(name) ? whole : laterLoadOf(name)));
}

/**
 * esbuild makes an object of each chunk that is asked for by name, with a function for each export, at the start. Here it is
 * made when it is asked for: by then the chunk has run, and its exports have their last values.
 */
function withoutNamespaces(text) {
  const names = [...text.matchAll(/^__export\((\w+), /gm)].map(([, name]) => name);
  const changed = text
    .replace(/^var \w+ = \{\};\n__export\((\w+), \{\n([^}]*)\}\);$/gm, (_, name, list) => `function make_${name}() { return {\n${list.replace(/: \(\) => /g, ": ")}}; }`)
    // `require` of a chunk, and `import()` of one.
    .replace(/(\binit_\w+\(\), )__toCommonJS\((\w+)\)/g, "$1make_$2()")
    .replace(/(Promise\.resolve\(\)\.then\(\(\) => \(\w+\(\), )(\w+)\)/g, "$1make_$2())")
    // The name of the chunk is for profilers alone.
    .replace(/\b__esm\(\{\n\s*"[^"]+"\(\) \{$/gm, "__once(() => {{");
  const left = new RegExp(`^.*\\b(?:${names.join("|")}|__esm\\(\\{)\\b.*$`, "m").exec(changed);
  if (left !== null) throw new Error(`Not understood in the bundled chunks: ${left[0]}`);
  return changed;
}

/** A chunk as a function's statements, and which chunks it loads. */
function chunkApart(text) {
  const loads = new Set();
  const body = withImports(text, (parts) => {
    if (isChunk(parts.name)) loads.add(path.basename(parts.name));
    return statementsOf(parts);
  })
    .replace(/\bchunkAtOnce\(import\("([^"]+)"\)\)/g, (_, name) => loadOf(name, loads))
    .replace(/\bimport\("([^"]+)"\)/g, (_, name) => laterLoadOf(name, loads))
    // At the end alone: a text in the program may have such a line too.
    .replace(/^export default (.*);\n*$(?![^])/m, "return { default: $1 };\n")
    .replace(/^export \{([^}]*)\};$/gm, (_, names) => exportOf(names, text));
  const left = /^(?:import|export)\b.*$/m.exec(body);
  if (left !== null) throw new Error(`Not understood in a chunk: ${left[0]}`);
  return { body, loads };
}

function statementsOf({ name, one, all, waiting, wanted }) {
  const load = loadOf(name);
  const statements = waiting.map(([real, local = real]) => `const ${local} = () => ${load}.${real}();`);
  // Of Node's modules the default is the module.
  if (one !== undefined) statements.push(`const ${one} = ${load}${isChunk(name) ? ".default" : ""};`);
  if (all !== undefined) statements.push(`const ${all} = ${load};`);
  if (wanted.length > 0) statements.push(`const { ${wanted.map(([real, local = real]) => `${real}: ${local}`).join(", ")} } = ${load};`);
  // Without names esbuild keeps the order of side effects, which no module of ours has: what nobody names is not run.
  return statements.length === 0 && !isChunk(name) ? `${load};` : statements.join(" ");
}

function laterLoadOf(name, loads) {
  return `Promise.resolve().then(() => ${loadOf(name, loads)})`;
}

function loadOf(name, loads) {
  if (!isChunk(name)) return `require(${JSON.stringify(name)})`;
  loads?.add(path.basename(name));
  return `__chunk(${JSON.stringify(path.basename(name))})`;
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
