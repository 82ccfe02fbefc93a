// An esbuild plugin: takes ESLint's Linter into the bundle without what only JavaScript needs (its rules, parser, scope
// analysis, code paths), and loads what few runs need when it is called.
import path from "node:path";
import { createRequire } from "node:module";

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
  ["eslint-scope", "module.exports = {};"],
  ["debug", "module.exports = () => Object.assign(() => {}, { enabled: false });"],
]);

/**
 * What is loaded at the start and called in few runs: for a selector that is more than a name, a comment that sets a
 * rule, a configuration that ESLint is to check. By the module that calls it, with what that calls.
 */
const calledLater = new Map([
  ["linter/esquery.js", { module: "esquery", names: ["parse", "matches"] }],
  ["linter/linter.js", { module: "../config/flat-config-array", names: ["FlatConfigArray"] }],
  ["config/config.js", { module: "@eslint/config-array", names: ["ObjectSchema"] }],
  ["plugin-kit/dist/cjs/index.cjs", { module: "levn", names: ["parse"] }],
]);

export function slimEslint() {
  const folder = path.dirname(require.resolve("eslint/package.json"));
  return {
    name: "slim-eslint",
    setup(build) {
      build.onLoad({ filter: /[\\/]eslint[\\/](?:lib[\\/]|package\.json$)/ }, ({ path: file }) => {
        const contents = replacements.get(path.relative(folder, file).replaceAll("\\", "/"));
        return contents === undefined ? undefined : { contents, loader: "js" };
      });
      build.onResolve({ filter: /^(eslint-scope|debug)$/ }, ({ path: name }) => ({ path: name, namespace: "slim-eslint" }));
      build.onLoad({ filter: /.*/, namespace: "slim-eslint" }, ({ path: name }) => ({
        contents: packages.get(name),
        loader: "js",
      }));
      for (const [caller, { module, names }] of calledLater) {
        build.onResolve({ filter: new RegExp(`^${module}$`) }, ({ importer, namespace, resolveDir }) =>
          namespace === "file" && importer.replaceAll("\\", "/").endsWith(caller)
            ? { path: module, namespace: "called-later", pluginData: { contents: names.map((called) => callLater(module, called)).join("\n"), resolveDir } }
            : undefined,
        );
      }
      build.onLoad({ filter: /.*/, namespace: "called-later" }, ({ pluginData }) => ({ ...pluginData, loader: "js" }));
      // ESLint requires it and we import it, which would take it in twice.
      const pluginKit = require.resolve("@eslint/plugin-kit");
      build.onResolve({ filter: /^@eslint\/plugin-kit$/ }, () => ({ path: pluginKit }));
    },
  };
}

/** A function or class that loads the real one when it is called. */
function callLater(module, called) {
  return `exports.${called} = function (...args) {
  const { ${called} } = require("${module}");
  return new.target === undefined ? ${called}(...args) : new ${called}(...args);
};`;
}
