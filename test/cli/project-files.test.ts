import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addProjectFiles } from "../../src/cli/project-files.js";
import type { ProjectChoice } from "../../src/cli/project-choice.js";
import { lintTexts } from "../../src/lint/lint-files.js";
import { assertEvenGrowth } from "../even-growth.js";
import { MemoryFileSystem } from "../memory-file-system.js";

type Way = "--file" | "include" | "extends";

function services(file: number): string {
  return Array.from({ length: 10 }, (_, index) => `  s${file}x${index}:\n    image: nginx:\${V:-1}\n`).join("");
}

/** The files of a project of that many files with ten services each, and the ones that are named. */
function project(count: number, way: Way, mark = ""): { texts: Record<string, string>; named: string[] } {
  const texts: Record<string, string> = {};
  for (let file = 0; file < count; file += 1) texts[`/p/f${file}.yaml`] = `${mark}services:\n${services(file)}`;
  const all = Object.keys(texts);
  if (way === "--file") return { texts, named: all };
  const users = all.map((_, file) => `  u${file}:\n    extends: {file: f${file}.yaml, service: s${file}x0}\n`);
  texts["/p/main.yaml"] =
    way === "include" ? `include:\n${all.map((name) => `  - ${name}\n`).join("")}` : `services:\n${users.join("")}`;
  return { texts, named: ["/p/main.yaml"] };
}

/** Lints the project as the command line does, and returns the files. */
function lintProject({ texts, named }: ReturnType<typeof project>): string[] {
  const fileSystem = new MemoryFileSystem(texts);
  const choice: ProjectChoice = { options: {}, root: { files: named, workingDirectory: "/p" }, files: named };
  const { files, cache, scope } = addProjectFiles(named, choice, fileSystem, {});
  const inputs = files.map((path) => ({ path, text: texts[path] ?? "" }));
  lintTexts(inputs, { cwd: "/p", fileSystem, settings: {}, variables: {}, projectFiles: cache, scope, fix: false });
  return files;
}

describe("the files of a project", () => {
  for (const [way, mark] of [["--file", ""], ["include", ""], ["include", "\ufeff"], ["extends", ""]] as const) {
    const name = `${way}${mark === "" ? "" : ", with byte order marks"}`;
    it(`are linted in a time that grows with their number: ${name}`, () => {
      assertEvenGrowth((count) => {
        assert.equal(lintProject(project(count, way, mark)).length, way === "--file" ? count : count + 1);
      }, 30);
    });

    it(`are parsed once in a run: ${name}`, () => {
      const { texts, named } = project(20, way, mark);
      const choice: ProjectChoice = { options: {}, root: { files: named, workingDirectory: "/p" }, files: named };
      const fileSystem = new MemoryFileSystem(texts);
      const { files, cache, scope } = addProjectFiles(named, choice, fileSystem, {});
      const before = files.map((path) => {
        const loaded = cache.load(path, fileSystem);
        return loaded.ok ? loaded.file.parsed : null;
      });
      lintTexts(
        files.map((path) => ({ path, text: texts[path] ?? "" })),
        { cwd: "/p", fileSystem, settings: {}, variables: {}, projectFiles: cache, scope, fix: false },
      );
      const after = files.map((path) => cache.fileOf(path, texts[path] ?? "").parsed);
      assert.ok(after.every((parsed, index) => parsed === before[index]));
    });
  }
});
