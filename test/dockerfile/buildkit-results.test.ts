import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parseDockerfile } from "../../src/dockerfile/parse.js";
import { dumpLikeBuildkit } from "./buildkit-dump.js";
import { sharedFolder } from "./shared-folder.js";

const folder = join(sharedFolder, "corpus", "buildkit-dockerfiles");
const skip = existsSync(folder) ? false : `there is no ${folder}`;

function names(kind: string): string[] {
  return existsSync(folder) ? readdirSync(join(folder, kind)).sort() : [];
}

function read(kind: string, name: string, file: string): string {
  return readFileSync(join(folder, kind, name, file), "utf8");
}

describe("BuildKit's own parser tests", { skip }, () => {
  it("gives every file the tree that BuildKit expects", (test) => {
    const all = names("testfiles");
    const agreeing = all.filter((name) => {
      const { ast } = parseDockerfile(read("testfiles", name, "Dockerfile"));
      return dumpLikeBuildkit(ast) === read("testfiles", name, "result");
    });
    test.diagnostic(`${agreeing.length} of ${all.length} expected results agree`);
    assert.ok(all.length >= 30, "the folder is not empty");
    for (const name of all) {
      const { ast } = parseDockerfile(read("testfiles", name, "Dockerfile"));
      assert.equal(dumpLikeBuildkit(ast), read("testfiles", name, "result"), name);
    }
  });

  for (const name of names("testfiles-negative")) {
    it(`refuses ${name}`, () => {
      assert.notDeepEqual(parseDockerfile(read("testfiles-negative", name, "Dockerfile")).problems, []);
    });
  }
});
