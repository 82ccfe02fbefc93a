import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runCli } from "../run-cli.js";
import { failing } from "../stacks.js";
import { temporaryFolder } from "../temporary-folder.js";

describe("--format with a module", () => {
  const files = { "compose.yaml": failing, "own.mjs": 'export default () => "own";\n' };

  it("takes one by its path, and proposes the path where it lacks", async (test) => {
    const folder = temporaryFolder(test, files);
    assert.equal((await runCli(folder, ["--format", "./own.mjs"])).stdout, "own\n");
    assert.deepEqual(await runCli(folder, ["--format", "own.mjs"]), { code: 2, stdout: "", stderr: "compose-lint: There is no format own.mjs. Did you mean ./own.mjs?\n" });
  });

  it("says that there is none", async (test) => {
    const folder = temporaryFolder(test, files);
    const told = async (name: string): Promise<string> => (await runCli(folder, ["--format", name])).stderr;
    assert.equal(await told("./gone.mjs"), "compose-lint: The format ./gone.mjs cannot be loaded: there is no such file.\n");
    assert.match(await told("gone.mjs"), /; or name a module, a file of yours with its path, such as \.\/gone\.mjs\.\n$/u);
    assert.match(await told("magic"), /, markdown and html; or name a module, a file of yours with its path, such as \.\/format\.js\.\n$/u);
  });
});
