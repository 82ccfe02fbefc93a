import assert from "node:assert/strict";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { runCli } from "../run-cli.js";
import { temporaryFolder } from "../temporary-folder.js";

const plugin = `
  const serviceNames = {
    meta: { type: "suggestion", schema: [{ type: "object", properties: { least: { type: "number" } }, additionalProperties: false }] },
    create: (context) => ({
      Service(service) {
        if (service.name.length < (context.options[0]?.least ?? 4)) context.report({ loc: service.key.loc, message: "too short" });
      },
    }),
  };
  export default { meta: { name: "eslint-plugin-acme", namespace: "acme" }, rules: { "service-names": serviceNames } };
`;
const compose = "services:\n  web:\n    image: example.org/app:1\n";

function project(test: TestContext, files: Readonly<Record<string, string>>): string {
  return temporaryFolder(test, { "compose.yaml": compose, "plugins/acme.mjs": plugin, ...files });
}

function configuration(rules: object, plugins = ["./plugins/acme.mjs"]): string {
  return JSON.stringify({ extends: [], plugins, rules });
}

async function found(folder: string, ...words: string[]): Promise<string[]> {
  const { stdout, stderr } = await runCli(folder, ["--format", "json", ...words]);
  assert.equal(stderr, "");
  const results = JSON.parse(stdout) as { filePath: string; messages: { ruleId: string; line: number; column: number }[] }[];
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, line, column }) => `${path.relative(folder, filePath)} ${ruleId} ${line}:${column}`),
  );
}

async function told(folder: string, ...words: string[]): Promise<string> {
  const { stdout, stderr, code } = await runCli(folder, words);
  assert.deepEqual([stdout, code], ["", 2], stderr);
  return stderr.replaceAll(folder, "");
}

describe("plugins in a configuration", () => {
  it("are loaded from the folder of the configuration, with their rules and options", async (test) => {
    const folder = project(test, {
      "compose-lint.config.json": configuration({ "acme/service-names": "error" }),
      "part/compose.yaml": compose,
    });
    assert.deepEqual(await found(folder, "."), ["compose.yaml acme/service-names 2:3", "part/compose.yaml acme/service-names 2:3"]);
    const lenient = project(test, { "compose-lint.config.json": configuration({ "acme/service-names": ["error", { least: 3 }] }) });
    assert.deepEqual(await found(lenient), []);
  });

  it("may be packages, and come with what a configuration extends", async (test) => {
    const folder = project(test, {
      "node_modules/eslint-plugin-acme/package.json": '{"name": "eslint-plugin-acme", "exports": "./index.mjs"}',
      "node_modules/eslint-plugin-acme/index.mjs": plugin,
      "shared/base.json": configuration({ "acme/service-names": ["warn", { least: 5 }] }, ["eslint-plugin-acme"]),
      "compose-lint.config.yaml": "extends: ./shared/base.json\nrules:\n  acme/service-names: error\n",
    });
    assert.deepEqual(await found(folder), ["compose.yaml acme/service-names 2:3"]);
  });

  it("can have their rules set by --rule and by overrides", async (test) => {
    const rules = { rules: { "acme/service-names": "error" } };
    const folder = project(test, {
      "compose-lint.config.json": JSON.stringify({ extends: [], plugins: ["./plugins/acme.mjs"], overrides: [{ files: "part/**", ...rules }] }),
      "part/compose.yaml": compose,
    });
    assert.deepEqual(await found(folder, "."), ["part/compose.yaml acme/service-names 2:3"]);
    assert.deepEqual(await found(folder, ".", "--rule", "acme/service-names: [error, {least: 2}]"), []);
  });

  it("may differ from folder to folder under the same namespace", async (test) => {
    const rules = { "acme/service-names": "error" };
    const folder = project(test, {
      "one/compose-lint.config.json": configuration(rules, ["../plugins/acme.mjs"]),
      "one/compose.yaml": compose,
      "two/compose-lint.config.json": configuration(rules, ["./other.mjs"]),
      "two/other.mjs": plugin.replace("?? 4", "?? 1"),
      "two/compose.yaml": compose,
    });
    assert.deepEqual(await found(folder, "one", "two"), ["one/compose.yaml acme/service-names 2:3"]);
  });

  it("are shown by --print-config", async (test) => {
    const folder = project(test, { "compose-lint.config.json": configuration({ "acme/service-names": "error" }) });
    const { stdout } = await runCli(folder, ["--print-config", "compose.yaml"]);
    assert.equal((JSON.parse(stdout) as { rules: Record<string, unknown> }).rules["acme/service-names"], "error");
  });

  it("are wrong usage where they are missing, are none, or have no such rule", async (test) => {
    const file = "compose-lint.config.json";
    const missing = project(test, { [file]: configuration({}, ["./missing.mjs"]) });
    assert.match(await told(missing), /compose-lint\.config\.json: the plugin \.\/missing\.mjs cannot be loaded/);
    const absent = project(test, { [file]: configuration({}, ["eslint-plugin-absent"]) });
    assert.match(await told(absent), /the plugin eslint-plugin-absent is not installed here\. Install it/);
    const none = project(test, { [file]: configuration({}, ["./none.mjs"]), "none.mjs": "export default 1;\n" });
    assert.match(await told(none), /the plugin \.\/none\.mjs: its default export is no ESLint plugin/);
    const wrong = project(test, { [file]: configuration({ "acme/service-name": "error" }) });
    assert.match(await told(wrong), /There is no rule `acme\/service-name`\. Did you mean `acme\/service-names`\?/);
    const unlisted = project(test, { [file]: configuration({ "acme/service-names": "error" }, []) });
    assert.match(await told(unlisted), /There is no rule `acme\/service-names`\./);
    const shape = project(test, { [file]: JSON.stringify({ plugins: "./acme.mjs" }) });
    assert.match(await told(shape), /`plugins` must be a list of texts/);
  });
});

describe("options that a rule of a plugin does not take", () => {
  const wrong = "acme/service-names: [error, {most: 3}]";

  it("are told in a sentence where --rule sets them", async (test) => {
    const said = await told(project(test, {}), "--plugin", "plugins/acme.mjs", "--rule", wrong);
    assert.match(said, /^compose-lint: --rule sets acme\/service-names to what it cannot be\. .*most.*\n$/);
  });

  it("are told in a sentence where the configuration sets them", async (test) => {
    const folder = project(test, { "compose-lint.config.json": configuration({ "acme/service-names": ["error", { most: 3 }] }) });
    assert.match(await told(folder), /^compose-lint: \S+compose-lint\.config\.json: it sets acme\/service-names to what it cannot be\. .*most.*\n$/);
  });
});
