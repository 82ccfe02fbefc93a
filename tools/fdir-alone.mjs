import { readFileSync } from "node:fs";

const optional = /try \{\s*__require\.resolve\("picomatch"\);\s*pm = __require\("picomatch"\);\s*\} catch(?: \(\w+\))? \{\}/u;

/**
 * An esbuild plugin: `fdir` looks for a `picomatch` beside the program and runs what it finds, for a function that we do
 * not use (`tinyglobby` brings its own). The published program runs nothing that happens to lie above it.
 */
export function fdirAlone() {
  return {
    name: "fdir-alone",
    setup(builder) {
      builder.onLoad({ filter: /[\\/]fdir[\\/]dist[\\/]index\.mjs$/ }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        if (!optional.test(text)) throw new Error(`${path} does not look for picomatch as it did: see tools/fdir-alone.mjs.`);
        return { contents: text.replace(optional, ""), loader: "js" };
      });
    },
  };
}
