// `compose-lint diagnose` on real engines: for each cause a service that fails with the recorded words, the cause is
// named, `--fix` is applied to its Compose file, and the service runs.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { Cause } from "../../src/program/cause.js";
import type { ProgramId } from "../../src/program/program.js";
import { runCli } from "../cli/run-cli.js";
import { composeV2 } from "./compose-program.js";
import { debianPrograms, importRoot } from "./debian-image.js";
import { startEngine, type Engine } from "./engine.js";
import { isContinuousIntegration } from "./places.js";
import { describeOutcome } from "./run-program.js";

const OLD = "20.10.9";
const NEW = "20.10.10";
const MINUTES = 60_000;

interface Case {
  title: string;
  engine: string;
  /** The name under which the image of Debian's programs, or of Node, stands in for the real one. */
  image: string;
  of: "node" | "debian";
  /** A line of the shell, or the words of a program that must not have a shell beside it. */
  command: string | string[];
  /** Further keys of the service. */
  service?: Record<string, unknown>;
  cry: RegExp;
  works: RegExp;
  cause: Cause;
  program: ProgramId | null;
  decidedBy: string;
}

const JAVA = "/usr/lib/jvm/java-17-openjdk-amd64/bin/java";
const nodeAssertion = /Assertion failed: \(0\) == \(uv_thread_create\(/;
const sixtyMegabytes = "Buffer.alloc(60e6, 1); console.log('memory ok')";

const cases: readonly Case[] = [
  {
    title: "Node under the old engine's seccomp profile",
    engine: OLD,
    image: "node:20",
    of: "node",
    command: ["node", "-e", "console.log('node ok')"],
    cry: nodeAssertion,
    works: /node ok/,
    cause: "seccomp",
    program: "node",
    decidedBy: "evidence",
  },
  {
    title: "Redis under the old engine's seccomp profile",
    engine: OLD,
    image: "redis:7",
    of: "debian",
    command:
      "cd /tmp; redis-server --save '' --port 0 --unixsocket /tmp/redis.sock & sleep 1; " +
      "redis-cli -s /tmp/redis.sock ping; redis-cli -s /tmp/redis.sock shutdown nosave; wait",
    cry: /Fatal: Can't initialize Background Jobs/,
    works: /PONG/,
    cause: "seccomp",
    program: "redis",
    decidedBy: "evidence",
  },
  {
    title: "Python under the old engine's seccomp profile",
    engine: OLD,
    image: "python:3.11",
    of: "debian",
    command: ["python3", "-c", "import threading; t = threading.Thread(target=print, args=('thread ok',)); t.start(); t.join()"],
    cry: /RuntimeError: can't start new thread/,
    works: /thread ok/,
    cause: "seccomp",
    program: "python",
    decidedBy: "evidence",
  },
  {
    title: "Java under the old engine's seccomp profile",
    engine: OLD,
    image: "eclipse-temurin:17-jre-jammy",
    of: "debian",
    command: [JAVA, "-version"],
    cry: /pthread_create failed \(EPERM\)/,
    works: /OpenJDK 64-Bit Server VM/,
    cause: "seccomp",
    program: "java",
    decidedBy: "errno",
  },
  {
    title: "curl under the old engine's seccomp profile",
    engine: OLD,
    image: "debian:12",
    of: "debian",
    command: ["curl", "-sS", "http://ip6-localhost:1/"],
    cry: /getaddrinfo\(\) thread failed to start/,
    works: /Could not resolve host|Failed to connect/,
    cause: "seccomp",
    program: "curl",
    decidedBy: "evidence",
  },
  {
    title: "Node under pids_limit",
    engine: NEW,
    image: "node:20",
    of: "node",
    command: ["node", "-e", "console.log('node ok')"],
    service: { pids_limit: 1 },
    cry: nodeAssertion,
    works: /node ok/,
    cause: "process-limit",
    program: "node",
    decidedBy: "evidence",
  },
  {
    title: "Java under pids_limit",
    engine: NEW,
    image: "eclipse-temurin:17-jre-jammy",
    of: "debian",
    command: [JAVA, "-version"],
    service: { pids_limit: 5 },
    cry: /pthread_create failed \(EAGAIN\)/,
    works: /OpenJDK 64-Bit Server VM/,
    cause: "process-limit",
    program: "java",
    decidedBy: "errno",
  },
  {
    title: "Python under nproc",
    engine: NEW,
    image: "python:3.11",
    of: "debian",
    command: [
      "python3",
      "-c",
      "import threading, time; [threading.Thread(target=time.sleep, args=(1,)).start() for _ in range(2)]; print('threads ok')",
    ],
    service: { user: "45678", ulimits: { nproc: 2 } },
    cry: /RuntimeError: can't start new thread/,
    works: /threads ok/,
    cause: "process-limit",
    program: "python",
    decidedBy: "evidence",
  },
  {
    title: "Node under a limit on memory",
    engine: NEW,
    image: "node:20",
    of: "node",
    command: ["node", "-e", sixtyMegabytes],
    service: { mem_limit: "48m", memswap_limit: "48m" },
    cry: /exited with code 137/,
    works: /memory ok/,
    cause: "memory",
    program: null,
    decidedBy: "evidence",
  },
];

describe("compose-lint diagnose on real engines", { skip: composeV2.unavailable() ?? false, concurrency: false }, () => {
  let folder: string;
  let root: string | null = null;
  let missing = "";

  before(
    async () => {
      folder = mkdtempSync(path.join(tmpdir(), "compose-lint-diagnose-"));
      try {
        root = await debianPrograms();
      } catch (error) {
        if (isContinuousIntegration) throw error;
        missing = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "";
      }
    },
    { timeout: 10 * MINUTES },
  );
  after(() => {
    rmSync(folder, { recursive: true });
  });

  for (const version of [OLD, NEW]) {
    describe(`on Docker Engine ${version}`, () => {
      let engine: Engine;
      let mounts: string[] = [];
      before(
        async () => {
          engine = await startEngine(version);
          await engine.importNodeImage("node:20");
          if (root !== null) mounts = await importRoot(engine, root, "debian:12");
        },
        { timeout: 5 * MINUTES },
      );
      after(() => engine.stop());
      for (const example of cases.filter((candidate) => candidate.engine === version)) {
        it(`names the cause and mends it: ${example.title}`, { timeout: 3 * MINUTES }, async (context) => {
          if (example.of === "debian" && root === null) {
            context.skip(`Debian's packages cannot be had here (${missing})`);
            return;
          }
          if (example.of === "debian" && example.image !== "debian:12") await engine.docker(["tag", "debian:12", example.image]);
          await failDiagnoseMendRun(engine, path.join(folder, `${version}-${cases.indexOf(example)}`), example, mounts);
        });
      }
    });
  }
});

async function failDiagnoseMendRun(engine: Engine, project: string, example: Case, mounts: readonly string[]): Promise<void> {
  mkdirSync(project);
  const volumes = example.of === "debian" ? { volumes: mounts.filter((word) => word !== "-v") } : {};
  const command = typeof example.command === "string" ? ["sh", "-c", example.command] : example.command;
  const service = { image: example.image, network_mode: "none", pull_policy: "never", command, ...volumes, ...example.service };
  writeFileSync(path.join(project, "compose.yaml"), JSON.stringify({ services: { app: service } }, null, 2));

  const failed = await up(engine, project);
  assert.match(failed, example.cry);
  assert.doesNotMatch(failed, example.works);
  writeFileSync(path.join(project, "crash.log"), failed);

  const asked = ["diagnose", "crash.log", "--engine", engine.version];
  const told = await runCli(project, [...asked, "--format", "json"]);
  assert.equal(told.code, 0, told.stdout + told.stderr);
  const { cause, program, service: named, decidedBy } = JSON.parse(told.stdout) as Record<string, unknown>;
  assert.deepEqual(
    { cause, program, named, decidedBy },
    { cause: example.cause, program: example.program, named: "app", decidedBy: example.decidedBy },
  );

  const fixed = await runCli(project, [...asked, "--fix"]);
  assert.equal(fixed.code, 0, fixed.stdout + fixed.stderr);
  const ran = await up(engine, project);
  assert.match(ran, example.works, fixed.stdout + fixed.stderr);
  assert.doesNotMatch(ran, example.cry);
}

/** What `docker compose up` prints until the service has ended. */
async function up(engine: Engine, project: string): Promise<string> {
  const outcome = await composeV2.run(engine, project, ["up", "--force-recreate"], { timeout: MINUTES });
  assert.equal(outcome.timedOut, false, describeOutcome(outcome));
  await composeV2.run(engine, project, ["down", "--timeout", "1"]);
  return outcome.stdout + outcome.stderr;
}
