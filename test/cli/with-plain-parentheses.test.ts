import assert from "node:assert/strict";
import { it } from "node:test";
import picomatch from "picomatch";
import { withPlainParentheses } from "../../src/cli/with-plain-parentheses.js";
import { runCli } from "./run-cli.js";
import { failing } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

it("parentheses around a name stand for themselves in a glob, and those that say something stay", () => {
  const cases: [glob: string, fits: string, fitsNot: string][] = [
    ["app (1)/*.yaml", "app (1)/a.yaml", "app 1/a.yaml"],
    ["(old)/**/(a) (b).yaml", "(old)/x/(a) (b).yaml", "old/x/a b.yaml"],
    ["@(a|b).yaml", "a.yaml", "c.yaml"],
    ["!(a).yaml", "b.yaml", "a.yaml"],
    ["(a|b).yaml", "b.yaml", "c.yaml"],
    ["()", "()", ""],
    [String.raw`\(a).yaml`, "(a).yaml", "a.yaml"],
  ];
  for (const [glob, fits, fitsNot] of cases) {
    const matches = picomatch(withPlainParentheses(glob));
    assert.deepEqual([matches(fits), fitsNot !== "" && matches(fitsNot)], [true, false], glob);
  }
});

it("a folder with parentheses is found by a glob, and by an override", async (test) => {
  const config = 'settings: {engine: "20.10.9"}\noverrides:\n  - files: "app (2)/**"\n    rules: {thread-creation: off}\n';
  const folder = temporaryFolder(test, { "app (1)/compose.yaml": failing, "app (2)/compose.yaml": failing, "compose-lint.config.yaml": config });
  const codes = await Promise.all(["app (1)/*.yaml", "app (2)/*.yaml", "app (3)/*.yaml"].map(async (glob) => (await runCli(folder, [glob])).code));
  assert.deepEqual(codes, [1, 0, 2]);
});
