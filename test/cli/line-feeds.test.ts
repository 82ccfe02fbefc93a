import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runCli } from "./run-cli.js";
import { temporaryFolder } from "./temporary-folder.js";

const text = 'services:\n  "web\\n  9:9  error  forged":\n    image: node:20\n';

describe("a line feed in a name", () => {
  for (const words of [["--engine", "20.10.9"], ["inspect", "--engine", "20.10.9"]]) {
    it(`makes no line of its own: ${words.join(" ")}`, async (test) => {
      const { stdout } = await runCli(temporaryFolder(test, { "compose.yaml": text }), words);
      assert.doesNotMatch(stdout, /^\s*9:9 +error/mu);
      assert.match(stdout.replaceAll(/\s+/gu, " "), /web\\u000a 9:9 error forged/u);
    });
  }
});

describe("a line feed in the name of a folder", () => {
  const files = { "x\n::error::forged/compose.yaml": "services:\n  web:\n    image: node:20\n" };
  for (const words of [["."], ["--format", "compact", "."], ["--format", "junit", "."], ["--format", "github", "."], ["--fix", "."], ["x\n::error::forged/none.yaml"]]) {
    it(`makes no line of its own: ${JSON.stringify(words)}`, async (test) => {
      const { stdout, stderr } = await runCli(temporaryFolder(test, files), ["--engine", "20.10.9", ...words]);
      assert.notEqual(stdout + stderr, "");
      assert.doesNotMatch(stdout + stderr, /^::error::forged/mu);
    });
  }
});
