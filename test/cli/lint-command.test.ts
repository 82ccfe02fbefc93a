import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { runCli } from "./run-cli.js";
import { failing, harmless, oldEngine, working } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

/** `error 3:12 thread-creation` for each finding of a JSON report, file by file. */
function findingsOf(report: string): Record<string, string[]> {
  interface Message {
    severity: number;
    line: number;
    column: number;
    ruleId: string | null;
  }
  const results = JSON.parse(report) as { filePath: string; messages: Message[] }[];
  return Object.fromEntries(
    results.map(({ filePath, messages }) => [
      filePath,
      messages.map(({ severity, line, column, ruleId }) => {
        const name = ruleId?.replace("compose-lint/", "") ?? "none";
        return `${severity === 2 ? "error" : "warning"} ${line}:${column} ${name}`;
      }),
    ]),
  );
}

describe("the exit status", () => {
  const cases: [name: string, text: string, words: string[], code: number][] = [
    ["0 where nothing is found", working, ["--engine", "20.10.9"], 0],
    ["0 for warnings", harmless, ["--engine", "20.10.9"], 0],
    ["0 for a service that needs a newer engine where none is declared", failing, [], 0],
    ["1 for errors", failing, ["--engine", "20.10.9"], 1],
    ["0 for the same on a newer engine", failing, ["--engine", "20.10.10"], 0],
    ["0 for as many warnings as --max-warnings allows", harmless, ["--engine", "20.10.9", "--max-warnings", "1"], 0],
    ["1 for more", harmless, ["--engine", "20.10.9", "--max-warnings=0"], 1],
    ["0 for warnings with --quiet", harmless, ["--engine", "20.10.9", "--quiet"], 0],
    ["1 for more warnings than allowed, also with --quiet", harmless, ["--engine", "20.10.9", "--quiet", "--max-warnings=0"], 1],
    ["0 for errors of a rule that is off", failing, ["--engine", "20.10.9", "--rule", "thread-creation: off"], 0],
    ["0 for errors of a rule that only warns", failing, ["--engine", "20.10.9", "--rule", "thread-creation: warn"], 0],
  ];
  for (const [name, text, words, code] of cases) {
    it(`is ${name}`, async (test) => {
      assert.equal((await runCli(temporaryFolder(test, { "compose.yaml": text }), words)).code, code);
    });
  }

  it("is explained where warnings are too many", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": harmless });
    const run = await runCli(folder, [...oldEngine, "--max-warnings", "0"]);
    assert.equal(run.stderr, "compose-lint: Too many warnings: --max-warnings allows 0, there are 1.\n");
  });
});

describe("the report", () => {
  it("is empty where nothing is found", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": working });
    assert.deepEqual(await runCli(folder, [...oldEngine]), { code: 0, stdout: "", stderr: "" });
  });

  it("has each finding with its place and rule, wrapped to the terminal, and the counts", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing, "sub/compose.yaml": harmless });
    const { stdout } = await runCli(folder, [...oldEngine, "."], { columns: 70, variables: { TERM: "dumb" } });
    const lines = stdout.split("\n");
    assert.equal(lines[1], "compose.yaml");
    assert.match(lines[2] ?? "", /^ {2}3:12 {2}error {4}On Docker Engine 20\.10\.9, the service `web` /);
    assert.match(stdout, /\n {17}compose-lint\/thread-creation\n\nsub\/compose\.yaml\n {2}3:12 {2}warning {2}/);
    assert.match(stdout, /\n2 problems \(1 error, 1 warning\)\.\n1 problem can be mended with `--fix`/);
    for (const line of lines) assert.ok(line.length <= 70 || line.includes("`--fix`"), line);
  });

  it("leaves out warnings with --quiet", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": `${failing}  idle:\n    image: debian:bookworm\n    command: [sleep, "1"]\n` });
    const all = await runCli(folder, [...oldEngine, "--format", "json"]);
    const errors = await runCli(folder, [...oldEngine, "--format", "json", "--quiet"]);
    const file = path.join(folder, "compose.yaml");
    assert.deepEqual(findingsOf(all.stdout), { [file]: ["error 3:12 thread-creation", "warning 5:12 thread-creation"] });
    assert.deepEqual(findingsOf(errors.stdout), { [file]: ["error 3:12 thread-creation"] });
  });

  const colourCases: [name: string, words: string[], surroundings: Parameters<typeof runCli>[2], coloured: boolean][] = [
    ["none in a pipe", [], {}, false],
    ["some in a terminal", [], { columns: 80 }, true],
    ["none in a dumb terminal", [], { columns: 80, variables: { TERM: "dumb" } }, false],
    ["none with NO_COLOR", [], { columns: 80, variables: { NO_COLOR: "1" } }, false],
    ["some in a pipe with FORCE_COLOR", [], { variables: { FORCE_COLOR: "1" } }, true],
    ["some in a pipe with --color", ["--color"], { variables: { NO_COLOR: "1" } }, true],
    ["none in a terminal with --no-color", ["--no-color"], { columns: 80, variables: { FORCE_COLOR: "1" } }, false],
  ];
  for (const [name, words, surroundings, coloured] of colourCases) {
    it(`has colours: ${name}`, async (test) => {
      const folder = temporaryFolder(test, { "compose.yaml": failing });
      const { stdout } = await runCli(folder, [...oldEngine, ...words], surroundings);
      assert.equal(stdout.includes("\u001b["), coloured);
    });
  }
});

describe("the files", () => {
  const files = {
    "compose.yaml": failing,
    "docker-compose.prod.yml": working,
    "stack.yaml": failing,
    "notes.yaml.txt": "",
    "app/docker-compose.yml": working,
    "app/Dockerfile": "FROM alpine:3.19\n",
    "app/web.dockerfile": "FROM alpine:3.19\n",
    "app/Dockerfile.dockerignore": "x\n",
    "app/node_modules/x/compose.yaml": failing,
    ".git/compose.yaml": failing,
    ".config/compose.yaml": working,
  };
  const cases: [words: string[], linted: string[]][] = [
    [[], ["compose.yaml", "docker-compose.prod.yml"]],
    [["app"], ["app/Dockerfile", "app/docker-compose.yml", "app/web.dockerfile"]],
    [["stack.yaml", "./stack.yaml"], ["stack.yaml"]],
    [["*.yaml"], ["compose.yaml", "stack.yaml"]],
    [["app/*.dockerfile", "compose.yaml"], ["app/web.dockerfile", "compose.yaml"]],
    [["**/compose.yaml"], [".config/compose.yaml", "compose.yaml"]],
    [
      ["."],
      [
        ".config/compose.yaml",
        "app/Dockerfile",
        "app/docker-compose.yml",
        "app/web.dockerfile",
        "compose.yaml",
        "docker-compose.prod.yml",
      ],
    ],
  ];
  for (const [words, linted] of cases) {
    it(`are found: ${words.join(" ") || "no name"}`, async (test) => {
      const folder = temporaryFolder(test, files);
      const { stdout } = await runCli(folder, [...words, "--format", "json"]);
      assert.deepEqual(Object.keys(findingsOf(stdout)), linted.map((file) => path.join(folder, file)));
    });
  }

  it("are those that a Compose file builds too, each once", async (test) => {
    const folder = temporaryFolder(test, {
      "compose.yaml":
        "services:\n  a:\n    build: app\n  b:\n    build: {context: app, dockerfile: prod.df}\n  c:\n    build: app\n  d:\n    build: gone\n",
      "app/Dockerfile": "FROM node:20-bookworm\n",
      "app/prod.df": "FROM alpine:3.19\n",
    });
    const { stdout } = await runCli(folder, ["--format", "json"]);
    const linted = ["compose.yaml", "app/Dockerfile", "app/prod.df"];
    assert.deepEqual(Object.keys(findingsOf(stdout)), linted.map((file) => path.join(folder, file)));
  });

  it("may lie outside the current folder", async (test) => {
    const folder = temporaryFolder(test, { "here/x": "", "there/compose.yaml": failing });
    const file = path.join(folder, "there/compose.yaml");
    const { code, stdout } = await runCli(path.join(folder, "here"), [...oldEngine, "../there"]);
    assert.equal(code, 1);
    assert.equal(stdout.split("\n")[1], file);
  });

  it("take variables from the environment", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "services:\n  web:\n    image: node:${TAG}\n" });
    assert.equal((await runCli(folder, [...oldEngine], { variables: { TAG: "20-bookworm" } })).code, 1);
    assert.equal((await runCli(folder, [...oldEngine], { variables: { TAG: "20-bullseye" } })).code, 0);
  });
});

describe("--stdin", () => {
  it("lints standard input as compose.yaml of the folder", async (test) => {
    const folder = temporaryFolder(test, { ".env": "TAG=20-bookworm\n" });
    const stdin = "services:\n  web:\n    image: node:${TAG}\n";
    const { code, stdout } = await runCli(folder, ["--stdin", ...oldEngine, "--format", "json"], { stdin });
    assert.equal(code, 1);
    assert.deepEqual(findingsOf(stdout), { [path.join(folder, "compose.yaml")]: ["error 3:12 thread-creation"] });
  });

  it("takes the kind of file from --stdin-filename", async (test) => {
    const folder = temporaryFolder(test);
    const words = ["--stdin", "--stdin-filename", "app/Dockerfile", ...oldEngine, "--format", "json"];
    const { code, stdout } = await runCli(folder, words, { stdin: "FROM node:20-bookworm\n" });
    assert.equal(code, 1);
    assert.deepEqual(findingsOf(stdout), { [path.join(folder, "app/Dockerfile")]: ["error 1:6 thread-creation"] });
  });

  it("takes no folder for its name, and no look at one that it cannot see", async (test) => {
    const folder = temporaryFolder(test, { "dev/compose.yaml": failing, file: "" });
    symlinkSync("dev", path.join(folder, "linked"));
    for (const name of ["dev", "linked", "./dev", path.join(folder, "dev")]) {
      const { code, stdout, stderr } = await runCli(folder, ["--stdin", "--stdin-filename", name], { stdin: working });
      assert.deepEqual([code, stdout], [2, ""]);
      assert.ok(stderr.endsWith(`and ${name} is a folder. Add the file's name: ${path.join(name, "compose.yaml")}.\n`), stderr);
    }
    for (const name of ["dev/gone.yaml", "gone/compose.yaml", "file/compose.yaml"]) {
      assert.equal((await runCli(folder, ["--stdin", "--stdin-filename", name], { stdin: working })).code, 0, name);
    }
  });

  it("counts instead of the file of that name", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const words = ["--stdin", "--stdin-filename", "compose.yaml", ...oldEngine];
    assert.equal((await runCli(folder, words, { stdin: working })).code, 0);
  });
});
