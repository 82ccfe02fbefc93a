// An esbuild plugin: what modules import and call in few runs is loaded when it is called. An `import` loads at the start,
// and an `import()` gives a promise, for which code that ESLint calls cannot wait.

/**
 * @param imports each with the end of the path of the module that imports, the CommonJS module that it imports, and the
 *   functions and classes that it takes from there (`default` where the module is one); other importers get the module itself
 */
export function calledLater(imports) {
  return {
    name: "called-later",
    setup(build) {
      for (const { importer, module, names } of imports) {
        build.onResolve({ filter: new RegExp(`^${module}$`) }, (args) =>
          args.namespace === "file" && args.importer.replaceAll("\\", "/").endsWith(importer)
            ? { path: module, namespace: "called-later", suffix: `?${names.join()}`, pluginData: { names, resolveDir: args.resolveDir } }
            : undefined,
        );
      }
      build.onLoad({ filter: /.*/, namespace: "called-later" }, ({ path: module, pluginData: { names, resolveDir } }) => ({
        contents: `let loaded;\n${names.map((called) => callLater(module, called)).join("\n")}`,
        loader: "js",
        resolveDir,
      }));
    },
  };
}

/** A function or class that loads the real one when it is called. */
function callLater(module, called) {
  const [place, real] = called === "default" ? ["module.exports", "loaded"] : [`exports.${called}`, `loaded.${called}`];
  return `${place} = function (...args) {
  loaded ??= require("${module}");
  return new.target === undefined ? ${real}(...args) : new ${real}(...args);
};`;
}
