// Puts the chunks that esbuild splits a program into (ES modules only) into one script, each as a function that runs when
// it is first asked for: V8 keeps the compiled code of one script together, and what a run does not need costs nothing.
import path from "node:path";

/**
 * @param files esbuild's output files, not minified; chunks name each other by relative paths
 * @param entry the name of the chunk to start with
 * @returns statements that run the entry, in a place where there is a `require`
 */
export function oneScript(files, entry) {
  const chunks = files.map(({ path: file, text }) => `${JSON.stringify(path.basename(file))}() {\n${chunkBody(text)}\n}`);
  return `const __loaded = {};
const __chunks = {
${chunks.join(",\n")}
};
const __chunk = (name) => (__loaded[name] ??= __chunks[name]());
__chunk(${JSON.stringify(entry)});
`;
}

function chunkBody(text) {
  const body = text
    .replace(/^import (?:(\w+)(?:, )?)?(?:\* as (\w+)|\{([^}]*)\})? ?(?:from )?"([^"]+)";$/gm, (_, one, all, some, name) =>
      importOf(name, { one, all, some }),
    )
    .replace(/\bimport\("([^"]+)"\)/g, (_, name) => `Promise.resolve().then(() => ${loadOf(name)})`)
    // At the end alone: a text in the program may have such a line too.
    .replace(/^export default (.*);\n*$(?![^])/m, "return { default: $1 };\n")
    .replace(/^export \{([^}]*)\};$/gm, (_, names) => exportOf(names, text));
  const left = /^(?:import|export)\b.*$/m.exec(body);
  if (left !== null) throw new Error(`Not understood in a chunk: ${left[0]}`);
  return body;
}

function importOf(name, { one, all, some }) {
  const load = loadOf(name);
  const statements = [];
  // Of Node's modules the default is the module.
  if (one !== undefined) statements.push(`const ${one} = ${load}${isChunk(name) ? ".default" : ""};`);
  if (all !== undefined) statements.push(`const ${all} = ${load};`);
  if (some !== undefined) statements.push(...namedImports(some, load));
  // Without names esbuild keeps the order of side effects, which no module of ours has: what nobody names is not run.
  return statements.length === 0 && !isChunk(name) ? `${load};` : statements.join(" ");
}

/** What esbuild makes of a CommonJS module is a function that runs it, so its chunk can wait for the call. */
function namedImports(some, load) {
  const pairs = some.split(",").map((name) => name.trim().split(" as "));
  const [waiting, wanted] = [true, false].map((waits) => pairs.filter(([name]) => /^require_/.test(name) === waits));
  const statements = waiting.map(([name, local = name]) => `const ${local} = () => ${load}.${name}();`);
  if (wanted.length > 0) statements.push(`const { ${wanted.map(([name, local = name]) => `${name}: ${local}`).join(", ")} } = ${load};`);
  return statements;
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
