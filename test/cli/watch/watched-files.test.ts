import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { WatchedFiles } from "../../../src/cli/watch/watched-files.js";
import { temporaryFolder } from "../temporary-folder.js";

describe("WatchedFiles", () => {
  it("misses no change of a file that it follows, however soon it comes", { timeout: 60_000 }, async (test) => {
    const folder = temporaryFolder(test, { "below/compose.yaml": "services: {}\n", "a.yaml": "", "b.yaml": "" });
    let tell: (files: readonly string[]) => void = () => undefined;
    const files = new WatchedFiles({ roots: [path.join(folder, "below")], isDeep: true, detects: false }, (changed) => { tell(changed); });
    test.after(() => files.close());
    await files.ready();
    for (const name of ["a.yaml", "b.yaml"]) {
      const file = path.join(folder, name);
      const told = new Promise<readonly string[]>((resolve) => { tell = resolve; });
      assert.deepEqual(await files.follow([], [file]), [file]);
      writeFileSync(file, "rules: {}\n");
      assert.deepEqual(await told, [file]);
      assert.deepEqual(await files.follow([], [file]), []);
    }
  });
});
