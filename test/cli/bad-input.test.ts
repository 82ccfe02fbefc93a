import assert from "node:assert/strict";
import { readdirSync, readFileSync, mkdirSync, symlinkSync, truncateSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { runCli } from "./run-cli.js";
import { failing, oldEngine, working } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

interface BadInput {
  name: string;
  files: Record<string, string | Uint8Array>;
  words?: string[];
  code: 1 | 2;
  /** What is told, be it as findings or at the terminal, without the indent of wrapped lines. */
  told: RegExp[];
}

const invalidYaml = "services:\n  web:\n    image: [node:20\n  db:\n    image: redis:7\n";
const oneLiner = "services:\n  web:\n    image: node:20-bookworm\n    security_opt:    - seccomp=unconfined\n";

const badInputs: BadInput[] = [
  {
    name: "a file that is not there",
    files: { "compose.yaml": failing },
    words: ["other.yaml", "compose.yaml"],
    code: 2,
    told: [/^compose-lint: There is no file or folder other\.yaml\.\n$/],
  },
  {
    name: "a mistyped command",
    files: { "compose.yaml": failing },
    words: ["inspekt"],
    code: 2,
    told: [/^compose-lint: There is no file or folder inspekt\. Did you mean `compose-lint inspect`\?\n$/],
  },
  {
    name: "a command behind the options",
    files: { "compose.yaml": failing },
    words: ["--engine", "20.10.9", "profile"],
    code: 2,
    told: [/^compose-lint: There is no file or folder profile\. A command goes first: `compose-lint profile \.\.\.`\.\n$/],
  },
  {
    name: "a folder without Compose files",
    files: { "readme.txt": "none here" },
    code: 2,
    told: [/^compose-lint: This folder has no Compose file \(compose\.yaml, docker-compose\.yml, \.\.\.\)\. Name the files/],
  },
  {
    name: "a named folder without Compose files",
    files: { "sub/readme.txt": "none here" },
    words: ["sub"],
    code: 2,
    told: [/^compose-lint: The folder sub has no Compose file and no Dockerfile\.\n$/],
  },
  {
    name: "invalid YAML",
    files: { "compose.yaml": invalidYaml },
    code: 1,
    told: [/ 3:12 +error +Invalid YAML: this `\[` is not closed[^]*compose-lint\/syntax/],
  },
  {
    name: "a binary file",
    files: { "compose.yaml": Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 1, 0xff, 0xfe) },
    code: 2,
    told: [/^compose-lint: compose\.yaml was not linted: it is not text in UTF-8\.\n$/],
  },
  {
    name: "a NUL byte in UTF-8 text",
    files: { "compose.yaml": "services:\n  web\0:\n    image: node:20\n" },
    code: 1,
    told: [/2:6 +error +This is not a text file: it has a NUL byte here\./],
  },
  {
    name: "text that is not UTF-8",
    files: { "compose.yaml": Buffer.from("services:\n  caf\xe9:\n    image: node:20\n", "latin1") },
    code: 2,
    told: [/^compose-lint: compose\.yaml was not linted: it is not text in UTF-8\.\n$/],
  },
  {
    name: "an empty file",
    files: { "compose.yaml": "" },
    code: 1,
    told: [/1:1 +error +This Compose file is empty, and Docker Compose refuses an empty file\./],
  },
  {
    name: "a service that is not a map",
    files: { "compose.yaml": "services:\n  web: node:20\n" },
    code: 1,
    told: [/2:8 +error +The service `web` is not a map, and Docker Compose refuses the file\. Give it at least `image:` or/],
  },
  {
    name: "a file whose top level is a list",
    files: { "compose.yaml": "- services\n" },
    code: 1,
    told: [/1:1 +error +The top level is a list, and Compose reads only a map there\./],
  },
  {
    name: "the malformed one-liner for security_opt",
    files: { "compose.yaml": oneLiner },
    words: [...oldEngine],
    code: 1,
    told: [/4:\d+ +error +[^]*security_opt[^]*compose-lint\/syntax/, /A fix is offered once the file is valid YAML\./],
  },
  {
    name: "an engine range that is none",
    files: { "compose.yaml": failing },
    words: ["--engine", "20.10.9 or so"],
    code: 2,
    told: [/^compose-lint: "20\.10\.9 or so" is not a [^]*Write a version such as 20\.10\.9/],
  },
  {
    name: "a Dockerfile that is none",
    files: { Dockerfile: "FORM node:20\n" },
    words: ["Dockerfile"],
    code: 1,
    told: [/1:1 +error +[^]*compose-lint\/syntax/],
  },
];

/** The report without the breaks and indents of wrapped lines. */
function unwrapped(text: string): string {
  return text.replaceAll(/(?<=\S)\n {12,}/g, " ");
}

function contentOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [path.join(parentPath, name), readFileSync(path.join(parentPath, name), "latin1")]),
  );
}

describe("bad input", () => {
  for (const { name, files, words = [], code, told } of badInputs) {
    it(`gets a clear message and ${code}, and --fix writes nothing: ${name}`, async (test) => {
      const folder = temporaryFolder(test, files);
      const before = contentOf(folder);
      const run = await runCli(folder, words);
      assert.equal(run.code, code);
      for (const pattern of told) assert.match(unwrapped(run.stdout + run.stderr), pattern);
      assert.equal((await runCli(folder, [...words, "--fix"])).code, code);
      assert.deepEqual(contentOf(folder), before);
    });
  }

  it("is a profile of 50 MB, a chain of links without an end, or a folder: a finding, and nothing is written", async (test) => {
    const entry = (name: string): string => `  ${name}:\n    image: traefik:1.7\n    security_opt: [seccomp=./${name}.json]\n`;
    const folder = temporaryFolder(test, {
      "compose.yaml": `services:\n${["huge", "loop", "folder"].map(entry).join("")}`,
      "huge.json": "",
    });
    truncateSync(path.join(folder, "huge.json"), 50_000_000);
    symlinkSync("other.json", path.join(folder, "loop.json"));
    symlinkSync("loop.json", path.join(folder, "other.json"));
    mkdirSync(path.join(folder, "folder.json"));
    const { code, stdout, stderr } = await runCli(folder, [...oldEngine, "--fix", "--format", "json"]);
    assert.deepEqual([code, stderr], [1, ""]);
    const [{ messages } = { messages: [] }] = JSON.parse(stdout) as { messages: { line: number; message: string }[] }[];
    assert.deepEqual(
      messages.map(({ line, message }) => [line, message.replace(/, so .*/, "")]),
      [
        [4, "The seccomp profile ./huge.json of the service `huge` is too large to be read"],
        [7, "The seccomp profile ./loop.json of the service `loop` cannot be read"],
        [10, "The seccomp profile ./folder.json of the service `folder` is not a file"],
      ],
    );
    assert.deepEqual(readdirSync(folder).sort(), ["compose.yaml", "folder.json", "huge.json", "loop.json", "other.json"]);
  });

  it("is refused unread where it has 50 MB", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "" });
    truncateSync(path.join(folder, "compose.yaml"), 50 * 1024 * 1024);
    const told = "compose-lint: compose.yaml was not linted: it is larger than any Compose file or Dockerfile needs to be.\n";
    assert.deepEqual(await runCli(folder, []), { code: 2, stdout: "", stderr: told });
    assert.equal((await runCli(folder, ["inspect"])).stderr, told.replace("linted", "inspected"));
  });

  it("does not keep the other files from being linted", async (test) => {
    const folder = temporaryFolder(test, { "a/compose.yaml": Uint8Array.of(0xff), "b/compose.yaml": failing });
    const { code, stdout, stderr } = await runCli(folder, [...oldEngine, "."]);
    assert.equal(code, 2);
    assert.match(stdout, /^b\/compose\.yaml\n +3:12 +error/m);
    assert.equal(stderr, "compose-lint: a/compose.yaml was not linted: it is not text in UTF-8.\n");
  });

  it("may be symbolic links that lead nowhere, to themselves or up the tree", async (test) => {
    const folder = temporaryFolder(test, { "sub/compose.yaml": working });
    symlinkSync("loop.yaml", path.join(folder, "loop.yaml"));
    symlinkSync("nothing", path.join(folder, "compose.yaml"));
    symlinkSync("..", path.join(folder, "sub/up"));
    const loop = await runCli(folder, ["loop.yaml"]);
    assert.deepEqual([loop.code, loop.stderr], [2, "compose-lint: loop.yaml cannot be read: it is a symbolic link that leads to itself.\n"]);
    const dangling = await runCli(folder, []);
    assert.deepEqual([dangling.code, dangling.stderr], [2, "compose-lint: compose.yaml was not linted: it is not there.\n"]);
    assert.deepEqual(await runCli(folder, ["sub", ...oldEngine]), { code: 0, stdout: "", stderr: "" });
  });

  it("may be folders that are named like a Compose file", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": working });
    mkdirSync(path.join(folder, "compose.old.yaml"));
    assert.deepEqual(await runCli(folder, [...oldEngine]), { code: 0, stdout: "", stderr: "" });
  });

  it("is told of by inspect too, with its place", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "services:\n  web: node:20\n  db:\n    image: redis:7-bookworm\n" });
    const { code, stdout, stderr } = await runCli(folder, ["inspect", ...oldEngine]);
    assert.equal(code, 2);
    assert.match(stdout, /^db /m);
    assert.match(stderr, /^compose-lint: compose\.yaml:2:8: The service `web` is not a map, .*\n$/);
  });
});
