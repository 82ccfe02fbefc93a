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
