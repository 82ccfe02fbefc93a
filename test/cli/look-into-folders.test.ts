import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { FolderNames } from "../../src/cli/folder-names.js";
import { lookIntoFolders } from "../../src/cli/look-into-folders.js";
import { temporaryFolder } from "./temporary-folder.js";

describe("the folders of files that were named one by one", () => {
  it("are known where there are many files", (test) => {
    const folder = temporaryFolder(test);
    const files = Array.from({ length: 20 }, (_, index) => path.join(folder, String(index % 2), `stack-${index}.yaml`));
    for (const name of ["0", "1"]) mkdirSync(path.join(folder, name));
    writeFileSync(path.join(folder, "0", ".env"), "");
    const names = new FolderNames();
    lookIntoFolders([...files, path.join(folder, "gone", "compose.yaml")], names);
    assert.equal(names.mayHold(path.join(folder, "0", ".env")), true);
    assert.equal(names.mayHold(path.join(folder, "1", ".env")), false);
    // Nobody could look into it.
    assert.equal(names.mayHold(path.join(folder, "gone", ".env")), true);
  });

  it("are not looked into for a few files, which may lie among very many", (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "services: {}\n" });
    const names = new FolderNames();
    lookIntoFolders([path.join(folder, "compose.yaml")], names);
    assert.equal(names.known.size, 0);
  });
});
