import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { temporaryFolder } from "../cli/temporary-folder.js";
import { isContinuousIntegration, repository } from "./places.js";
import { Terminal } from "./terminal.js";
import { isInstalled } from "./unavailable.js";

const program = path.join(repository, "dist", "bin.cjs");
const skip = isInstalled("tmux") || isContinuousIntegration ? false : "needs tmux";
const noDaemon = { DOCKER_HOST: "unix:///nowhere/docker.sock" };

function start(test: TestContext, files: Record<string, string>): { terminal: Terminal; read: (name: string) => string; has: (name: string) => boolean } {
  const folder = temporaryFolder(test, { ".git/config": "", ...files });
  const terminal = new Terminal(test, [process.execPath, program, "init"], { cwd: folder, variables: noDaemon });
  return { terminal, read: (name) => readFileSync(path.join(folder, name), "utf8"), has: (name) => existsSync(path.join(folder, name)) };
}

describe("init in a terminal", { skip }, () => {
  it("asks for the engine, the hook and the pipeline, and writes what was said", async (test) => {
    const { terminal, read } = start(test, { "compose.yaml": "services:\n  web:\n    image: node:20\n" });
    await terminal.hasOnScreen(/^> v {3}Another: type its version, or a range\n/mu);
    terminal.press("v");
    await terminal.shows(/Its version, such as 20\.10\.9/u);
    terminal.type("20.x.9");
    terminal.press("Enter");
    await terminal.shows(/is not a Docker Engine version/u);
    terminal.press("C-u");
    terminal.type("20.10.9");
    terminal.press("Enter");
    await terminal.hasOnScreen(/^> p {3}With pre-commit\n/mu);
    terminal.press("Enter");
    await terminal.hasOnScreen(/^> n {3}No\n/mu);
    terminal.press("g");
    assert.equal(await terminal.end(), 0);
    assert.match(terminal.text, /Wrote compose-lint\.config\.yaml\n[^]*Wrote \.pre-commit-config\.yaml\n[^]*Wrote \.gitlab-ci\.yml\n\nNext:\n {2}npx compose-lint\n {2}pre-commit install {3}#/u);
    assert.match(read("compose-lint.config.yaml"), /^settings:\n {2}engine: "20\.10\.9"\n/mu);
  });

  it("adds to a file that is there only after it was asked, and offers a baseline where there are many problems", async (test) => {
    const many = Array.from({ length: 30 }, (_, index) => `  s${index}:\n    image: node:20\n    security_opt: [seccomp=unconfined]\n`).join("");
    const config = "repos: # ours\n  - repo: local\n    hooks: []\n";
    const { terminal, read, has } = start(test, { "compose.yaml": `services:\n${many}`, ".pre-commit-config.yaml": config });
    await terminal.hasOnScreen(/Which Docker Engine/u);
    terminal.press("n");
    await terminal.hasOnScreen(/There are 30 problems today\./u);
    terminal.press("y");
    await terminal.hasOnScreen(/^> p {3}With pre-commit, which this project uses\n/mu);
    terminal.press("p");
    await terminal.hasOnScreen(/\.pre-commit-config\.yaml is there already\. Add compose-lint to it\?/u);
    terminal.press("n");
    await terminal.hasOnScreen(/Lint in a pipeline\?\n/u);
    terminal.press("C-c");
    assert.equal(await terminal.end(), 130);
    assert.equal(read(".pre-commit-config.yaml"), config);
    assert.ok(has("compose-lint-baseline.json"));
    assert.match(terminal.text, /Wrote compose-lint-baseline\.json: 30 problems are known, and new ones fail\./u);
    assert.equal(has(".gitlab-ci.yml"), false);
  });
});
