import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { filesOfShard } from "../../src/cli/shard.js";
import { runCli } from "./run-cli.js";
import { randomNumbers } from "../random-numbers.js";
import { projectTree } from "./run/project-tree.js";
import { failing } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

function shards(files: readonly string[], count: number): string[][] {
  return Array.from({ length: count }, (_, index) => [...filesOfShard(files, { index: index + 1, count })]);
}

const tree = Array.from({ length: 500 }, (_, index) => `/repo/team${index % 7}/project${Math.floor(index / 3)}/${["compose.yaml", "compose.override.yaml", "Dockerfile"][index % 3]}`);

describe("the files of a shard", () => {
  for (const count of [1, 2, 3, 8, 40, 700]) {
    it(`are all files, each in one of ${count}`, () => {
      assert.deepEqual(shards(tree, count).flat().sort(), [...tree].sort());
    });
  }

  it("are about as many in each", () => {
    for (const count of [2, 3, 8]) {
      const sizes = shards(tree, count).map(({ length }) => length);
      assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 4, sizes.join(" "));
    }
    const oneFolder = Array.from({ length: 100 }, (_, index) => `/repo/${index}.yaml`);
    assert.deepEqual(shards(oneFolder, 4).map(({ length }) => length), [25, 25, 25, 25]);
  });

  it("do not depend on the order in which they were found, and keep a folder whole", () => {
    const other = [...tree].reverse();
    for (const part of shards(tree, 3)) {
      const folders = new Set(part.map((file) => file.slice(0, file.lastIndexOf("/"))));
      for (const file of tree) if (folders.has(file.slice(0, file.lastIndexOf("/")))) assert.ok(part.includes(file), file);
    }
    assert.deepEqual(shards(other, 3), shards(tree, 3));
  });

  it("hardly change when a file is added", () => {
    const before = shards(tree, 4);
    const after = shards([...tree, "/repo/team3/new/compose.yaml"], 4);
    const moved = tree.filter((file) => before.findIndex((part) => part.includes(file)) !== after.findIndex((part) => part.includes(file)));
    assert.ok(moved.length <= 9, String(moved.length));
  });
});

describe("--shard", () => {
  it("gives parts that are together what one run gives, each file once, also those that projects take in", async (test) => {
    const folder = temporaryFolder(test, projectTree(24, randomNumbers(31)));
    const asked = ["--engine", "20.10.9", "--format", "json"];
    const resultsOf = async (words: readonly string[]): Promise<string[]> =>
      (JSON.parse((await runCli(folder, [...asked, ...words, "."])).stdout) as unknown[]).map((result) => JSON.stringify(result));
    const whole = await resultsOf([]);
    const parts = [await resultsOf(["--shard", "1/3"]), await resultsOf(["--shard", "2/3"]), await resultsOf(["--shard=3/3", "--concurrency", "2"])];
    assert.deepEqual(parts.flat().sort(), [...whole].sort());
    for (const part of parts) assert.ok(part.length > 0);
  });

  const bad: [value: string, message: RegExp][] = [
    ["0/3", /--shard 0\/3 is not one of its parts, which are 1\/3 to 3\/3\./],
    ["4/3", /--shard 4\/3 is not one of its parts/],
    ["1/0", /--shard 1\/0 has no parts/],
    ["1", /--shard takes a part of a whole, such as 1\/3 for the first of three, not 1\./],
    ["a/b", /not a\/b\./],
    ["-1/3", /not -1\/3\./],
    ["1/3/4", /not 1\/3\/4\./],
  ];
  for (const [value, message] of bad) {
    it(`refuses ${value}`, async (test) => {
      const { code, stderr } = await runCli(temporaryFolder(test, { "compose.yaml": failing }), [`--shard=${value}`]);
      assert.equal(code, 2);
      assert.match(stderr, message);
    });
  }

  it("refuses what needs all files", async (test) => {
    const { code, stderr } = await runCli(temporaryFolder(test, { "compose.yaml": failing }), ["--shard", "1/2", "--fix"]);
    assert.equal(code, 2);
    assert.match(stderr, /--shard lints a part of the files, and --fix needs all of them/);
  });

  it("with more parts than files gives some that have none", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const runs = await Promise.all(["1/3", "2/3", "3/3"].map((part) => runCli(folder, ["--engine", "20.10.9", "--shard", part])));
    assert.deepEqual(runs.map(({ code }) => code).sort(), [0, 0, 1]);
  });
});
