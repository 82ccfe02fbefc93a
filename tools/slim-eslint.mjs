// An esbuild plugin: takes ESLint's Linter into the bundle without what only JavaScript needs (its rules, parser, scope
// analysis, code paths), and loads what few runs need when it is called.
import { readFileSync } from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { calledLater } from "./called-later.mjs";

const require = createRequire(import.meta.url);
const { name, version } = require("eslint/package.json");

/** Modules that a run over Compose files and Dockerfiles never calls, and of one the part that is read. */
const replacements = new Map([
  ["lib/rules/index.js", "module.exports = new Map();"],
  ["lib/languages/js/index.js", "module.exports = {};"],
  ["lib/languages/js/source-code/index.js", "module.exports = { SourceCode: class SourceCode {} };"],
  ["package.json", `module.exports = ${JSON.stringify({ name, version })};`],
]);
const packages = new Map([
  // Of JavaScript's nodes; ours tell their own.
  ["eslint-visitor-keys", 'module.exports = { KEYS: {}, getKeys: (node) => Object.keys(node).filter((key) => key !== "parent") };'],
  ["eslint-scope", "module.exports = {};"],
  ["debug", "module.exports = () => Object.assign(() => {}, { enabled: false });"],
]);

/**
 * What is loaded at the start and called in few runs: for a selector that is more than a name, a comment that sets a
 * rule, a configuration that ESLint is to check.
 */
const rarelyCalled = [
  { importer: "linter/esquery.js", module: "esquery", names: ["parse", "matches"] },
  { importer: "linter/linter.js", module: "../config/flat-config-array", names: ["FlatConfigArray"] },
  { importer: "config/config.js", module: "@eslint/config-array", names: ["ObjectSchema"] },
  { importer: "config/config.js", module: "../shared/ajv", names: ["default"] },
  { importer: "plugin-kit/dist/cjs/index.cjs", module: "levn", names: ["parse"] },
];

/** What of ESLint holds or moves too much where thousands of files are linted, or is slow where one is. */
const rewrites = new Map([
  // The flags of this expression, which is asked of each rule's selectors, take V8 longer to compile than all else of it.
  ["lib/linter/esquery.js", ["/^[a-z]+$/iu.test(selector)", "/^[a-zA-Z]+$/.test(selector)"]],
  // A rule's context inherits from an object of its file. V8 makes a hidden class for all that inherit from an object, keeps
  // it in the old space, and with it the file's whole tree until the next full collection of garbage. Copied, it costs less.
  [
    "lib/linter/file-context.js",
    ["Object.freeze(Object.assign(Object.create(this), extension))", "Object.freeze({ ...this, ...extension })"],
  ],
  // Each rule's listeners of each file were keys of one map, which is gone through by each collection of garbage.
  [
    "lib/linter/source-code-visitor.js",
    [
      "const listenerRuleIds = new WeakMap();",
      'const ruleIdKey = Symbol("ruleId"); const listenerRuleIds = { get: (func) => func?.[ruleIdKey], set: (func, ruleId) => Reflect.set(func, ruleIdKey, ruleId) };',
    ],
  ],
]);

/** @throws Error where ESLint has other code than we know, so that the build fails. */
function rewritten(file, [known, better]) {
  const source = readFileSync(file, "utf8");
  if (source.split(known).length !== 2) throw new Error(`${file} has not once \`${known}\`; see \`rewrites\` in tools/slim-eslint.mjs.`);
  return source.replace(known, better);
}

/** @param isApart see `calledLater` */
export function slimEslint(isApart = false) {
  const folder = path.dirname(require.resolve("eslint/package.json"));
  return {
    name: "slim-eslint",
    setup(build) {
      build.onLoad({ filter: /[\\/]eslint[\\/](?:lib[\\/]|package\.json$)/ }, ({ path: file }) => {
        const name = path.relative(folder, file).replaceAll("\\", "/");
        const rewrite = rewrites.get(name);
        const contents = rewrite === undefined ? replacements.get(name) : rewritten(file, rewrite);
        return contents === undefined ? undefined : { contents, loader: "js" };
      });
      build.onResolve({ filter: /^(eslint-scope|eslint-visitor-keys|debug)$/ }, ({ path: name, importer }) => ({
        path: name,
        namespace: "slim-eslint",
        // One for each module that asks for it, so that it brings no two of them into one chunk.
        suffix: `?${path.relative(folder, importer)}`,
      }));
      build.onLoad({ filter: /.*/, namespace: "slim-eslint" }, ({ path: name }) => ({
        contents: packages.get(name),
        loader: "js",
      }));
      calledLater(rarelyCalled, isApart).setup(build);
      // ESLint requires it and we import it, which would take it in twice.
      const pluginKit = require.resolve("@eslint/plugin-kit");
      build.onResolve({ filter: /^@eslint\/plugin-kit$/ }, () => ({ path: pluginKit }));
    },
  };
}
