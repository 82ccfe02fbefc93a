import assert from "node:assert/strict";
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { WatchedFiles } from "../../../src/cli/watch/watched-files.js";
import { temporaryFolder } from "../temporary-folder.js";

interface Watch {
  files: WatchedFiles;
  /** The files that are told after some work, as soon as the first are. */
  toldAfter: (work: () => void) => Promise<readonly string[]>;
}

/** Watches a folder until the test's end. */
async function watching(test: TestContext, root: string): Promise<Watch> {
  let tell: (files: readonly string[]) => void = () => undefined;
  const files = new WatchedFiles({ roots: [root], isDeep: true, detects: false }, (changed) => { tell(changed); }, (error) => { throw error; });
  test.after(() => files.close());
  await files.ready();
  return {
    files,
    toldAfter: (work) => {
      const told = new Promise<readonly string[]>((resolve) => { tell = resolve; });
      work();
      return told;
    },
  };
}

describe("WatchedFiles", () => {
  it("misses no change of a file that it follows, however soon it comes", { timeout: 60_000 }, async (test) => {
    const folder = temporaryFolder(test, { "below/compose.yaml": "services: {}\n", "a.yaml": "", "b.yaml": "" });
    const { files, toldAfter } = await watching(test, path.join(folder, "below"));
    for (const name of ["a.yaml", "b.yaml"]) {
      const file = path.join(folder, name);
      const told = toldAfter(() => {
        assert.deepEqual(files.follow([], [file]), [file]);
        writeFileSync(file, "rules: {}\n");
      });
      assert.deepEqual(await told, [file]);
      assert.deepEqual(files.follow([], [file]), []);
    }
  });

  it("sees what is above a file that links lead to, and where else they lead", { timeout: 60_000, skip: process.platform === "win32" && "links need rights" }, async (test) => {
    const folder = temporaryFolder(test, { "below/compose.yaml": "services: {}\n", "far/s/a.yaml": "", "other/a.yaml": "" });
    const at = (name: string): string => path.join(folder, name);
    symlinkSync(at("far/s"), at("link"));
    const { files, toldAfter } = await watching(test, at("below"));
    const file = at("link/a.yaml");
    files.follow([["read", file, ""]], []);
    const changes: (() => void)[] = [
      () => { renameSync(at("far"), at("gone")); },
      () => { renameSync(at("gone"), at("far")); },
      () => { writeFileSync(at("far/s/a.yaml"), "rules: {}\n"); },
      () => {
        symlinkSync(at("other"), at("next"));
        renameSync(at("next"), at("link"));
      },
      () => { writeFileSync(at("other/a.yaml"), "rules: {}\n"); },
    ];
    for (const change of changes) assert.deepEqual(await toldAfter(change), [file]);
  });

  it("sees a link between a link and a file lead elsewhere, also where it led nowhere, and what is linked in its place", { timeout: 60_000, skip: process.platform === "win32" && "links need rights" }, async (test) => {
    const folder = temporaryFolder(test, { "below/compose.yaml": "services: {}\n", "one/a.yaml": "1", "two/a.yaml": "2", "far/x": "" });
    const at = (name: string): string => path.join(folder, name);
    symlinkSync("far/middle", at("link"));
    const { files, toldAfter } = await watching(test, at("below"));
    const file = at("link/a.yaml");
    files.follow([["read", file, ""]], []);
    const lead = (name: string, target: string): void => {
      symlinkSync(target, at("next"));
      renameSync(at("next"), at(name));
    };
    const changes: (() => void)[] = [
      () => { lead("far/middle", "../one"); },
      () => { lead("far/middle", "../two"); },
      () => { lead("far/middle", "other"); },
      () => { lead("far/other", "../one"); },
      () => { lead("far/other", "../two"); },
      () => { writeFileSync(at("two/a.yaml"), "rules: {}\n"); },
    ];
    for (const [index, change] of changes.entries()) assert.deepEqual(await toldAfter(change), [file], String(index));
  });

  it("sees what was looked for in vain come, with the folders above it", { timeout: 60_000 }, async (test) => {
    const folder = temporaryFolder(test, { "below/compose.yaml": "services: {}\n" });
    const { files, toldAfter } = await watching(test, path.join(folder, "below"));
    const file = path.join(folder, "a/b/c/d.env");
    assert.deepEqual(files.follow([["read", file, ""]], []), [file]);
    const told = toldAfter(() => {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, "");
    });
    assert.deepEqual(await told, [file]);
  });
});
