import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { nodeReleaseFolder } from "./node-release.js";
import { npmEnvironment } from "./npm-environment.js";
import { copyToPack, installPackedPackage, packFolder, packUnavailable } from "./packed-package.js";
import { repository } from "./places.js";
import { describeOutcome, runProgram } from "./run-program.js";
import type { Outcome } from "./run-program.js";

/** The lowest releases that the package promises to run on, and the newest of each line. */
const nodeReleases = ["20.19.0", "22.13.0", "20", "22", "24"];

const composeFile = 'services:\n  web:\n    image: node:20\n    command: ["node", "server.js"]\n';

interface Manifest {
  readonly version: string;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as Manifest;
}

/** What a program of a user sees of the plugin; printed as JSON by the scripts below. */
const describePlugin = `
  const describePlugin = (plugin) => console.log(JSON.stringify({
    name: plugin.meta.name,
    version: plugin.meta.version,
    languages: Object.keys(plugin.languages).sort(),
    hasRule: "thread-creation" in plugin.rules,
    configs: Object.keys(plugin.configs).includes("recommended"),
  }));`;

describe("the packed package in an empty folder", { skip: packUnavailable() ?? false }, () => {
  const { version } = manifestOf(repository);
  const pluginFacts = {
    name: "compose-lint",
    version,
    languages: ["compose", "dockerfile"],
    hasRule: true,
    configs: true,
  };
  let temporary: string;
  let installed: string;
  before(async () => {
    temporary = mkdtempSync(path.join(tmpdir(), "compose-lint-e2e-"));
    installed = path.join(temporary, "installed");
    await installPackedPackage(installed);
    mkdirSync(path.join(installed, "project"));
    writeFileSync(path.join(installed, "project", "compose.yaml"), composeFile);
  });
  after(() => {
    rmSync(temporary, { recursive: true });
  });

  it("has nothing that npm would run or that only a clone needs", () => {
    const manifest = manifestOf(path.join(installed, "node_modules", "compose-lint"));
    for (const key of ["scripts", "devDependencies"]) assert.ok(!(key in manifest), key);
    for (const key of ["bin", "exports", "engines", "dependencies"]) assert.ok(key in manifest, key);
  });

  it("leaves the package.json of the clone as it was, which builds on npm ci", async () => {
    const copy = path.join(temporary, "clone");
    copyToPack(copy);
    const before = readFileSync(path.join(copy, "package.json"), "utf8");
    await packFolder(copy, temporary);
    assert.equal(readFileSync(path.join(copy, "package.json"), "utf8"), before);
    assert.match(before, /"prepare": "npm run build"/);
  });

  it("brings at most four packages", () => {
    const lock = readFileSync(path.join(installed, "node_modules", ".package-lock.json"), "utf8");
    const packages = Object.keys((JSON.parse(lock) as { packages: object }).packages);
    console.log(`packages: ${packages.join(", ")}`);
    assert.ok(packages.includes("node_modules/compose-lint"));
    assert.ok(packages.length <= 4, packages.join(", "));
  });

  for (const release of nodeReleases) {
    describe(`with Node ${release}`, () => {
      let environment: NodeJS.ProcessEnv;
      before(async () => {
        const folder = await nodeReleaseFolder(release);
        environment = { ...npmEnvironment(), PATH: `${folder}${path.delimiter}${process.env.PATH ?? ""}` };
        const found = await run("node", "--version");
        assert.ok(`${found.stdout.trim()}.`.startsWith(`v${release}.`), describeOutcome(found));
      });

      const run = (program: string, ...args: string[]): Promise<Outcome> =>
        runProgram(program, args, { cwd: installed, env: environment });

      it("npx compose-lint --version prints the version", async () => {
        const outcome = await run("npx", "compose-lint", "--version");
        assert.equal(outcome.code, 0, describeOutcome(outcome));
        assert.ok(outcome.stdout.includes(version), describeOutcome(outcome));
      });

      it("npx compose-lint finds the failing service", async () => {
        const outcome = await run("npx", "compose-lint", "--engine", "20.10.9", "project/compose.yaml");
        assert.equal(outcome.code, 1, describeOutcome(outcome));
        assert.match(outcome.stdout, /thread-creation/);
        assert.doesNotMatch(outcome.stderr, /Warning:/, "Node has nothing to warn about");
      });

      it("import gives the plugin", async () => {
        const script = `import plugin from "compose-lint"; ${describePlugin} describePlugin(plugin);`;
        const outcome = await run("node", "--input-type=module", "-e", script);
        assert.deepEqual(JSON.parse(outcome.stdout), pluginFacts, describeOutcome(outcome));
      });

      it("require gives the plugin", async () => {
        const script = `${describePlugin} describePlugin(require("compose-lint"));`;
        const outcome = await run("node", "--input-type=commonjs", "-e", script);
        assert.deepEqual(JSON.parse(outcome.stdout), pluginFacts, describeOutcome(outcome));
      });

      it("compose-lint/config helps to write a configuration, and the schema is there", async () => {
        const script = `import { defineConfig } from "compose-lint/config"; import { createRequire } from "node:module";
          const schema = createRequire(import.meta.url)("compose-lint/schema.json");
          console.log(JSON.stringify([defineConfig({ extends: "all" }), "thread-creation" in schema.definitions.rules.properties]));`;
        const outcome = await run("node", "--input-type=module", "-e", script);
        assert.deepEqual(JSON.parse(outcome.stdout), [{ extends: "all" }, true], describeOutcome(outcome));
      });

      it("init writes a configuration in each format that the program reads", async () => {
        for (const format of ["yaml", "json", "js", "ts"]) {
          const folder = path.join(installed, `init-${format}`);
          mkdirSync(folder, { recursive: true });
          writeFileSync(path.join(folder, "compose.yaml"), composeFile);
          const inFolder = (...args: string[]): Promise<Outcome> => runProgram("npx", ["compose-lint", ...args], { cwd: folder, env: environment });
          const written = await inFolder("init", "--yes", "--engine", "20.10.9", "--format", format, "--hook", "none", "--ci", "none", "--baseline", "known.json");
          assert.equal(written.code, 0, describeOutcome(written));
          assert.equal((await inFolder()).code, 1, `${format}: ${describeOutcome(await inFolder())}`);
          assert.equal((await inFolder("--baseline", "known.json")).code, 0, format);
          rmSync(folder, { recursive: true });
        }
      });

      it("a configuration in TypeScript that uses it is read", async () => {
        const text = 'import { defineConfig } from "compose-lint/config";\nconst engine: string = "20.10.9";\nexport default defineConfig({ settings: { engine } });\n';
        writeFileSync(path.join(installed, "project", "compose-lint.config.mts"), text);
        const outcome = await run("npx", "compose-lint", "project/compose.yaml");
        rmSync(path.join(installed, "project", "compose-lint.config.mts"));
        assert.equal(outcome.code, 1, describeOutcome(outcome));
        assert.equal(outcome.stderr, "", "nothing to warn about");
      });

      it("compose-lint/api can be imported", async () => {
        const script = 'import * as api from "compose-lint/api"; console.log(Object.keys(api).length > 0);';
        const outcome = await run("node", "--input-type=module", "-e", script);
        assert.equal(outcome.stdout.trim(), "true", describeOutcome(outcome));
      });
    });
  }
});

const eslintConfig = `
  import composeLint from "compose-lint";
  const settings = { "compose-lint": { engine: "20.10.9" } };
  const rules = { "compose-lint/thread-creation": "error" };
  const plugins = { "compose-lint": composeLint };
  export default [
    { files: ["**/compose.yaml"], plugins, language: "compose-lint/compose", settings, rules },
    { files: ["**/Dockerfile"], plugins, language: "compose-lint/dockerfile", settings, rules },
  ];`;

/** A program in TypeScript that uses the types: they must be there, and must be more than any. */
const typedProgram = `
  type IsAny<T> = 0 extends 1 & T ? true : false;
  const pluginIsTyped: IsAny<typeof plugin> = false;
  const rulesAreTyped: IsAny<typeof plugin.rules> = false;
  export { pluginIsTyped, rulesAreTyped };`;

describe("the packed package beside ESLint", { skip: packUnavailable() ?? false }, () => {
  const modules = path.join(repository, "node_modules");
  let folder: string;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "compose-lint-e2e-"));
    await installPackedPackage(folder, `eslint@${manifestOf(path.join(modules, "eslint")).version}`);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("works in a flat config of ESLint 10 for Compose files and Dockerfiles", async () => {
    writeFileSync(path.join(folder, "eslint.config.mjs"), eslintConfig);
    writeFileSync(path.join(folder, "compose.yaml"), composeFile);
    writeFileSync(path.join(folder, "Dockerfile"), "FROM node:20\nRUN node -e 0\n");
    const eslint = path.join(folder, "node_modules", ".bin", "eslint");
    const outcome = await runProgram(eslint, ["--format", "json", "compose.yaml", "Dockerfile"], { cwd: folder });
    assert.equal(outcome.code, 1, describeOutcome(outcome));
    const results = JSON.parse(outcome.stdout) as { filePath: string; messages: { ruleId: string; line: number }[] }[];
    const found = results.flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, line }) => `${path.basename(filePath)}:${line} ${ruleId}`),
    );
    // The Dockerfile has two findings at its one FROM: the RUN step, and the image that comes out.
    const rule = "compose-lint/thread-creation";
    assert.deepEqual(found.sort(), [`Dockerfile:1 ${rule}`, `Dockerfile:1 ${rule}`, `compose.yaml:3 ${rule}`]);
  });

  it("checks settings and options in an eslint.config.ts", async () => {
    const program = (settings: string, options: string): string => `
      import { defineConfig } from "eslint/config";
      import composeLint from "compose-lint";
      export default defineConfig([
        composeLint.configs.recommended,
        { settings: { "compose-lint": ${settings} }, rules: { "compose-lint/thread-creation": ["error", ${options}] } },
      ]);`;
    const good = program('{ engine: "20.10.9" }', '{ fix: "unconfined" }');
    const cases: [name: string, text: string, isRight: boolean][] = [
      ["right.mts", good, true],
      ["setting.mts", program('{ engin: "20.10.9" }', '{ fix: "unconfined" }'), false],
      ["option.mts", program('{ engine: "20.10.9" }', '{ fix: "all" }'), false],
    ];
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2023", "--skipLibCheck"];
    const types = ["--types", "node", "--typeRoots", path.join(modules, "@types")];
    for (const [name, text, isRight] of cases) {
      writeFileSync(path.join(folder, name), text);
      const args = [path.join(modules, "typescript", "bin", "tsc"), ...options, ...types, name];
      const outcome = await runProgram(process.execPath, args, { cwd: folder });
      assert.equal(outcome.code === 0, isRight, `${name}: ${describeOutcome(outcome)}`);
    }
  });

  it("has types for import and require", async () => {
    writeFileSync(path.join(folder, "esm.mts"), `import plugin from "compose-lint";\n${typedProgram}`);
    writeFileSync(path.join(folder, "cjs.cts"), `import plugin = require("compose-lint");\n${typedProgram}`);
    const api = 'import * as api from "compose-lint/api";\nexport const names: string[] = Object.keys(api);\n';
    writeFileSync(path.join(folder, "api.mts"), api);
    const config = `import { defineConfig, type Configuration } from "compose-lint/config";
      export const right: Configuration = defineConfig({ extends: ["strict"], rules: { syntax: ["error"] }, settings: { engine: "20.10.9" } });
      // @ts-expect-error -- no such key
      export const wrong = defineConfig({ rulez: {} });`;
    writeFileSync(path.join(folder, "config.mts"), config);
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2023", "--skipLibCheck"];
    const types = ["--types", "node", "--typeRoots", path.join(modules, "@types")];
    const compiler = path.join(modules, "typescript", "bin", "tsc");
    const args = [compiler, ...options, ...types, "esm.mts", "cjs.cts", "api.mts", "config.mts"];
    const outcome = await runProgram(process.execPath, args, { cwd: folder });
    assert.equal(outcome.code, 0, describeOutcome(outcome));
  });
});
