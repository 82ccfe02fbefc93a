import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { cachedPackages } from "./cached-packages.js";
import { eslintProject } from "./eslint-project.js";
import { packUnavailable } from "./packed-package.js";
import { repository } from "./places.js";
import { describeOutcome } from "./run-program.js";

const compose = "services:\n  web:\n    image: node:20\n";
const dockerfile = "FROM node:20\nRUN npm ci\n";
const files = { "compose.yaml": compose, Dockerfile: dockerfile };
const rule = "compose-lint/thread-creation";

function config(body: string): string {
  return `
    import { defineConfig } from "eslint/config";
    import composeLint from "compose-lint";
    export default defineConfig([${body}, { settings: { "compose-lint": { engine: "20.10.9" } } }]);`;
}

describe("ESLint 8 with an eslintrc", { skip: packUnavailable() ?? false }, () => {
  it("lints the examples with the .eslintrc.cjs of this repository", async (test) => {
    const project = await eslintProject(test, 8);
    for (const name of [".eslintrc.cjs", "eslint.config.js", "examples"]) project.copy(path.join(repository, name), name);
    const found = await project.findings("examples/");
    const lines = [...found].flatMap(([file, messages]) => messages.map(({ ruleId, line }) => `${file}:${line} ${ruleId ?? ""}`));
    for (const place of ["node-thread-crash/compose.yaml:4", "node-thread-crash/compose.yaml:12", "build-from-dockerfile/Dockerfile:5"]) {
      assert.ok(lines.includes(`examples/${place} ${rule}`), `${place} in ${lines.join(", ")}`);
    }
    assert.ok(lines.every((line) => line.includes("compose-lint/")), lines.join(", "));
  });

  it("runs all of ESLint's own rules over our files without a crash", async (test) => {
    const all = 'module.exports = { root: true, extends: ["eslint:all", "plugin:compose-lint/legacy"] };';
    const project = await eslintProject(test, 8, {
      ...files,
      ".eslintrc.cjs": all,
      "docker-compose.yml": "#!/usr/bin/env docker-compose\n# a comment\nservices: {a: &a {image: 'x'}, b: {<<: *a}}\n",
      "app.Dockerfile": "# syntax=docker/dockerfile:1\nARG V=1\nFROM a:${V} AS b\nRUN <<EOF\nx\nEOF\n",
    });
    const found = await project.findings("compose.yaml", "Dockerfile", "docker-compose.yml", "app.Dockerfile");
    assert.equal(found.size, 4);
    const own = [...found.values()].flat().filter(({ ruleId, message }) => ruleId === null || message.includes("Parsing error"));
    assert.deepEqual(own, []);
  });

  it("obeys directive comments in both forms, and reports those that are not needed", async (test) => {
    const text = [
      "services:",
      "  web:",
      "    # compose-lint-disable-next-line thread-creation -- the host is replaced next week",
      "    image: node:20",
      "  api:",
      "    image: node:20 # eslint-disable-line compose-lint/thread-creation",
      "  # compose-lint-disable syntax, security-opt",
      "  db:",
      "    image: postgres:16-alpine",
      "",
    ].join("\n");
    const rc = `module.exports = { root: true, extends: ["plugin:compose-lint/legacy"], settings: { "compose-lint": { engine: "20.10.9" } } };`;
    const project = await eslintProject(test, 8, { ".eslintrc.cjs": rc, "compose.yaml": text });
    const ours = await project.ownFindings("--engine", "20.10.9", "compose.yaml");
    const found = await project.findings("compose.yaml");
    const seen = (messages: typeof ours): unknown =>
      messages.get("compose.yaml")?.map(({ message, line, column, fix, severity }) => [message, line, column, fix, severity]);
    assert.deepEqual(seen(found), seen(ours));
    assert.deepEqual(ours.get("compose.yaml")?.map(({ line, column }) => [line, column]), [[7, 26], [7, 34]]);
  });
});

describe("a flat config", { skip: packUnavailable() ?? false }, () => {
  for (const major of [9, 10] as const) {
    for (const body of ["composeLint.configs.recommended", 'composeLint.configs.strict', "composeLint.configs.all",
      '{ plugins: { "compose-lint": composeLint }, extends: ["compose-lint/recommended"] }']) {
      it(`of ESLint ${major} works with ${body}`, async (test) => {
        const project = await eslintProject(test, major, { ...files, "eslint.config.mjs": config(body) });
        const found = await project.findings(".");
        for (const name of ["compose.yaml", "Dockerfile"]) assert.ok(found.get(name)?.some(({ ruleId }) => ruleId === rule), name);
      });
    }
  }

  it("works with --cache, --concurrency, --fix and bulk suppressions", async (test) => {
    const unneeded = "services:\n  web:\n    image: alpine:3.19\n    security_opt:\n      - seccomp:unconfined\n";
    const project = await eslintProject(test, 10, {
      ...files,
      "compose.other.yaml": unneeded,
      "eslint.config.mjs": config("composeLint.configs.recommended"),
    });
    const first = await project.findings("--cache", "--concurrency", "2", ".");
    assert.deepEqual(await project.findings("--cache", "."), first);
    assert.ok(existsSync(path.join(project.folder, ".eslintcache")));
    await project.eslint("--fix", ".");
    assert.doesNotMatch(readFileSync(path.join(project.folder, "compose.other.yaml"), "utf8"), /seccomp:unconfined/);
    const suppressed = await project.eslint("--suppress-all", ".");
    assert.equal(suppressed.code, 0, describeOutcome(suppressed));
    const after = await project.eslint(".");
    assert.equal(after.code, 0, describeOutcome(after));
    project.write("compose.yaml", `${compose}  api:\n    image: node:20\n`);
    assert.equal((await project.eslint(".")).code, 1, "a new finding is no known one");
  });

  it("goes beside @eslint/json, typescript-eslint and eslint-plugin-yml", async (test) => {
    const packages = await cachedPackages("beside-1", "@eslint/json@2.1.1", "eslint-plugin-yml@3.10.0");
    const body = `
      { files: ["**/*.ts"], extends: [tseslint.configs.recommended] },
      { files: ["**/*.json"], plugins: { json }, language: "json/json", extends: ["json/recommended"] },
      yml.configs.recommended,
      composeLint.configs.recommended`;
    const imports = `import tseslint from "typescript-eslint"; import json from "@eslint/json"; import yml from "eslint-plugin-yml";`;
    const project = await eslintProject(test, 10, {
      ...files,
      "eslint.config.mjs": imports + config(body),
      "a.ts": "export const a: any = 1;\n",
      "a.json": '{"a": 1, "a": 2}\n',
      "other.yaml": "a:\n\n  -   'x'\n  - \n",
    });
    project.link("@eslint/json", path.join(packages, "node_modules/@eslint/json"));
    project.link("eslint-plugin-yml", path.join(packages, "node_modules/eslint-plugin-yml"));
    project.link("typescript-eslint", path.join(repository, "node_modules/typescript-eslint"));
    project.link("typescript", path.join(repository, "node_modules/typescript"));
    const found = await project.findings(".");
    const rules = (name: string): string[] => [...new Set(found.get(name)?.map(({ ruleId }) => ruleId ?? "none"))];
    assert.deepEqual(rules("compose.yaml"), [rule]);
    assert.deepEqual(rules("Dockerfile"), [rule]);
    assert.deepEqual(rules("a.json"), ["json/no-duplicate-keys"]);
    assert.ok(rules("a.ts").includes("@typescript-eslint/no-explicit-any"));
    assert.deepEqual(rules("other.yaml"), ["yml/no-empty-sequence-entry"]);
  });

  it("may have JavaScript's recommended rules on for all files", async (test) => {
    const project = await eslintProject(test, 10, {
      ...files,
      "eslint.config.mjs": `import js from "@eslint/js"; ${config("js.configs.recommended, composeLint.configs.recommended")}`,
    });
    project.link("@eslint/js", path.join(repository, "node_modules/@eslint/js"));
    const found = await project.findings(".");
    assert.deepEqual([...new Set(found.get("compose.yaml")?.map(({ ruleId }) => ruleId))], [rule]);
  });
});
