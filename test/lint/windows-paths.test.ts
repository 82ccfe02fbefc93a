import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { it, type TestContext } from "node:test";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import type * as LintFiles from "../../src/lint/lint-files.js";
import { MemoryFileSystem } from "../memory-file-system.js";

const repository = path.resolve(import.meta.dirname, "../..");

/** Gives our modules the paths of Windows wherever they run. */
const windowsPaths: Plugin = {
  name: "windows-paths",
  setup(builder) {
    builder.onResolve({ filter: /^(?:node:)?path$/ }, () => ({ path: "path", namespace: "windows" }));
    builder.onLoad({ filter: /./, namespace: "windows" }, () => ({
      contents: `import { createRequire } from "node:module";
        const { win32 } = createRequire(import.meta.url)("node:path");
        export default win32;
        export const { basename, delimiter, dirname, extname, isAbsolute, join, normalize, parse, posix, relative, resolve, sep } = win32;`,
      loader: "js",
    }));
  },
};

async function linterOfWindows(test: TestContext): Promise<typeof LintFiles> {
  const folder = mkdtempSync(path.join(tmpdir(), "compose-lint-windows-"));
  test.after(() => {
    rmSync(folder, { recursive: true });
  });
  mkdirSync(path.join(folder, "lint"));
  symlinkSync(path.join(repository, "node_modules"), path.join(folder, "node_modules"));
  symlinkSync(path.join(repository, "src", "data"), path.join(folder, "data"));
  const outfile = path.join(folder, "lint", "lint-files.mjs");
  const entryPoints = [path.join(repository, "src/lint/lint-files.ts")];
  await build({ entryPoints, outfile, bundle: true, platform: "node", format: "esm", packages: "external", logLevel: "silent", plugins: [windowsPaths] });
  return (await import(pathToFileURL(outfile).href)) as typeof LintFiles;
}

const compose = `services:
  web:
    build:
      context: ./app
      dockerfile: docker/Dockerfile
      args: { BASE: "node:20" }
  old:
    extends: { file: parts/base.yaml, service: base }
  confined:
    image: node:20
    security_opt: ["seccomp=./profiles/p.json"]
`;
const files = {
  "C:\\project\\compose.yaml": compose,
  "C:\\project\\parts\\base.yaml": "services:\n  base:\n    image: node:20\n",
  "C:\\project\\app\\docker\\Dockerfile": "ARG BASE=node:18-alpine\nFROM ${BASE}\nCMD node x.js\n",
  "C:\\project\\profiles\\p.json": '{ "defaultAction": "SCMP_ACT_ALLOW" }',
};

it("finds the other files of a project under Windows paths", async (test) => {
  const { lintTexts } = await linterOfWindows(test);
  const run = (fix: boolean): LintFiles.LintRun =>
    lintTexts(
      (["C:\\project\\compose.yaml", "C:\\project\\app\\docker\\Dockerfile"] as const).map((file) => ({ path: file, text: files[file] })),
      {
        cwd: "C:\\project",
        fileSystem: new MemoryFileSystem(files),
        variables: {},
        settings: { engine: "20.10.9", date: "2026-01-01" },
        set: null,
        rules: { "thread-creation": "error" },
        fix,
      },
    );
  const { results } = run(false);
  const found = results.map(({ filePath, messages }) => [filePath, messages.map(({ line, messageId }) => `${line} ${messageId ?? ""}`)]);
  assert.deepEqual(found, [
    ["C:\\project\\compose.yaml", ["3 crashes", "8 crashes"]],
    ["C:\\project\\app\\docker\\Dockerfile", ["2 containerCrashes"]],
  ]);
  const fixed = run(true);
  assert.deepEqual(fixed.requiredFiles.map((file) => file.path), ["C:\\project\\seccomp-compose-lint.json"]);
  // The Dockerfile's containers run with the profile that its service got.
  assert.deepEqual(fixed.results.map(({ messages }) => messages.length), [0, 0]);
});
