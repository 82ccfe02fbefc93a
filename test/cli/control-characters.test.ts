import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runCli, type CliRun } from "./run-cli.js";
import { oldEngine } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

// What a terminal would obey: C0 but tab and line feed, DEL, C1, and changes of the writing direction.
// eslint-disable-next-line no-control-regex -- control characters are what it is for
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

const folderName = "a\u001b[31mb\u009b1mc\u202e";
const compose = `services:
  "web\\e[31m\\x9b1m\\u202e":
    image: node:20-bookworm
  "db\\a":
    image: "redis:\\e[1m"
  "built\\x7f":
    build: "gone\\e]0;title\\a"
  "list\\e[2J": []
`;

const runs: [name: string, words: string[], surroundings?: Parameters<typeof runCli>[2]][] = [
  ["a report in a terminal", [".", ...oldEngine], { columns: 100, variables: { TERM: "dumb" } }],
  ["a report in a pipe", [".", ...oldEngine]],
  ["a report in JSON", [".", ...oldEngine, "--format", "json"]],
  ["the warning where no engine is declared", ["."]],
  ["a table", ["inspect", ".", ...oldEngine]],
  ["a table in JSON", ["inspect", ".", ...oldEngine, "--format", "json"]],
  ["a diff", [".", ...oldEngine, "--fix-dry-run"]],
  ["a diff in a terminal", [".", ...oldEngine, "--fix-dry-run"], { columns: 100, variables: { TERM: "dumb" } }],
  ["what is told of a fix", [".", ...oldEngine, "--fix"]],
  ["a name that is no file", ["no\u001b[31mthing"]],
  ["a name that is no option", ["--no\u001b[31mthing"]],
  ["an engine that is none", ["--engine", "20\u001b[31m"]],
  ["a rule that is none", ["--rule", "no\u001b[31mthing: off"]],
];

describe("control characters of names are never printed raw", () => {
  for (const [name, words, surroundings] of runs) {
    it(`in ${name}`, async (test) => {
      const folder = temporaryFolder(test, { [`${folderName}/compose.yaml`]: compose });
      const { stdout, stderr } = await runCli(folder, words, surroundings);
      assert.notEqual(stdout + stderr, "");
      assert.doesNotMatch(stdout, control);
      assert.doesNotMatch(stderr, control);
    });
  }

  it("but shown as escapes, those of the path of the file as JSON reads them back", async (test) => {
    const folder = temporaryFolder(test, { [`${folderName}/compose.yaml`]: compose });
    const { stdout } = await runCli(folder, [".", ...oldEngine]);
    assert.match(stdout, /the service `web\\u001b\[31m\\u009b1m\\u202e`/);
    const { stdout: json }: CliRun = await runCli(folder, [".", ...oldEngine, "--format", "json"]);
    const results = JSON.parse(json) as { filePath: string; messages: { message: string }[] }[];
    assert.equal(results[0]?.filePath, `${folder}/${folderName}/compose.yaml`);
    assert.ok(results[0].messages.some(({ message }) => message.includes(String.raw`web\u001b[31m\u009b1m\u202e`)));
  });

  it("while a diff in a pipe has the bytes of the file", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "services:\n  web: # \u202e\n    image: node:20-bookworm\n" });
    const piped = await runCli(folder, [...oldEngine, "--fix-dry-run"]);
    assert.ok(piped.stdout.includes("\n   web: # \u202e\n"));
    const shown = await runCli(folder, [...oldEngine, "--fix-dry-run"], { columns: 80, variables: { TERM: "dumb" } });
    assert.ok(shown.stdout.includes("\n   web: # \\u202e\n"));
  });
});
