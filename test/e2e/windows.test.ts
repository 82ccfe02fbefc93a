import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { fileKind } from "../../src/eslint/file-kind.js";
import { visible } from "../rules/every-host.js";
import type { PrintedMessage, PrintedResult } from "./eslint-project.js";
import { withoutToldElsewhere } from "./extended-findings.js";
import { installPackedPackage, packUnavailable } from "./packed-package.js";
import { repository, sharedFolder } from "./places.js";
import { describeOutcome, runProgram, type Outcome } from "./run-program.js";
import { WindowsNode, windowsPath, windowsUnavailable } from "./windows-node.js";

const corpus = path.join(sharedFolder, "corpus");
const majors = [8, 9, 10] as const;
const failing = "services:\n  web:\n    image: node:20-bookworm\n";

describe("on Windows", { skip: packUnavailable() ?? windowsUnavailable() ?? false }, () => {
  let folder: string;
  let windows: WindowsNode;
  const own = (): string => path.join(folder, "node_modules", "compose-lint", "dist", "bin.cjs");
  const eslint = (major: number): string => path.join(folder, "node_modules", `eslint${major}`, "bin", "eslint.js");

  before(async () => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), "compose-lint-e2e-")));
    await installPackedPackage(folder, ...majors.map((major) => `eslint${major}@npm:eslint@${major}`));
    // The name under which ESLint 8 looks for the plugin; a link would be followed by Linux alone.
    const modules = path.join(folder, "node_modules");
    cpSync(path.join(modules, "compose-lint"), path.join(modules, "eslint-plugin-compose-lint"), { recursive: true });
    windows = await WindowsNode.start();
  });
  after(() => {
    windows.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Makes a project in a folder below the one where the packages are. */
  function project(name: string, files: Readonly<Record<string, string>>): string {
    const root = path.join(folder, name);
    mkdirSync(root);
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    }
    return root;
  }

  /** What a run with `--format json` found, by file name as Linux writes it; `root` is the folder's name in the run. */
  function findings(outcome: Outcome, root: string): Map<string, PrintedMessage[]> {
    assert.ok(outcome.code === 0 || outcome.code === 1, describeOutcome(outcome));
    const results = JSON.parse(outcome.stdout) as PrintedResult[];
    const entries = results.map(({ filePath, messages }): [string, PrintedMessage[]] => {
      assert.ok(filePath.startsWith(root), `${filePath} lies in ${root}`);
      const name = filePath.slice(root.length + 1).replaceAll("\\", "/");
      return [name, visible(messages as Parameters<typeof visible>[0]).map((finding) => withoutSeparators(finding as PrintedMessage))];
    });
    return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Paths in messages are written as the system writes them. */
  function withoutSeparators<Value>(finding: Value): Value {
    return JSON.parse(JSON.stringify(finding).replaceAll("\\\\", "/")) as Value;
  }

  const places: [name: string, source: string, skip: string | false][] = [
    ["examples", path.join(repository, "examples"), false],
    ["corpus", corpus, existsSync(corpus) ? false : "needs the corpus (SHARED_DIR)"],
  ];
  for (const [name, source, skip] of places) {
    it(`the command line and ESLint 8, 9 and 10 find in the ${name} what they find on Linux`, { skip }, async (test) => {
      const root = project(name, {
        "eslint.config.mjs": `import composeLint from "compose-lint";
          export default [...composeLint.configs.recommended, { settings: { "compose-lint": { engine: "20.10.9" } } }];`,
        ".eslintrc.cjs": `module.exports = { root: true, extends: ["plugin:compose-lint/legacy"], settings: { "compose-lint": { engine: "20.10.9" } } };`,
      });
      cpSync(source, path.join(root, "files"), { recursive: true });
      const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => fileKind(file) !== null);
      const named = files.map((file) => file.replaceAll("/", "\\"));
      const words = ["--engine", "20.10.9", "--no-ignore", "--format", "json"];
      const linux = findings(await runProgram(process.execPath, [own(), ...words, ...files], { cwd: root }), root);
      const count = [...linux.values()].flat().length;
      assert.ok(count > 0, "something is found");
      assert.deepEqual(findings(windows.run(own(), [...words, ...named], root), windowsPath(root)), linux, "command line");
      assert.deepEqual(findings(windows.run(own(), [...words, "--concurrency", "2", ...named], root), windowsPath(root)), linux, "two threads");
      for (const major of majors) {
        const env = major === 8 ? { ESLINT_USE_FLAT_CONFIG: "false" } : {};
        const found = findings(windows.run(eslint(major), ["--no-ignore", "--format", "json", ...named], root, env), windowsPath(root));
        const expected = [...linux].filter(([file]) => found.has(file));
        assert.deepEqual([...withoutToldElsewhere(found, linux)], expected, `ESLint ${major}`);
        assert.equal(found.size, files.length, `ESLint ${major}`);
      }
      test.diagnostic(`${files.length} files, ${count} findings`);
    });
  }

  it("files are found by folder and by globs in both spellings, and left out as .gitignore says", () => {
    const root = project("found", {
      "a/compose.yaml": failing,
      "a/b/docker-compose.yml": failing,
      "left/compose.yaml": failing,
      ".gitignore": "/left/\n",
    });
    const expected = ["a/b/docker-compose.yml", "a/compose.yaml"];
    for (const words of [["."], ["a"], ["a/**/*.y*ml"], ["a\\**\\*.y*ml"], [`${windowsPath(root)}\\a`]]) {
      const found = findings(windows.run(own(), ["--format", "json", ...words], root), windowsPath(root));
      assert.deepEqual([...found.keys()], expected, words.join(" "));
    }
  });

  it("a fix writes the profile and its entry with a slash, and a second run has nothing to do", () => {
    const root = project("fixed", { "deploy/compose.yaml": failing.replaceAll("\n", "\r\n") });
    const fix = ["--engine", "20.10.9", "--fix", "deploy\\compose.yaml"];
    const first = windows.run(own(), fix, root);
    assert.equal(first.code, 0, describeOutcome(first));
    assert.match(first.stderr, /Wrote deploy\\seccomp-compose-lint\.json\nFixed deploy\\compose\.yaml/u);
    const fixed = readFileSync(path.join(root, "deploy", "compose.yaml"), "utf8");
    const entry = "    security_opt:\r\n      - seccomp=./seccomp-compose-lint.json\r\n";
    assert.equal(fixed, failing.replaceAll("\n", "\r\n") + entry);
    const second = windows.run(own(), fix, root);
    assert.equal(second.code, 0, describeOutcome(second));
    assert.equal(second.stderr, "");
  });

  it("what a Compose file names is found in both spellings", () => {
    const root = project("stack", {
      "compose.yaml": "include:\n  - more\\compose.yaml\nservices:\n  web:\n    build: .\\app\n  api:\n    extends: {file: base/common.yaml, service: api}\n",
      "more/compose.yaml": failing.replace("web", "worker"),
      "base/common.yaml": failing.replace("web", "api"),
      "app/Dockerfile": "FROM node:20-bookworm\nCMD [\"node\"]\n",
    });
    const { stdout } = windows.run(own(), ["inspect", "--engine", "20.10.9"], root);
    assert.deepEqual(Array.from(stdout.matchAll(/^(\w+) .*node:20-bookworm/gmu), ([, service]) => service).sort(), ["api", "web", "worker"], stdout);
  });

  it("configurations, plugins and formats of the user's own are loaded", () => {
    const root = project("configured", {
      "compose.yaml": failing,
      "js/compose-lint.config.mjs": "export default { settings: { engine: '20.10.9' } };\n",
      "ts/compose-lint.config.ts": "const engine: string = '20.10.9';\nexport default { settings: { engine } };\n",
      "yaml/.compose-lintrc": "settings: { engine: 20.10.9 }\n",
      "count.mjs": "export default (results) => `${results.flatMap(({ messages }) => messages).length} found\\n`;\n",
    });
    for (const config of ["js\\compose-lint.config.mjs", "ts/compose-lint.config.ts", `${windowsPath(root)}\\yaml\\.compose-lintrc`]) {
      const run = windows.run(own(), ["--config", config, "--format", ".\\count.mjs"], root);
      assert.equal(run.stdout, "1 found\n", describeOutcome(run));
    }
    cpSync(path.join(repository, "examples", "custom-rules"), path.join(root, "custom"), { recursive: true });
    const words = ["--plugin", ".\\acme-plugin.mjs", "--rule", "acme/service-owner: error", "--format", "json"];
    const run = windows.run(own(), words, path.join(root, "custom"));
    assert.match(run.stdout, /"ruleId":"acme\/service-owner"/u, describeOutcome(run));
  });
});
