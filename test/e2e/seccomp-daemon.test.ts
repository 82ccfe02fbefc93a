// `--engine auto` against real daemons: what the daemon says about itself, and what follows from it for threads.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { askDaemon } from "../../src/engine/ask-daemon.js";
import { ordinaryContainer } from "../../src/seccomp/container-security.js";
import { threadCreation } from "../../src/seccomp/thread-creation.js";
import { type EngineOptions, startEngine } from "./engine.js";
import { hasRealEngines } from "./places.js";
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
