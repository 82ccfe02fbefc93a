import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { eslintProject } from "./eslint-project.js";
import { packUnavailable } from "./packed-package.js";
import { repository } from "./places.js";

const page = readFileSync(path.join(repository, "docs", "configuration.md"), "utf8");
/** The files of the recipe, by the names in their first lines. */
const recipe = Object.fromEntries(
  [...page.slice(page.indexOf("## Beside ESLint")).matchAll(/^```js\n\/\/ (\S+)\n([^]*?)^```$/gmu)].map(([, name = "", text = ""]) => [name, text]),
);

const failing = "services:\n  web:\n    image: node:20-bookworm\n";
const files = {
  "compose.yaml": failing,
  "docker-compose.prod.yml": `${failing}---\n{}\n`,
  Dockerfile: "FROM node:20-bookworm\nRUN npm ci\n",
  "api.Dockerfile": "FROM node:20-bookworm\nRUN npm ci\n",
  // None of ours.
  "composer.yaml": "a: [1\n",
  "my-compose-notes.yml": "a: [1\n",
  "Dockerfile.dockerignore": "node_modules\n",
  "compose-lint.config.yaml.txt": "x\n",
};

describe("the recipe for one configuration beside ESLint's", { skip: packUnavailable() ?? false }, () => {
  for (const major of [9, 10] as const) {
    it(`lets ESLint ${major} find what the command line finds, in the same files`, async (test) => {
      assert.deepEqual(Object.keys(recipe), ["compose-lint.config.mjs", "eslint.config.mjs"]);
      const project = await eslintProject(test, major, { ...files, ...recipe });
      const ours = await project.ownFindings(".");
      const found = await project.findings(".");
      const seen = (findings: typeof ours): unknown =>
        [...findings].filter(([name]) => !name.endsWith(".mjs")).sort().map(([name, messages]) => [name, messages.map(({ ruleId, line, message }) => [ruleId, line, message])]);
      assert.deepEqual(seen(found), seen(ours));
      assert.deepEqual([...ours.keys()].sort(), ["Dockerfile", "api.Dockerfile", "compose.yaml", "docker-compose.prod.yml"]);
      // The engine and the rules of the shared object hold.
      for (const [name, messages] of ours) {
        assert.ok(messages.some(({ message }) => message.startsWith("On Docker Engine 20.10.9")), name);
        assert.ok(messages.every(({ ruleId }) => ruleId !== "compose-lint/single-document"), name);
      }
    });
  }
});
