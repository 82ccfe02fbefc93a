// Builds what is published into dist/: the command line (with ESLint's Linter in its bundle), the plugin, the library,
// the type declarations that they need, and the data tables.
import { build, transform } from "esbuild";
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { calledLater } from "./called-later.mjs";
import { fdirAlone } from "./fdir-alone.mjs";
import { pluginOutline } from "./plugin-outline.mjs";
import { programScripts } from "./program-scripts.mjs";
import { ruleCreatorOnly } from "./rule-creator-only.mjs";
import { seldomCalled } from "./seldom-called.mjs";
import { slimEslint } from "./slim-eslint.mjs";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const shared = {
  bundle: true,
  outdir: "dist",
  platform: "node",
  target: "node20.19",
  legalComments: "none",
  logLevel: "warning",
  define: { PACKAGE_VERSION: JSON.stringify(version) },
};
// The user's own copies of these serve the library.
const external = ["yaml", "semver", "semver/*"];
// ESLint's sources are CommonJS and call `require` for Node's own modules.
const requireInModule = {
  js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
};

// `yaml` is for the few files that our reader of simple YAML gives up on, `semver` for engines that are named as a range.
const rarelyNeeded = [
  { importer: "compose/read-yaml.ts", module: "yaml", names: ["Composer", "Lexer", "Parser"] },
  { importer: "compose/lenient-lexer.ts", module: "yaml", names: ["Lexer"] },
  { importer: "compose/yaml-tree.ts", module: "yaml", names: ["isAlias", "isMap", "isScalar", "isSeq"] },
  { importer: "engine/version.ts", module: "semver/classes/range.js", names: ["default"] },
  { importer: "engine/version.ts", module: "semver/ranges/min-version.js", names: ["default"] },
];

// What only Dockerfiles need, stacks of several files, profiles and images of the user, and fixes. `*` stands for all of a folder.
const seldomCalledModules = {
  "src/dockerfile": ["*"],
  "src/compose": ["built-dockerfile", "dotenv", "merge", "merge-address-pools", "named-files", "read-yaml", "remove-security-opt", "yaml-mends"],
  "src/seccomp": [
    "argument-sets",
    "flatten-profile",
    "generate-profile",
    "ignored-fields",
    "json-tree",
    "our-profile",
    "permission",
    "permission-table",
    "profile-explanation",
    "read-profile",
    "syscall-outcome",
    "widened-syscalls",
    "write-profile",
  ],
  "src/image": ["custom-image", "dated-tag", "distribution-tag", "inspected-image", "unofficial-facts", "unofficial-image", "unofficial-match", "variant-tag"],
  "src/program": ["memory-needs", "memory-size", "shell-commands"],
  "src/facts": ["build-base", "building-services", "container-user", "copied-program", "dockerfile-command", "dockerfile-environment", "moved-images", "stage-findings", "unexpanded-parts"],
  "src/eslint": ["dockerfile-facts", "foreign-directives"],
  "src/lint": ["fix-all", "fix-order", "judge-fix", "new-error"],
  "src/cli": ["closest-word", "read-inputs"],
};

// What a run needs that lints some files and tells what it found.
const usualChunks = ["lint-command", "lint-many", "running-reports", "progress-bar", "render-file", "stylish"];
// What some runs need of it.
const seldomChunks = ["seldom-called"];

// An editor keeps no compiled code, so it reads all of the plugin at each start: what few files need is in files of its own.
const besidePlugin = ["yaml", "levn"];

// CommonJS has no `import.meta`; the tables are found from the file itself. To make a URL of it takes a tenth of a
// millisecond, and `createRequire`, for which a dependency wants one, takes a path too.
const importMeta = { "import.meta.dirname": "__dirname", "import.meta.filename": "__filename", "import.meta.url": "__filename" };
const metaUrl = 'const __importMetaUrl = require("node:url").pathToFileURL(__filename).href;';

rmSync("dist", { recursive: true, force: true });
await Promise.all([buildProgram(), buildPlugin(), buildLibrary()]);
writeParser();
copyTables();
copyTypes();
writeSchema();

/**
 * A script with what most runs of the command line need, so that it starts fast, one with what some of them need, and one with
 * the rest, so that it installs with nothing else: functions that `start` compiles. What a run does not need is not even parsed.
 */
async function buildProgram() {
  const { outputFiles } = await build({
    ...shared,
    // The second is no start of anything: what it reaches is parted from what only modules reach that few runs need.
    entryPoints: { program: "src/cli/bin.ts", config: path.resolve("node_modules/eslint/lib/config/config.js") },
    format: "esm",
    splitting: true,
    write: false,
    define: { ...shared.define, ...importMeta },
    plugins: [seldomCalled(seldomCalledModules), slimEslint(true), ruleCreatorOnly(), fdirAlone(), calledLater(rarelyNeeded, true), ownFile("jiti/static", "./jiti.cjs"), ...partsOfStart()],
  });
  mkdirSync("dist", { recursive: true });
  for (const [name, script] of Object.entries(await programScripts(outputFiles, "program.js", usualChunks, seldomChunks))) {
    const { code } = await transform(script, { minify: true, target: shared.target });
    writeFileSync(`dist/${name}.cjs`, code.replace("export default", ""));
  }
  // Two thirds of all code, which only a configuration in TypeScript on an older Node needs.
  await build({
    ...shared,
    entryPoints: { jiti: "jiti/static" },
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    minify: true,
    define: { ...shared.define, "import.meta.url": "__importMetaUrl" },
    banner: { js: metaUrl },
  });
  await build({
    ...shared,
    entryPoints: { bin: "src/cli/start.ts" },
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    minify: true,
    banner: { js: "#!/usr/bin/env node" },
    define: { ...shared.define, BUNDLE_DIGEST: JSON.stringify(digestOf("dist/program.cjs", "dist/seldom.cjs", "dist/rest.cjs")) },
  });
  chmodSync("dist/bin.cjs", 0o755);
}

/**
 * Esbuild plugins for what `start` does: modules of the user are loaded by it, for the reason told in `import-module.ts`; a
 * worker thread runs it as the program does, so that it too gets compiled code; it reads the rest of the program.
 */
function partsOfStart() {
  return [
    madeByStart("import-module", "export const importModule = __importModule;"),
    madeByStart("worker-entry", 'import path from "node:path"; export const workerEntry = path.join(__dirname, "bin.cjs");'),
    madeByStart("read-rest-of-program", "export const readRestOfProgram = __readRest;"),
  ];
}

/** An esbuild plugin: gives a module other contents, with names that the scripts get. */
function madeByStart(name, contents) {
  return {
    name: `${name}-of-start`,
    setup(builder) {
      builder.onLoad({ filter: new RegExp(`[\\\\/]${name}\\.ts$`) }, () => ({ contents, loader: "js" }));
    },
  };
}

/** An esbuild plugin: leaves a package out of a bundle, which loads it from a file beside itself when it is asked for. */
function ownFile(name, file) {
  return {
    name: "own-file",
    setup(builder) {
      builder.onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: file, external: true }));
    },
  };
}

/**
 * The plugin, one object for `import` and `require`: an outline, the whole in one file, and a file for each package that
 * few files need.
 */
async function buildPlugin() {
  const apart = besidePlugin.map((name) => ownFile(name, `./${name}.cjs`));
  await build({
    ...shared,
    entryPoints: { plugin: "src/index.ts" },
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    minify: true,
    footer: { js: "module.exports = module.exports.default;" },
    define: { ...shared.define, ...importMeta },
    plugins: [slimEslint(), ruleCreatorOnly(), calledLater(rarelyNeeded), ...apart],
  });
  await build({
    ...shared,
    entryPoints: besidePlugin,
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    minify: true,
  });
  const file = path.resolve("dist/plugin.cjs");
  const contents = pluginOutline(createRequire(import.meta.url)(file), path.dirname(file));
  await build({
    ...shared,
    outdir: undefined,
    outfile: "dist/index.cjs",
    stdin: { contents, resolveDir: "src" },
    format: "cjs",
    minify: true,
    // `require("compose-lint")` gives the plugin itself, as configuration files in CommonJS expect.
    footer: { js: "module.exports = module.exports.plugin;" },
    external: ["./plugin.cjs"],
    define: { ...shared.define, BUNDLE_DIGEST: JSON.stringify(digestOf(file)) },
  });
  writeFileSync(
    "dist/index.js",
    'import { createRequire } from "node:module";\nexport default createRequire(import.meta.url)("./index.cjs");\n',
  );
}

/** The digest of scripts, which are read as Latin-1: that is fast, and right for ASCII alone. */
function digestOf(...files) {
  const digest = createHash("sha256");
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    const other = /.{0,40}[^\0-\x7f].{0,40}/u.exec(text);
    if (other !== null) throw new Error(`${file} has characters beyond ASCII; write them as escapes: ${other[0]}`);
    digest.update(text);
  }
  return digest.digest("hex").slice(0, 16);
}

/** The library runs rules, so it has ESLint's Linter in it; the plugin is run by the user's ESLint. */
async function buildLibrary() {
  await build({
    ...shared,
    entryPoints: { api: "src/api.ts", config: "src/config.ts", rule: "src/custom-rule.ts" },
    format: "esm",
    splitting: true,
    chunkNames: "lib/[name]-[hash]",
    external,
    plugins: [slimEslint(), ruleCreatorOnly()],
    banner: requireInModule,
  });
}

/** ESLint 8 loads a parser by its path; it must be the one of the plugin that ESLint 8 loads, with the same classes. */
function writeParser() {
  writeFileSync("dist/parser.cjs", 'module.exports = require("./index.cjs").parser;\n');
}

function copyTables() {
  mkdirSync("dist/data", { recursive: true });
  for (const name of readdirSync("src/data")) {
    if (!name.endsWith(".ts")) cpSync(path.join("src/data", name), path.join("dist/data", name));
  }
}

/** The JSON schema of configuration files, from the rules as they are. */
function writeSchema() {
  execFileSync(process.execPath, ["--import", "tsx", "tools/configuration-schema.ts", "dist/schema.json"], { stdio: "inherit" });
}

/** Makes the declarations and keeps those that the entry points reach. */
function copyTypes() {
  const out = path.join("dist", "all-types");
  const tsc = path.join("node_modules", "typescript", "bin", "tsc");
  execFileSync(process.execPath, [tsc, "--project", "tools/tsconfig.types.json", "--outDir", out], { stdio: "inherit" });
  const reached = new Set();
  const waiting = ["src/index.d.ts", "src/api.d.ts", "src/config.d.ts", "src/custom-rule.d.ts"];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    const text = readFileSync(path.join(out, file), "utf8");
    for (const [, name] of text.matchAll(/(?:from|import\()\s*"(\.[^"]+)\.js"/g)) {
      waiting.push(path.posix.join(path.posix.dirname(file), `${name}.d.ts`));
    }
  }
  for (const file of reached) cpSync(path.join(out, file), path.join("dist/types", file));
  rmSync(out, { recursive: true });
  // For `require("compose-lint")`: the module is the plugin itself.
  writeFileSync(
    "dist/index.d.cts",
    'import type { ComposeLintPlugin } from "./types/src/eslint/plugin.js" with { "resolution-mode": "import" };\nimport type {} from "./config.cjs";\ndeclare const plugin: ComposeLintPlugin;\nexport = plugin;\n',
  );
  writeConfigTypes();
}

/** Tells ESLint's own types of our settings and rules, so that an eslint.config.ts is checked. They are CommonJS. */
function writeConfigTypes() {
  const mode = 'with { "resolution-mode": "import" }';
  writeFileSync(
    "dist/config.d.cts",
    `import type { ConfiguredRules } from "./types/src/eslint/config-types.js" ${mode};
import type { LintSettings } from "./types/src/eslint/settings.js" ${mode};
declare module "@eslint/core" {
  interface SettingsConfig {
    "compose-lint"?: LintSettings;
  }
  // @ts-ignore: ESLint's type says that no rule is undefined; ours may be left out.
  interface RulesConfig extends ConfiguredRules {}
}
`,
  );
  const index = "dist/types/src/index.d.ts";
  writeFileSync(index, `import type {} from "../../config.cjs";\n${readFileSync(index, "utf8")}`);
}
