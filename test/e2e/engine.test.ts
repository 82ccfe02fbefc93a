import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, it } from "node:test";
import { defaultProfileText } from "./default-profile-text.js";
import { startEngine } from "./engine.js";
import type { Engine } from "./engine.js";
import { repository } from "./places.js";
import { describeOutcome } from "./run-program.js";
import { standInUnavailable, unavailable } from "./unavailable.js";

const skip = unavailable() ?? false;

/** 20.10.9's default profile plus the one missing answer. */
function profileWithAnswer(): string {
  const profile = JSON.parse(defaultProfileText("20.10.9")) as { syscalls: object[] };
  profile.syscalls.push({ names: ["clone3"], action: "SCMP_ACT_TRACE" });
  return JSON.stringify(profile);
}

/** Whether the process of an engine is there and still the same one. */
function isRunning(id: number, folder: string): boolean {
  try {
    return readFileSync(`/proc/${id}/cmdline`, "utf8").includes(folder);
  } catch {
    return false;
  }
}

async function untilGone(folder: string, id: number): Promise<void> {
  const end = Date.now() + 30_000;
  while (Date.now() < end && (existsSync(folder) || isRunning(id, folder))) await sleep(200);
}

describe("the engine 20.10.9 of the harness", { skip }, () => {
  let engine: Engine;
  before(async () => {
    engine = await startEngine("20.10.9");
    await engine.importNodeImage("node:20");
  });
  after(() => engine.stop());

  /** Runs a command in a container of the image, with further options of `docker run`. */
  const run = (options: readonly string[], ...command: string[]) =>
    engine.docker(["run", "--rm", "--pull", "never", "--network", "none", ...options, "node:20", ...command]);

  it("kills Node with the assertion of the design under its default profile", async () => {
    const outcome = await run([], "node", "-e", "console.log('main ok')");
    assert.equal(outcome.code, 139, describeOutcome(outcome));
    assert.match(outcome.stderr, /Assertion failed: \(0\) == \(uv_thread_create\(t\.get\(\), start_thread, this\)\)/);
    assert.equal(outcome.stdout, "");
  });

  it("lets Node run and refuses namespaces under the default profile with clone3 -> TRACE", async () => {
    const file = path.join(engine.folder, "with-answer.json");
    writeFileSync(file, profileWithAnswer());
    const security = ["--security-opt", `seccomp=${file}`];
    const node = await run(security, "node", "-e", "console.log('main ok')");
    assert.equal(node.stdout, "main ok\n", describeOutcome(node));
    const unshare = await run(security, "unshare", "-U", "true");
    assert.equal(unshare.code, 1, describeOutcome(unshare));
    assert.match(unshare.stderr, /unshare failed: Operation not permitted/);
  });

  it("allows namespaces without a profile, so that the refusal above is the profile's", async () => {
    const outcome = await run(["--security-opt", "seccomp=unconfined"], "unshare", "-U", "true");
    assert.equal(outcome.code, 0, describeOutcome(outcome));
  });

  it("kills a client that does not come back in time", async () => {
    const args = ["run", "--network", "none", "--security-opt", "seccomp=unconfined", "node:20"];
    const outcome = await engine.docker([...args, "node", "-e", "setInterval(() => {}, 1000)"], { timeout: 2_000 });
    assert.equal(outcome.timedOut, true);
    assert.equal(outcome.code, null);
  });
});

describe("the stand-in for the engines", { skip: standInUnavailable() ?? false }, () => {
  for (const [version, code] of [["20.10.9", 139], ["20.10.10", 0]] as const) {
    it(`ends Node with ${code} under the default profile of ${version}`, async () => {
      const engine = await startEngine(version, { standIn: true });
      try {
        await engine.importNodeImage("node:20");
        const outcome = await engine.docker(["run", "--rm", "--network", "none", "node:20", "node", "-e", "0"]);
        assert.equal(engine.isReal, false);
        assert.equal(outcome.code, code, describeOutcome(outcome));
      } finally {
        await engine.stop();
      }
    });
  }
});

describe("the end of an engine", { skip }, () => {
  it("leaves no process, mount or folder after stop, even with a container that ignores SIGTERM", async () => {
    const engine = await startEngine("20.10.10");
    await engine.importNodeImage("node:20");
    const id = Number(readFileSync(path.join(engine.folder, "pid"), "utf8"));
    const endless = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";
    const started = await engine.docker(["run", "--detach", "--network", "none", "node:20", "node", "-e", endless]);
    assert.equal(started.code, 0, describeOutcome(started));
    assert.ok(isRunning(id, engine.folder));
    await engine.stop();
    assert.equal(isRunning(id, engine.folder), false);
    assert.equal(existsSync(engine.folder), false);
    assert.equal(readFileSync("/proc/mounts", "utf8").includes(engine.folder), false);
    await engine.stop();
  });

  it("comes also when the test process is killed", async () => {
    const module = JSON.stringify(new URL("engine.ts", import.meta.url).href);
    const script = `import { startEngine } from ${module};
      const engine = await startEngine("20.10.9");
      console.log(engine.folder);
      setInterval(() => {}, 1000);`;
    const args = ["--import", "tsx", "--input-type=module", "-e", script];
    const child = spawn(process.execPath, args, { cwd: repository, stdio: ["ignore", "pipe", "inherit"] });
    const [printed] = (await once(child.stdout, "data")) as [Buffer];
    const folder = printed.toString().trim();
    const id = Number(readFileSync(path.join(folder, "pid"), "utf8"));
    assert.ok(isRunning(id, folder));
    child.kill("SIGKILL");
    await untilGone(folder, id);
    assert.equal(isRunning(id, folder), false);
    assert.equal(existsSync(folder), false);
  });

  it("is clear about an engine that is not there", async () => {
    await assert.rejects(startEngine("1.2.3"), /engine 1\.2\.3/);
  });
});
