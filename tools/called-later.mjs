// An esbuild plugin: what modules import and call in few runs is loaded when it is called. An `import` loads at the start,
// and an `import()` gives a promise, for which code that ESLint calls cannot wait.

/**
 * @param imports each with the end of the path of the module that imports, the CommonJS module that it imports, and the
 *   functions and classes that it takes from there (`default` where the module is one); other importers get the module itself
 * @param isApart whether the modules are to be in chunks of their own, where the bundle is split
 */
export function calledLater(imports, isApart = false) {
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
      // As `require` finds it, which may be another file.
      build.onResolve({ filter: /^called-later-apart:/ }, ({ path: name, resolveDir }) =>
        build.resolve(name.slice("called-later-apart:".length), { kind: "require-call", resolveDir }),
      );
      build.onLoad({ filter: /.*/, namespace: "called-later" }, ({ path: module, pluginData: { names, resolveDir } }) => ({
        contents: `let loaded;\n${names.map((called) => callLater(module, called)).join("\n")}\n${isApart ? apart(module) : ""}`,
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

/** Nobody calls it, but esbuild puts what is loaded by an `import()` into a chunk of its own. */
function apart(module) {
  return `exports.apart = () => import("called-later-apart:${module}");`;
}
