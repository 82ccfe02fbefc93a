import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runCli } from "../cli/run-cli.js";
import { failing, harmless, oldEngine } from "../cli/stacks.js";
import { temporaryFolder } from "../cli/temporary-folder.js";

describe("a directive comment that is not needed is called as it was written", () => {
  const cases: [comment: string, message: string][] = [
    ["# compose-lint-disable memory-limit", "Unused compose-lint-disable directive (no problems were reported from 'compose-lint/memory-limit')."],
    ["# compose-lint-disable-next-line memory-limit -- later", "Unused compose-lint-disable directive (no problems were reported from 'compose-lint/memory-limit')."],
    ["#compose-lint-disable", "Unused compose-lint-disable directive (no problems were reported)."],
    ["# compose-lint-enable memory-limit", "Unused compose-lint-enable directive (no matching compose-lint-disable directives were found for 'compose-lint/memory-limit')."],
    ["# eslint-disable compose-lint/memory-limit", "Unused eslint-disable directive (no problems were reported from 'compose-lint/memory-limit')."],
  ];
  for (const [comment, message] of cases) {
    it(comment, async (test) => {
      const folder = temporaryFolder(test, { "compose.yaml": `${comment}\n${harmless}`, Dockerfile: `FROM scratch\n${comment}\n` });
      for (const words of [[], ["--fix"]]) {
        if (words.length > 0 && !comment.includes("enable")) continue;
        const { stdout } = await runCli(folder, [".", ...oldEngine, "--rule", "thread-creation: off", "--rule", "image-end-of-life: off", "--format", "json", ...words]);
        const results = JSON.parse(stdout) as { messages: { message: string }[] }[];
        if (words.length === 0) assert.deepEqual(results.map(({ messages }) => messages.map((found) => found.message)), [[message], [message]]);
      }
    });
  }

  it("beside one that is, and where the comment stands behind a value", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": `${failing.trimEnd()} # compose-lint-disable-line memory-limit, thread-creation\n` });
    const { stdout } = await runCli(folder, [...oldEngine, "--format", "json"]);
    const [result] = JSON.parse(stdout) as { messages: { message: string }[] }[];
    assert.deepEqual(result?.messages.map((found) => found.message), ["Unused compose-lint-disable directive (no problems were reported from 'compose-lint/memory-limit')."]);
  });
});
