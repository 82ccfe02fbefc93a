import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";
import { composePrograms, composeV2 } from "./compose-program.js";
import type { ComposeProgram } from "./compose-program.js";
import { startEngine } from "./engine.js";
import type { Engine } from "./engine.js";
import { installPackedPackage, packUnavailable } from "./packed-package.js";
import { repository } from "./places.js";
import { describeOutcome, runProgram } from "./run-program.js";
import type { Outcome } from "./run-program.js";
import { unavailable } from "./unavailable.js";

const skip = unavailable() ?? false;
const example = path.join(repository, "examples", "node-thread-crash");
const assertion = /Assertion failed: \(0\) == \(uv_thread_create\(t\.get\(\), start_thread, this\)\)/;

/** Uses the main thread, a worker thread and libuv's thread pool, by files and by cryptography. */
const threadProgram = `
  const { Worker } = require("node:worker_threads");
  const { readFile } = require("node:fs/promises");
  const { pbkdf2 } = require("node:crypto");
  console.log("main ok");
  const worker = new Worker("require('node:worker_threads').parentPort.postMessage('worker ok')", { eval: true });
  worker.on("message", (text) => console.log(text));
  readFile("/etc/passwd").then(() => console.log("fs ok"));
  pbkdf2("secret", "salt", 1000, 32, "sha256", (error) => console.log(error ?? "pbkdf2 ok"));
`;
const threadProgramOutput = ["fs ok", "main ok", "pbkdf2 ok", "worker ok"];

/** The example and what the test adds to it. */
const composeFiles = ["-f", "compose.yaml", "-f", "networkless.json"];

/** What the test reads of a result in ESLint's shape. */
interface LintedFile {
  readonly messages: readonly { readonly ruleId: string | null; readonly severity: number; readonly line: number }[];
}

interface ComposeFile {
  readonly services: Readonly<Record<string, { readonly image?: string }>>;
}

/** The name of the example's service that runs on `node:20`. */
function nodeService(folder: string): string {
  const { services } = parse(readFileSync(path.join(folder, "compose.yaml"), "utf8")) as ComposeFile;
  const found = Object.entries(services).find(([, service]) => service.image === "node:20");
  assert.ok(found !== undefined, "the example has a service on node:20");
  return found[0];
}

/** A copy of the example, with an override file beside it: the engines of the tests have no bridge network. */
function copyExample(folder: string): string {
  cpSync(example, folder, { recursive: true });
  const networkless = { services: { [nodeService(folder)]: { network_mode: "none" } } };
  writeFileSync(path.join(folder, "networkless.json"), JSON.stringify(networkless));
  return folder;
}

/** Runs a command in a new container of the example's Node service. */
function runInService(compose: ComposeProgram, engine: Engine, folder: string, ...command: string[]): Promise<Outcome> {
  const run = ["run", "--rm", "-T", "--no-deps", nodeService(folder), ...command];
  return compose.run(engine, folder, [...composeFiles, ...run]);
}

function printedLines(outcome: Outcome): string[] {
  return outcome.stdout.split("\n").filter((line) => line !== "").sort();
}

/** A container that has died or has printed its first line. */
interface ContainerState {
  readonly died: boolean;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the example's Node service as its file says and waits until it prints something or dies. */
async function startService(compose: ComposeProgram, engine: Engine, folder: string): Promise<ContainerState> {
  const up = await compose.run(engine, folder, [...composeFiles, "up", "--detach", "--no-deps", nodeService(folder)]);
  assert.equal(up.code, 0, describeOutcome(up));
  const listed = await engine.docker(["ps", "--all", "--quiet", "--latest"]);
  const id = listed.stdout.trim();
  const end = Date.now() + 30_000;
  let state = await containerState(engine, id);
  while (!state.died && state.stdout === "" && Date.now() < end) {
    await sleep(200);
    state = await containerState(engine, id);
  }
  // Not by Compose: its stop waits ten seconds for Node, which as process 1 ignores SIGTERM.
  await engine.docker(["rm", "--force", id]);
  return state;
}

async function containerState(engine: Engine, id: string): Promise<ContainerState> {
  const format = '{"running":{{.State.Running}},"exitCode":{{.State.ExitCode}},"restarts":{{.RestartCount}}}';
  const inspected = await engine.docker(["inspect", "--format", format, id]);
  const state = JSON.parse(inspected.stdout) as { running: boolean; exitCode: number; restarts: number };
  const { stdout, stderr } = await engine.docker(["logs", id]);
  return { died: !state.running || state.restarts > 0, exitCode: state.exitCode, stdout, stderr };
}

/** Runs the command of the package that is installed in `installed` for the files of `folder`. */
function composeLint(installed: string, folder: string, ...args: string[]): Promise<Outcome> {
  return runProgram(path.join(installed, "node_modules", ".bin", "compose-lint"), args, { cwd: folder });
}

const skipFor = (compose: ComposeProgram) => ({ skip: compose.unavailable() ?? false });

/** The service runs as its file says, and threads of every kind work in it. */
async function assertWorks(compose: ComposeProgram, engine: Engine, folder: string): Promise<void> {
  const state = await startService(compose, engine, folder);
  assert.doesNotMatch(state.stderr, assertion);
  assert.equal(state.exitCode, 0, state.stderr);
  assert.notEqual(state.stdout, "", "the service says that it is up");
  const threads = await runInService(compose, engine, folder, "node", "-e", threadProgram);
  assert.equal(threads.code, 0, describeOutcome(threads));
  assert.deepEqual(printedLines(threads), threadProgramOutput);
}

async function assertNamespacesRefused(compose: ComposeProgram, engine: Engine, folder: string): Promise<void> {
  const unshare = await runInService(compose, engine, folder, "unshare", "-U", "true");
  assert.equal(unshare.code, 1, describeOutcome(unshare));
  assert.match(unshare.stdout + unshare.stderr, /unshare failed: Operation not permitted/);
}

const withoutBuildKit = { DOCKER_BUILDKIT: "0" };

/** Writes a project whose one service is built with a RUN step that starts Node, and is unconfined when it runs. */
function writeBuild(temporary: string, name: string): string {
  const folder = path.join(temporary, name.replaceAll(/\W/g, "-").toLowerCase());
  mkdirSync(folder);
  writeFileSync(path.join(folder, "Dockerfile"), "FROM node:20\nRUN node -e 0\n");
  const service = { build: { context: ".", network: "none" }, security_opt: ["seccomp=unconfined"] };
  writeFileSync(path.join(folder, "compose.yaml"), JSON.stringify({ services: { app: service } }));
  return folder;
}

describe("examples/node-thread-crash on real engines", { skip }, () => {
  let temporary: string;
  let unfixed: string;
  let old: Engine;
  before(async () => {
    temporary = mkdtempSync(path.join(tmpdir(), "compose-lint-e2e-"));
    unfixed = copyExample(path.join(temporary, "unfixed"));
    old = await startEngine("20.10.9");
    await old.importNodeImage("node:20");
  });
  after(async () => {
    rmSync(temporary, { recursive: true });
    await old.stop();
  });

  for (const compose of composePrograms) {
    it(`dies with the assertion on 20.10.9, started by ${compose.name}`, skipFor(compose), async () => {
      const state = await startService(compose, old, unfixed);
      assert.equal(state.died, true);
      assert.equal(state.exitCode, 139);
      assert.match(state.stderr, assertion);
      assert.equal(state.stdout, "");
    });
  }

  for (const compose of composePrograms) {
    const title = `dies in a RUN step on 20.10.9 whatever security_opt says, built by ${compose.name}`;
    it(title, skipFor(compose), async () => {
      const folder = writeBuild(temporary, compose.name);
      const build = await compose.run(old, folder, ["-f", "compose.yaml", "build"], { env: withoutBuildKit });
      assert.notEqual(build.code, 0, describeOutcome(build));
      assert.match(build.stdout + build.stderr, assertion);
      assert.match(build.stderr, /returned a non-zero code: 134/);
    });
  }

  it("dies in a RUN step on 20.10.9 with its BuildKit, too", skipFor(composeV2), async () => {
    const folder = writeBuild(temporary, "buildkit");
    const build = await composeV2.run(old, folder, ["-f", "compose.yaml", "build"]);
    assert.notEqual(build.code, 0, describeOutcome(build));
    assert.match(build.stdout + build.stderr, assertion);
  });

  describe("on 20.10.10", () => {
    let engine: Engine;
    before(async () => {
      engine = await startEngine("20.10.10");
      await engine.importNodeImage("node:20");
    });
    after(() => engine.stop());
    for (const compose of composePrograms) {
      it(`runs unfixed, started by ${compose.name}`, skipFor(compose), async () => {
        await assertWorks(compose, engine, unfixed);
      });
    }
  });

  describe("after compose-lint --engine 20.10.9 --fix", { skip: packUnavailable() ?? false }, () => {
    let installed: string;
    let fixed: string;
    before(async () => {
      installed = path.join(temporary, "installed");
      await installPackedPackage(installed);
      fixed = copyExample(path.join(temporary, "fixed"));
    });

    it("is reported before and clean after", async () => {
      const report = await composeLint(installed, fixed, "--engine", "20.10.9");
      assert.equal(report.code, 1, describeOutcome(report));
      const fix = await composeLint(installed, fixed, "--engine", "20.10.9", "--fix");
      assert.equal(fix.code, 0, describeOutcome(fix));
      const again = await composeLint(installed, fixed, "--engine", "20.10.9");
      assert.equal(again.code, 0, describeOutcome(again));
    });

    for (const compose of composePrograms) {
      it(`runs in its sandbox on 20.10.9, started by ${compose.name}`, skipFor(compose), async () => {
        await assertWorks(compose, old, fixed);
        await assertNamespacesRefused(compose, old, fixed);
      });
    }

    it("runs in the project that includes the fixed file, and in the file's own", skipFor(composeV2), async () => {
      const folder = path.join(temporary, "included");
      mkdirSync(path.join(folder, "app"), { recursive: true });
      const service = { image: "node:20", network_mode: "none", command: ["node", "-e", threadProgram] };
      writeFileSync(path.join(folder, "app", "compose.yaml"), JSON.stringify({ services: { app: service } }));
      writeFileSync(path.join(folder, "compose.yaml"), "include: [app/compose.yaml]\n");
      const places = [folder, path.join(folder, "app")];
      const run = (place: string): Promise<Outcome> => composeV2.run(old, place, ["run", "--rm", "-T", "app"]);
      for (const place of places) assert.match((await run(place)).stderr, assertion);
      const fix = await composeLint(installed, folder, "--engine", "20.10.9", "--fix");
      assert.equal(fix.code, 0, describeOutcome(fix));
      for (const place of places) assert.deepEqual(printedLines(await run(place)), threadProgramOutput);
    });

    it("still dies in a RUN step of docker build, as the finding at that stage says", async () => {
      const folder = writeBuild(temporary, "docker build");
      const build = await old.docker(["build", "--network", "none", folder], { env: withoutBuildKit });
      assert.equal(build.code, 134, describeOutcome(build));
      assert.match(build.stdout + build.stderr, assertion);
      const report = await composeLint(installed, folder, "--engine", "20.10.9", "--format", "json", "Dockerfile");
      assert.equal(report.code, 1, describeOutcome(report));
      const [file] = JSON.parse(report.stdout) as LintedFile[];
      const errors = file?.messages.filter((message) => message.severity === 2) ?? [];
      assert.deepEqual(errors.map(({ ruleId, line }) => ({ ruleId, line })), [
        { ruleId: "compose-lint/thread-creation", line: 1 },
      ]);
    });
  });
});
