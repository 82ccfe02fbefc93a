import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { fileKind } from "../../src/eslint/file-kind.js";
import { eslintMajors } from "../eslint/eslint-release.js";
import { visible } from "../rules/every-host.js";
import { eslintProject, type PrintedMessage } from "./eslint-project.js";
import { withoutToldElsewhere } from "./extended-findings.js";
import { packUnavailable } from "./packed-package.js";
import { repository, sharedFolder } from "./places.js";

const corpus = path.join(sharedFolder, "corpus");
const flatConfig = `
  import composeLint from "compose-lint";
  export default [...composeLint.configs.recommended, { settings: { "compose-lint": SETTINGS } }];`;
const eslintrc = `module.exports = {
  root: true, extends: ["plugin:compose-lint/legacy"], settings: { "compose-lint": SETTINGS } };`;

/** The Compose files and Dockerfiles below a folder, relative to it. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => fileKind(file) !== null).sort();
}

function visibleByFile(found: Map<string, PrintedMessage[]>): Record<string, unknown> {
  const entries = [...found].map(([file, messages]) => [file, visible(messages as Parameters<typeof visible>[0])] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function named(files: readonly string[], found: Parameters<typeof visibleByFile>[0]): Record<string, unknown> {
  return visibleByFile(new Map([...found].filter(([file]) => files.includes(file))));
}

describe("the command line and ESLint 8, 9 and 10 find the same", { skip: packUnavailable() ?? false }, () => {
  const places: [name: string, folder: string, skip: string | false][] = [
    ["in the examples", path.join(repository, "examples"), false],
    ["in the corpus", corpus, existsSync(corpus) ? false : "needs the corpus (SHARED_DIR)"],
  ];
  for (const [name, folder, skip] of places) {
    for (const engine of [null, "20.10.9"]) {
      it(`${name}, ${engine === null ? "without an engine" : `for ${engine}`}`, { skip }, async (test) => {
        const files = filesBelow(folder).map((file) => path.join("files", file));
        const settings = JSON.stringify(engine === null ? {} : { engine });
        let own: Map<string, PrintedMessage[]> | null = null;
        let findings = 0;
        for (const major of eslintMajors) {
          const project = await eslintProject(test, major);
          project.copy(folder, "files");
          project.write("eslint.config.mjs", flatConfig.replace("SETTINGS", settings));
          project.write(".eslintrc.cjs", eslintrc.replace("SETTINGS", settings));
          // Our command line also lints what the named files include and extend, which nobody named to ESLint.
          own ??= await project.ownFindings("--no-ignore", ...(engine === null ? [] : ["--engine", engine]), ...files);
          const expected = named(files, own);
          findings = Object.values(expected).flat().length;
          const found = await project.findings("--no-ignore", ...files);
          assert.deepEqual(visibleByFile(withoutToldElsewhere(found, own)), expected, `ESLint ${major}`);
        }
        test.diagnostic(`${files.length} files, ${findings} findings, the same in 4 programs`);
        assert.ok(findings > 0, "something is found");
      });
    }
  }
});
