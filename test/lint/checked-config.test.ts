import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import { NodeFileSystem } from "../../src/compose/node-file-system.js";
import { lintTexts, type LintOptions } from "../../src/lint/lint-files.js";
import { yamlCorpus } from "../compose/corpus-files.js";
import { sharedFolder } from "../dockerfile/shared-folder.js";

const options: LintOptions = {
  cwd: process.cwd(),
  fileSystem: new NodeFileSystem(),
  settings: { engine: "20.10.9", date: "2026-11-27" },
  variables: {},
  fix: false,
};

describe("the configuration that is checked beforehand", () => {
  it("finds what ESLint's own finds", (test) => {
    const inputs = yamlCorpus().map(({ name, text }) => ({ path: path.join(sharedFolder, "corpus", name), text }));
    inputs.push({ path: "/project/Dockerfile", text: "FROM node:20\nRUN node -e 0\nFROM\n" });
    inputs.push({ path: "/node_modules/project/compose.yaml", text: "services:\n  a:\n    image: node:20\n" });
    const checked = lintTexts(inputs, options).results;
    // A level that the user sets is checked by ESLint.
    const byEslint = lintTexts(inputs, { ...options, rules: { "thread-creation": "error" } }).results;
    assert.deepEqual(checked, byEslint);
    assert.ok(checked.some(({ messages }) => messages.length > 0));
    test.diagnostic(`${inputs.length} files, all alike`);
  });

  it("leaves comments that set a rule to ESLint", () => {
    const lint = (comment: string): string[] => {
      const text = `# ${comment}\nservices:\n  a:\n    image: node:20\n`;
      const [result] = lintTexts([{ path: "/project/compose.yaml", text }], options).results;
      return result?.messages.map(({ message }) => message.slice(0, 60)) ?? [];
    };
    assert.deepEqual(lint("compose-lint thread-creation: off"), []);
    assert.deepEqual(lint("eslint compose-lint/thread-creation: off"), []);
    assert.match(lint('eslint compose-lint/thread-creation: ["error", {"fix": "nothing"}]')[0] ?? "", /Inline configuration for rule/u);
    assert.equal(lint("nothing").length, 1);
  });
});
