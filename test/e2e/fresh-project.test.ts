// The files that pages show run in a project as `npm init -y` makes it, where a name in .js means CommonJS.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { eslintProject } from "./eslint-project.js";
import { packUnavailable } from "./packed-package.js";
import { repository } from "./places.js";

const manifest = '{ "name": "fresh", "version": "1.0.0", "type": "commonjs" }';
const failing = "services:\n  web:\n    image: node:20-bookworm\n";

/** The file of a page that begins with a comment of its name, in a fence or indented. */
function fileOf(page: string, name: string): string {
  const text = readFileSync(path.join(repository, page), "utf8");
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.trim() === `// ${name}`);
  assert.notEqual(start, -1, `${page} shows no ${name}`);
  const isIndented = lines[start]?.startsWith("    ") === true;
  const end = lines.findIndex((line, index) => index > start && (isIndented ? /^\S/u.test(line) : line === "```"));
  return lines.slice(start, end).join("\n");
}

describe("the files of the pages in a fresh project", { skip: packUnavailable() ?? false }, () => {
  for (const major of [9, 10] as const) {
    for (const page of ["README.md", "README.zh-CN.md"]) {
      it(`work: eslint.config.mjs of ${page} in ESLint ${major}`, async (test) => {
        const name = "eslint.config.mjs";
        const project = await eslintProject(test, major, { "package.json": manifest, "compose.yaml": failing, [name]: fileOf(page, name) });
        const messages = (await project.findings("compose.yaml")).get("compose.yaml") ?? [];
        assert.ok(messages.some(({ message }) => message.startsWith("On Docker Engine 20.10.9")), JSON.stringify(messages));
      });
    }

    it(`work: the plugin of docs/custom-rules.md in ESLint ${major} and on the command line`, async (test) => {
      const names = ["acme-plugin.mjs", "eslint.config.mjs"];
      const files = Object.fromEntries(names.map((name) => [name, fileOf("docs/custom-rules.md", name)]));
      const configuration = "plugins: [./acme-plugin.mjs]\nrules:\n  acme/service-owner: error\n";
      const project = await eslintProject(test, major, { "package.json": manifest, "compose.yaml": failing, "compose-lint.config.yaml": configuration, ...files });
      for (const found of [await project.findings("compose.yaml"), await project.ownFindings("compose.yaml")]) {
        const messages = (found.get("compose.yaml") ?? []).filter(({ ruleId }) => ruleId === "acme/service-owner");
        assert.deepEqual(messages.map(({ message, line }) => [line, message]), [[2, "The service `web` names no owner. Add the label `acme.owner`."]]);
      }
    });
  }

  it("work: compose-lint.config.mjs of docs/configuration.md", async (test) => {
    const name = "compose-lint.config.mjs";
    const project = await eslintProject(test, 10, { "package.json": manifest, "compose.yaml": failing, [name]: fileOf("docs/configuration.md", name) });
    const messages = (await project.ownFindings("compose.yaml")).get("compose.yaml") ?? [];
    assert.ok(messages.some(({ message }) => message.startsWith("On Docker Engine 20.10.9")), JSON.stringify(messages));
  });
});
