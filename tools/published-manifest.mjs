// Makes the package.json that is published: without what only a clone needs. npm takes `prepare` of a package for an
// install script and warns of it, and a tarball has nothing to build with.
// Usage: node tools/published-manifest.mjs        as `prepack`: leaves out scripts and development dependencies
//        node tools/published-manifest.mjs --restore   as `postpack`: puts the clone's own back
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

const manifest = "package.json";
const kept = "node_modules/.clone-package.json";

if (process.argv.includes("--restore")) restore();
else strip();

function strip() {
  const text = readFileSync(manifest, "utf8");
  const { scripts, devDependencies, ...published } = JSON.parse(text);
  if (scripts === undefined || devDependencies === undefined) throw new Error(`${manifest} is not that of a clone.`);
  writeFileSync(kept, text);
  writeFileSync(manifest, `${JSON.stringify(published, null, 2)}\n`);
}

function restore() {
  if (existsSync(kept)) renameSync(kept, manifest);
}
