import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { cachedPackages } from "./cached-packages.js";
import { eslintProject } from "./eslint-project.js";
import { packUnavailable } from "./packed-package.js";
import { isContinuousIntegration, repository } from "./places.js";
import { describeOutcome, runProgram } from "./run-program.js";
import { isInstalled } from "./unavailable.js";

const config = `
  import composeLint from "compose-lint";
  export default [...composeLint.configs.recommended, { settings: { "compose-lint": { engine: "20.10.9" } } }];`;
const files: [name: string, text: string, report: string[]][] = [
  ["compose.yaml", "services:\n  web:\n    image: node:20\n", ["3:12 compose-lint/thread-creation"]],
  ["Dockerfile", "FROM node:20\nCMD [\"node\"]\n", ["1:6 compose-lint/thread-creation"]],
];

function unavailable(): string | false {
  if (isContinuousIntegration || isInstalled("nvim")) return packUnavailable() ?? false;
  return "needs nvim (the Debian package neovim)";
}

describe("Neovim with the ESLint language server", { skip: unavailable() }, () => {
  for (const [name, text, report] of files) {
    it(`shows the findings in ${name}`, async (test) => {
      const packages = await cachedPackages("vscode-langservers-4.10.0", "vscode-langservers-extracted@4.10.0");
      const project = await eslintProject(test, 10, { "eslint.config.mjs": config, [name]: text });
      const env = {
        ...process.env,
        ROOT: project.folder,
        NODE: process.execPath,
        SERVER: path.join(packages, "node_modules/vscode-langservers-extracted/bin/vscode-eslint-language-server"),
        REPORT: path.join(project.folder, "report.txt"),
        XDG_STATE_HOME: project.folder,
      };
      const script = path.join(repository, "test/e2e/neovim.lua");
      const words = ["--headless", "-u", "NONE", "-n", name, "-c", `luafile ${script}`];
      const outcome = await runProgram("nvim", words, { cwd: project.folder, env });
      assert.equal(outcome.code, 0, describeOutcome(outcome));
      assert.deepEqual(readFileSync(env.REPORT, "utf8").trimEnd().split("\n"), report);
    });
  }
});
