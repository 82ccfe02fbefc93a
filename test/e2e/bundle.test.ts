import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, before, beforeEach, describe, it } from "node:test";
import { configurationNames } from "../../src/cli/configuration/configuration-names.js";
import { formatNames } from "../../src/cli/formats/format-names.js";
import { nodeReleaseFolder } from "./node-release.js";
import { packUnavailable } from "./packed-package.js";
import { repository } from "./places.js";
import { describeOutcome, runProgram, type Outcome } from "./run-program.js";

const failing = "services:\n  web:\n    image: node:20-bookworm\n";
const settings = { engine: "20.10.9" };
const texts: Record<string, string> = {
  ".js": `export default ${JSON.stringify({ settings })};`,
  ".mjs": `export default ${JSON.stringify({ settings })};`,
  ".cjs": `module.exports = ${JSON.stringify({ settings })};`,
  ".ts": "const engine: string = '20.10.9';\nexport default { settings: { engine } };",
  ".mts": "const engine: string = '20.10.9';\nexport default { settings: { engine } };",
  ".cts": "const engine: string = '20.10.9';\nmodule.exports = { settings: { engine } };",
  ".yaml": "settings: { engine: 20.10.9 }",
  ".yml": "settings: { engine: 20.10.9 }",
  ".json": JSON.stringify({ settings }),
};

function textOf(name: string): string {
  if (name === "package.json") return JSON.stringify({ type: "module", "compose-lint": { settings } });
  return texts[path.extname(name)] ?? texts[".yaml"] ?? "";
}

/**
 * Files for which more is loaded: `yaml` for a tag, lines that only a lenient lexer takes, and an error; `levn` for a
 * comment that sets a rule.
 */
const hardFiles = {
  "compose.tag.yaml": "services:\n  web:\n    image: node:20-bookworm\n    ports: !reset []\n",
  "compose.lenient.yaml": 'services:\n  web:\n    image: node:20-bookworm\n    command: [\n"npm", "start"\n    ]\n',
  "compose.wrong.yaml": "services:\n  web:\n    image: [node\n",
  "compose.set.yaml": `# eslint compose-lint/thread-creation: off\n${failing}`,
};
const hardFindings = ["thread-creation", "thread-creation", "syntax", ""];

/** Prints the rules that the plugin in `dist` finds broken in files, run by ESLint as a user would. */
const lintWithPlugin = `
const { Linter } = require("eslint");
const plugin = require("./dist/index.cjs");
const config = [...plugin.configs.recommended, { settings: { "compose-lint": { engine: "20.10.9" } } }];
for (const [filename, text] of Object.entries(JSON.parse(process.argv[1]))) {
  console.log(new Linter().verify(text, config, { filename }).map(({ ruleId, message }) => ruleId ?? message).join());
}`;

/** What the sources do in the other tests, the bundle must do too, where libraries are loaded in other ways. */
for (const release of ["20", "22.13.0", "24"]) {
  describe(`the bundle with Node ${release}`, { skip: packUnavailable() ?? false }, () => {
    let node: string;
    let folder: string;
    before(async () => {
      node = path.join(await nodeReleaseFolder(release), process.platform === "win32" ? "node.exe" : "node");
    });
    beforeEach(() => {
      folder = realpathSync(mkdtempSync(path.join(tmpdir(), "compose-lint-e2e-")));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    function write(files: Record<string, string>): void {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        writeFileSync(path.join(folder, name), text);
      }
    }

    const run = (...words: string[]): Promise<Outcome> =>
      runProgram(node, [path.join(repository, "dist", "bin.cjs"), ...words], { cwd: folder, env: { ...process.env, NO_COLOR: "1" } });

    it("starts where no compiled code can be kept", async () => {
      write({ "compose.yaml": failing, file: "" });
      const file = path.join(folder, "file");
      for (const variables of [{ NODE_COMPILE_CACHE: file }, { NODE_COMPILE_CACHE: "", HOME: file, LOCALAPPDATA: file, XDG_CACHE_HOME: file }]) {
        const env = { ...process.env, NO_COLOR: "1", ...variables };
        const outcome = await runProgram(node, [path.join(repository, "dist", "bin.cjs"), "--engine", "20.10.9", "--quiet"], { cwd: folder, env });
        assert.deepEqual([outcome.code, outcome.stderr], [1, ""], describeOutcome(outcome));
      }
    });

    it("takes --rule", async () => {
      write({ "compose.yaml": failing });
      const outcome = await run("--engine", "20.10.9", "--rule", "thread-creation: off");
      assert.deepEqual([outcome.code, outcome.stdout], [0, ""], outcome.stderr);
    });

    it("reads files for which more is loaded, and engines that are a range", async () => {
      write(hardFiles);
      const outcome = await run("--engine", ">=20.10.7 <20.10.10", "--format", "json", ...Object.keys(hardFiles));
      const results = JSON.parse(outcome.stdout) as { messages: { ruleId: string }[] }[];
      const found = results.map(({ messages }) => messages.map(({ ruleId }) => ruleId.replace("compose-lint/", "")).join());
      assert.deepEqual([found, outcome.stderr], [hardFindings, ""]);
    });

    it("reads them in ESLint, and a Dockerfile", async () => {
      const files = { ...hardFiles, Dockerfile: "FROM node:20-bookworm\n" };
      const outcome = await runProgram(node, ["-e", lintWithPlugin, JSON.stringify(files)], { cwd: repository, env: process.env });
      assert.equal(outcome.stdout, [...hardFindings, "thread-creation", ""].map((name) => name && `compose-lint/${name}`).join("\n"), outcome.stderr);
    });

    for (const name of configurationNames) {
      it(`reads ${name}`, async () => {
        write({ "package.json": '{ "type": "module" }', "compose.yaml": failing, [name]: textOf(name) });
        const outcome = await run();
        assert.equal(outcome.code, 1, describeOutcome(outcome));
        assert.match(outcome.stdout, /On Docker Engine 20\.10\.9/);
        assert.equal(outcome.stderr, "");
      });
    }

    it("knows overrides, ignores, globs and content", async () => {
      write({
        "compose-lint.config.yaml": 'ignores: [old/]\nsettings: { engine: "23.0" }\noverrides: [{ files: "*.prod.yaml", settings: { engine: 20.10.9 } }]\n',
        ".gitignore": "*.local.yaml\n",
        "compose.yaml": failing,
        "compose.prod.yaml": failing,
        "compose.local.yaml": failing,
        "old/compose.yaml": failing,
        "deep/stack.yml": failing,
      });
      const files = async (...words: string[]): Promise<string[]> =>
        (JSON.parse((await run(...words, "--format", "json")).stdout) as { filePath: string; errorCount: number }[]).map(
          ({ filePath, errorCount }) => `${path.relative(folder, filePath).replaceAll("\\", "/")} ${errorCount}`,
        );
      assert.deepEqual(await files("."), ["compose.prod.yaml 1", "compose.yaml 0"]);
      assert.deepEqual(await files(".", "--detect"), ["compose.prod.yaml 1", "compose.yaml 0", "deep/stack.yml 0"]);
      assert.deepEqual(await files("**/*.yml", "*.prod.yaml"), ["deep/stack.yml 0", "compose.prod.yaml 1"]);
    });

    it("has all formats, the pages of the rules, completions and baselines", async () => {
      write({ "compose.yaml": failing, "own.mjs": "export default (results) => String(results.length);\n" });
      const reports = formatNames.flatMap((format) => ["--format", format, "-o", `${format}.out`]);
      const outcome = await run("--engine", "20.10.9", ...reports, "--format", "./own.mjs", "--code-frame");
      assert.deepEqual([outcome.code, outcome.stdout, outcome.stderr], [1, "1\n", ""]);
      assert.match((await run("explain", "thread-creation")).stdout, /^thread-creation\n\n/);
      assert.match((await run("rules")).stdout, /\nthread-creation {2}error in recommended, can fix\n/);
      for (const shell of ["bash", "zsh", "fish"]) assert.equal((await run("completion", shell)).code, 0);
      assert.equal((await run("--engine", "20.10.9", "--baseline", "known.json", "--update-baseline")).code, 0);
      assert.equal((await run("--engine", "20.10.9", "--baseline", "known.json")).code, 0);
    });
  });
}
