// `--engine auto` against real daemons: what the daemon says about itself, and what follows from it for threads.
import assert from "node:assert/strict";
import { chmodSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { askDaemon } from "../../src/engine/ask-daemon.js";
import { ordinaryContainer } from "../../src/seccomp/container-security.js";
import { threadCreation } from "../../src/seccomp/thread-creation.js";
import { type Engine, type EngineOptions, startEngine } from "./engine.js";
import { packUnavailable } from "./packed-package.js";
import { hasRealEngines } from "./places.js";
import { programOfPlainUser } from "./plain-user.js";
import { runOrThrow } from "./run-program.js";
import { unavailable } from "./unavailable.js";

const SKIP = unavailable() ?? (hasRealEngines ? null : "needs the folder of real engines (ENGINES_DIR)");

interface Case {
  version: string;
  options: EngineOptions;
  seccomp: string;
  verdict: string;
}

const CASES: Case[] = [
  { version: "18.09.9", options: {}, seccomp: "default", verdict: "works" },
  { version: "20.10.9", options: {}, seccomp: "default", verdict: "fails" },
  {
    version: "20.10.9",
    options: { defaultProfile: '{"defaultAction": "SCMP_ACT_ALLOW"}' },
    seccomp: "default",
    verdict: "works",
  },
  {
    version: "23.0.6",
    options: { dockerdOptions: ["--seccomp-profile", "unconfined"] },
    seccomp: "unconfined",
    verdict: "works",
  },
  { version: "29.4.2", options: {}, seccomp: "default", verdict: "works" },
];

describe("a real daemon", { skip: SKIP ?? false, concurrency: false }, () => {
  let engine: Engine;
  before(async () => {
    engine = await startEngine("20.10.9");
  }, { timeout: 120_000 });
  after(() => engine.stop());

  const ask = (env: NodeJS.ProcessEnv, timeout?: number): ReturnType<typeof askDaemon> =>
    askDaemon({ env, homeFolder: engine.folder, platform: "linux", ...(timeout === undefined ? {} : { timeout }) });
  const codeOf = async (asked: ReturnType<typeof askDaemon>): Promise<string> => {
    const result = await asked;
    return result.ok ? "an answer" : result.problem.code;
  };

  it("is found by the context that the docker client made", async () => {
    const env = { PATH: process.env.PATH, HOME: engine.folder, DOCKER_CONFIG: path.join(engine.folder, "config") };
    const host = `host=unix://${engine.folder}/docker.sock`;
    await runOrThrow("docker", ["context", "create", "old", "--docker", host], { env });
    assert.equal(await codeOf(ask({ ...env, DOCKER_CONTEXT: "old" })), "an answer");
    assert.equal(await codeOf(ask({ ...env, DOCKER_CONTEXT: "other" })), "docker-context");
    await runOrThrow("docker", ["context", "use", "old"], { env });
    assert.equal(await codeOf(ask(env)), "an answer");
  });

  it("is judged for the runc, libseccomp and architecture that the user gives", async () => {
    const options = { env: engine.environment, homeFolder: engine.folder, platform: "linux" } as const;
    const result = await askDaemon({ ...options, runc: "1.0.0-rc93", libseccomp: "2.4.3", arch: "arm64" });
    assert.ok(result.ok);
    const [{ engine: version, runc, libseccomp, architecture }] = result.target.members;
    assert.deepEqual([version, runc, libseccomp, architecture], ["20.10.9", "1.0.0-rc93", "2.4.3", "arm64"]);
  });

  it("is nothing for a user outside its group, who is told so", { skip: packUnavailable() ?? false }, () => {
    const run = programOfPlainUser(path.join(engine.folder, "for-all"));
    chmodSync(engine.folder, 0o755);
    const { status, stdout, stderr } = run("/", ["profile", "--engine", "auto"], engine.environment);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, /^compose-lint: You have no permission to use the Docker daemon at unix:\/\/[^ ]+ \(its socket is for root/);
  });

  it("that is stopped is not waited for", async () => {
    const pid = Number(readFileSync(path.join(engine.folder, "pid"), "utf8"));
    process.kill(pid, "SIGSTOP");
    try {
      assert.equal(await codeOf(ask(engine.environment, 500)), "daemon-timeout");
    } finally {
      process.kill(pid, "SIGCONT");
    }
    assert.equal(await codeOf(ask(engine.environment)), "an answer");
  });
});

describe("the engine that a real daemon says it is", { skip: SKIP ?? false }, () => {
  for (const { version, options, seccomp, verdict } of CASES) {
    it(`${version} ${JSON.stringify(options)}`, { timeout: 120_000 }, async () => {
      const engine = await startEngine(version, options);
      try {
        const { env, homeFolder } = { env: engine.environment, homeFolder: engine.folder };
        const result = await askDaemon({ env, homeFolder, platform: "linux" });
        assert.ok(result.ok, result.ok ? "" : result.problem.message);
        const [setup] = result.target.members;
        assert.equal(setup.engine, version);
        assert.equal(setup.seccomp, seccomp);
        assert.equal(setup.daemonProfile !== null, options.defaultProfile !== undefined);
        assert.equal(setup.architecture, "amd64");
        const runc = await runOrThrow("runc", ["--version"]);
        assert.ok(runc.includes(`runc version ${setup.runc}`) && runc.includes(`libseccomp: ${setup.libseccomp}`));
        const glibc = { name: "glibc", version: "2.36" } as const;
        assert.equal(threadCreation(glibc, result.target, ordinaryContainer()).verdict, verdict);
      } finally {
        await engine.stop();
      }
      const stopped = await askDaemon({ env: engine.environment, homeFolder: engine.folder, platform: "linux" });
      assert.equal(stopped.ok ? "" : stopped.problem.code, "daemon-not-running");
    });
  }
});
