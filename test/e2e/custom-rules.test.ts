import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import { eslintMajors } from "../eslint/eslint-release.js";
import { eslintProject, type PrintedMessage } from "./eslint-project.js";
import { packUnavailable } from "./packed-package.js";
import { repository } from "./places.js";

const rules = '{ "acme/service-owner": "error", "acme/own-registry": "error" }';
const flatConfig = `
  import composeLint from "compose-lint";
  import acme from "./acme-plugin.mjs";
  export default [
    ...composeLint.configs.recommended.map((config) => ({ ...config, rules: {} })),
    { files: ["**/compose.yaml", "**/Dockerfile"], plugins: { acme }, rules: ${rules} },
  ];`;
const eslintrc = `module.exports = {
  root: true,
  extends: ["plugin:compose-lint/legacy"],
  plugins: ["acme"],
  overrides: [{ files: ["compose.yaml", "Dockerfile"], rules: ${rules} }],
  rules: { "compose-lint/thread-creation": "off" },
};`;

describe("the plugin of examples/custom-rules", { skip: packUnavailable() ?? false }, () => {
  for (const major of eslintMajors) {
    it(`finds the same on the command line and in ESLint ${major}`, async (test) => {
      const project = await eslintProject(test, major);
      project.copy(path.join(repository, "examples/custom-rules"), ".");
      // As `npm init -y` writes it.
      project.write("package.json", '{"type": "commonjs"}');
      project.write("eslint.config.mjs", flatConfig);
      project.write(".eslintrc.cjs", eslintrc);
      // ESLint 8 requires its plugins, and Node requires modules since 20.19.
      project.write("node_modules/eslint-plugin-acme/package.json", '{"name": "eslint-plugin-acme", "main": "index.cjs"}');
      project.write("node_modules/eslint-plugin-acme/index.cjs", 'module.exports = require("../../acme-plugin.mjs").default;');
      const own = await project.ownFindings(
        ...["--plugin", "acme-plugin.mjs", "--rule", "acme/service-owner: error", "--rule", "acme/own-registry: error"],
        ...["--rule", "thread-creation: off", "compose.yaml", "Dockerfile"],
      );
      // Which of our own rules find something depends on the day.
      const ofPlugin = (messages: readonly PrintedMessage[] = []): PrintedMessage[] =>
        messages.filter(({ ruleId }) => ruleId?.startsWith("acme/") === true);
      const seen = [...own].map(([file, messages]) => [file, ofPlugin(messages).map(({ ruleId, line, column, fix }) => [ruleId, line, column, fix?.text])]);
      assert.deepEqual(seen, [
        ["compose.yaml", [["acme/service-owner", 6, 3, undefined]]],
        ["Dockerfile", [["acme/own-registry", 1, 6, "registry.acme.example/"]]],
      ]);
      const found = await project.findings("compose.yaml", "Dockerfile");
      const place = (messages: typeof own): unknown =>
        ["compose.yaml", "Dockerfile"].map((file) =>
          ofPlugin(messages.get(file)).map(({ ruleId, message, line, column, endLine, endColumn, fix }) => [ruleId, message, line, column, endLine, endColumn, fix]),
        );
      assert.deepEqual(place(found), place(own));
    });
  }

  it("is checked: a plugin that is none, and a rule that it does not have, are wrong usage", async (test) => {
    const project = await eslintProject(test, 10, { "compose.yaml": "services: {}\n", "none.mjs": "export default 1;\n" });
    await assert.rejects(project.ownFindings("--plugin", "none.mjs"), /no ESLint plugin/);
    await assert.rejects(project.ownFindings("--plugin", "missing.mjs"), /--plugin missing\.mjs cannot be loaded/);
    await assert.rejects(project.ownFindings("--rule", "acme/x: error"), /There is no rule acme\/x/);
  });
});
