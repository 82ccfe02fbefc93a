// An esbuild plugin: takes ESLint's Linter into the bundle without what only JavaScript needs (its rules, parser, scope
// analysis, code paths). Each replaced module is one that a run over Compose files and Dockerfiles never calls.
import path from "node:path";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

const replacements = new Map([
  ["rules/index.js", "module.exports = new Map();"],
  ["languages/js/index.js", "module.exports = {};"],
  ["languages/js/source-code/index.js", "module.exports = { SourceCode: class SourceCode {} };"],
]);
const packages = new Map([
  ["eslint-scope", "module.exports = {};"],
  ["debug", "module.exports = () => Object.assign(() => {}, { enabled: false });"],
]);

export function slimEslint() {
  const libFolder = path.join(path.dirname(require.resolve("eslint/package.json")), "lib");
  return {
    name: "slim-eslint",
    setup(build) {
      build.onLoad({ filter: /[\\/]eslint[\\/]lib[\\/]/ }, ({ path: file }) => {
        const name = path.relative(libFolder, file).replaceAll("\\", "/");
        const contents = replacements.get(name);
        return contents === undefined ? undefined : { contents, loader: "js" };
      });
      build.onResolve({ filter: /^(eslint-scope|debug)$/ }, ({ path: name }) => ({ path: name, namespace: "slim-eslint" }));
      build.onLoad({ filter: /.*/, namespace: "slim-eslint" }, ({ path: name }) => ({
        contents: packages.get(name),
        loader: "js",
      }));
    },
  };
}
