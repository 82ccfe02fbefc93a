import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { temporaryFolder } from "../cli/temporary-folder.js";
import { isContinuousIntegration } from "./places.js";
import { runProgram, type Outcome } from "./run-program.js";
import { isInstalled } from "./unavailable.js";

const program = path.join(import.meta.dirname, "../../dist/bin.cjs");
const skip = process.platform !== "linux" ? "needs Linux" : isInstalled("strace") || isContinuousIntegration ? false : "needs strace";

const compose = `include:
  - oci://registry.invalid/base
  - https://example.invalid/x.git
  - path: ../outside/named.yaml
  - ./pipe.yaml
services:
  a:
    extends: {file: /etc/shadow.yaml, service: web}
    image: node:20 # $(touch pwned) \`touch pwned\`
    env_file: [/dev/stdin, /dev/zero, ./pipe, "$(touch pwned)", ../../../../../../dev/zero]
    label_file: [./pipe]
    security_opt: ["seccomp:/dev/zero"]
  b:
    build: {context: "https://example.invalid/y.git#main"}
    security_opt: ["seccomp=./pipe"]
  c:
    build: {context: ., dockerfile: /dev/zero}
    security_opt: ["seccomp=../outside/profile.json"]
  d:
    build: {context: ., dockerfile: ./pipe}
    command: ["sh", "-c", "touch pwned"]
    secrets: [s]
  e:
    build: {context: ., dockerfile: Dockerfile}
    configs: [c]
# eslint-disable-next-line ./rule.js
# eslint ./rule.js: error
secrets: {s: {file: /etc/passwd}}
configs: {c: {file: ./private.txt}}
`;

/** A project that tries what it can, and a log and a script that do. */
function hostileProject(test: TestContext): string {
  const folder = temporaryFolder(test, {
    "project/compose.yaml": compose,
    "project/Dockerfile": "# syntax=registry.invalid/frontend\nFROM node:20\nADD https://example.invalid/z /z\nRUN touch pwned\n",
    "project/private.txt": "private\n",
    "project/not-named.txt": "not named\n",
    "project/named.env": "B=1\n",
    "project/.env": "A=$(touch pwned)\n",
    "project/eslint.config.js": "require('fs').writeFileSync(__dirname + '/pwned', '');\n",
    "project/compose-lint.config.js": "require('fs').writeFileSync(__dirname + '/pwned', '');\n",
    "project/package.json": '{"compose-lint": {"plugins": ["./compose-lint.config.js"]}}',
    "project/run.sh": "IMAGE=$(touch pwned)\ndocker run --env-file ./named.env -v /etc/shadow:/x \"$IMAGE\"; docker run node:20\n",
    "project/crash.log": "a-1 | Assertion failed: (0) == (uv_thread_create(t.get(), start_thread, this))\n",
    "outside/named.yaml": "services: {z: {image: redis:7}}\n",
    "outside/profile.json": "{}",
    "outside/not-named.yaml": "services: {}\n",
  });
  const project = path.join(folder, "project");
  for (const name of ["pipe", "pipe.yaml"]) assert.equal(spawnSync("mkfifo", [path.join(project, name)]).status, 0);
  mkdirSync(path.join(project, "sub"));
  symlinkSync("..", path.join(project, "sub/up"));
  symlinkSync("../../outside", path.join(project, "sub/linked"));
  symlinkSync("../../outside/not-named.yaml", path.join(project, "sub/compose.yaml"));
  return project;
}

interface Trace extends Outcome {
  executed: string[];
  contacted: string[];
  opened: string[];
}

async function traced(test: TestContext, cwd: string, words: readonly string[]): Promise<Trace> {
  const log = path.join(temporaryFolder(test, {}), "trace");
  const env = { PATH: process.env.PATH, HOME: path.dirname(cwd), NODE_DISABLE_COMPILE_CACHE: "1" };
  const calls = "trace=execve,execveat,connect,bind,socket,sendto,open,openat,openat2,creat";
  const outcome = await runProgram("strace", ["-f", "-qq", "-s", "400", "-e", calls, "-o", log, process.execPath, ...words], { cwd, env, timeout: 300_000 });
  const lines = readFileSync(log, "utf8").split("\n");
  const matches = (pattern: RegExp): string[] => lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);
  return {
    ...outcome,
    executed: matches(/ execve(?:at)?\((.*)/u),
    contacted: matches(/ ((?:connect|bind|socket|sendto)\(.*)/u),
    opened: [...new Set(matches(/ (?:open|openat|openat2|creat)\((?:[A-Z_]+, )?"([^"]*)"/u).map((file) => path.resolve(cwd, file)))],
  };
}

const runs: [name: string, words: string[]][] = [
  ["a lint", ["--no-config", "--engine", "20.10.9", "."]],
  ["a lint of what a glob fits", ["--no-config", "--engine", "20.10.9", "**/*.yaml"]],
  ["a lint of what has services", ["--no-config", "--engine", "20.10.9", "--detect", "."]],
  ["a lint of what builds a Dockerfile", ["--no-config", "--engine", "20.10.9", "--with-builders", "Dockerfile"]],
  ["a lint of all rules in SARIF", ["--no-config", "--engine", "20.10.9", "--format", "sarif", "compose.yaml"]],
  ["a dry run of the fixes", ["--no-config", "--engine", "20.10.9", "--fix-dry-run"]],
  ["inspect", ["inspect", "--no-config", "--engine", "20.10.9", "."]],
  ["diagnose", ["diagnose", "--no-config", "--engine", "20.10.9", "crash.log"]],
  ["docker-run", ["docker-run", "--no-config", "--engine", "20.10.9", "--file", "run.sh"]],
];

describe("what a project makes the program do", { skip }, () => {
  for (const [name, words] of runs) {
    it(`is to open what it names, and no more: ${name}`, async (test) => {
      const project = hostileProject(test);
      const before = readdirSync(project).sort();
      const bare = await traced(test, project, ["-e", "new Date().toString()"]);
      const run = await traced(test, project, [program, ...words]);
      assert.ok(run.code === 0 || run.code === 1 || run.code === 2, `${run.code ?? "killed"}: ${run.stderr}`);
      assert.doesNotMatch(run.stderr, /^ +at /mu);
      assert.equal(run.executed.length, 1, run.executed.join("\n"));
      assert.deepEqual(run.contacted, []);
      assert.deepEqual(readdirSync(project).sort(), before, "nothing is written");
      const own = [path.dirname(program), path.join(program, "../../docs/rules")];
      const isOwn = (file: string): boolean => own.some((folder) => file.startsWith(folder + path.sep));
      const foreign = run.opened.filter((file) => !bare.opened.includes(file) && !isOwn(file) && ![process.execPath, "/dev/null"].includes(file) && !/^\/(?:proc\/|sys\/fs\/cgroup\/|sys\/devices\/system\/cpu\/)/u.test(file));
      const relative = foreign.map((file) => path.relative(path.dirname(project), file)).sort();
      const allowed = [
        "project", "project/sub", "project/sub/up/sub", "project/compose.yaml", "project/Dockerfile", "project/.env", "project/run.sh", "project/crash.log", "project/named.env", "outside/named.yaml", "outside/profile.json",
      ];
      assert.deepEqual(relative.filter((file) => !allowed.includes(file)), []);
    });
  }

  it("is nothing by NODE_OPTIONS in a file of variables that COMPOSE_ENV_FILES names", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "services:\n  a:\n    image: node:${TAG}\n", "own.env": "NODE_OPTIONS=--require ./own.cjs\nTAG=20-bookworm\n", "own.cjs": "console.log('executed');\n" });
    const run = async (words: readonly string[], variables: NodeJS.ProcessEnv): Promise<string> =>
      (await runProgram(process.execPath, [program, "--no-config", "--engine", "20.10.9", "--format", "compact", ...words], { cwd: folder, env: { ...process.env, ...variables } })).stdout;
    const quiet = await run([], { COMPOSE_ENV_FILES: "own.env" });
    assert.match(quiet, /node:20-bookworm/u);
    assert.doesNotMatch(quiet, /executed/u);
    // What README and docs/security.md say of Node; where it no longer holds, take it out there.
    assert.match(await run(["--env-file", "own.env"], {}), /^executed\n[^]*node:20-bookworm/u);
  });

  it("is told: each part that could not be read is a finding", async (test) => {
    const project = hostileProject(test);
    const run = await runProgram(process.execPath, [program, "--no-config", "--engine", "20.10.9", "--format", "json", "compose.yaml"], { cwd: project });
    const results = JSON.parse(run.stdout) as { messages: { message: string; line: number }[] }[];
    const told = (results[0]?.messages ?? []).map(({ line, message }) => `${line}: ${message}`).join("\n");
    for (const pattern of [
      /^2: .*oci:.* is not on this machine/mu, /^3: .*https:.* is not on this machine/mu, /^5: .*pipe\.yaml is not a file/mu, /^8: .*shadow\.yaml does not exist/mu,
      /^10: .*\/dev\/zero is not a file/mu, /^10: .*pipe is not a file/mu, /^10: .*touch pwned\) does not exist/mu, /^11: .*pipe is not a file/mu, /^12: .*\/dev\/zero .*is not a file/mu,
      /^14: .*example\.invalid\/y\.git.* is not on this machine/mu, /^15: .*pipe .*is not a file/mu, /^17: .*Dockerfile \/dev\/zero .*is not a file/mu, /^20: .*Dockerfile pipe .*is not a file/mu,
    ]) assert.match(told, pattern);
  });
});
