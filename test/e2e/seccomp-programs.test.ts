// The generated profile on real engines: under the runtimes with which threads fail there, programs of Debian die with
// the words that were measured, and with the profile they run.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { resolveTarget } from "../../src/engine/target.js";
import { contextOf } from "../../src/seccomp/applied-profile.js";
import { ordinaryContainer } from "../../src/seccomp/container-security.js";
import { evaluate } from "../../src/seccomp/evaluate.js";
import { generateProfile } from "../../src/seccomp/generate-profile.js";
import { threadCreation } from "../../src/seccomp/thread-creation.js";
import { debianPrograms, importRoot } from "./debian-image.js";
import { type Engine, startEngine } from "./engine.js";
import { hasRealEngines, isContinuousIntegration } from "./places.js";
import { allRuntimes, type Runtime } from "./runtimes.js";
import { unavailable } from "./unavailable.js";

const ENGINES = ["18.09.9", "19.03.15", "20.10.9"];
const IMAGE = "debian-programs";
const NODE_IMAGE = "node:20";
const RUN_TIMEOUT = 240_000;
const SKIP = unavailable() ?? (hasRealEngines ? null : "needs the folder of real engines (ENGINES_DIR)");

interface Program {
  name: string;
  image: string;
  /** Further options of `docker run`. */
  options: string[];
  /** A line of the shell. */
  command: string;
  /** What it prints where threads cannot be made, as measured on Debian 12. */
  cry: RegExp;
  /** What it prints where they can. */
  works: RegExp;
}

const NODE_WORKER =
  'new (require("worker_threads").Worker)("console.log(1)", { eval: true }).on("exit", () => console.log("worker ok"))';
const NODE_POOL = 'require("crypto").pbkdf2("a", "b", 1, 8, "sha1", () => console.log("pool ok"))';
const NODE_CRY = /Assertion failed: \(0\) == \(uv_thread_create\(/;
const NODE_PROGRAMS: Program[] = [
  ["node, main thread", 'console.log("main ok")', /main ok/],
  ["node, worker thread", NODE_WORKER, /worker ok/],
  ["node, thread pool", NODE_POOL, /pool ok/],
].map(([name, script, works]) => ({
  name: String(name),
  image: NODE_IMAGE,
  options: [],
  command: `node -e '${String(script)}'`,
  cry: NODE_CRY,
  works: works as RegExp,
}));

const DEBIAN_PROGRAMS: Program[] = [
  {
    name: "python3",
    command: `python3 -c 'import threading; t = threading.Thread(target=print, args=("thread ok",)); t.start(); t.join()'`,
    cry: /RuntimeError: can't start new thread/,
    works: /thread ok/,
  },
  {
    name: "redis-server",
    command:
      "cd /tmp; redis-server --save '' --port 0 --unixsocket /tmp/redis.sock & sleep 1; " +
      "redis-cli -s /tmp/redis.sock ping; redis-cli -s /tmp/redis.sock shutdown nosave; wait",
    cry: /Fatal: Can't initialize Background Jobs/,
    works: /^PONG$/m,
  },
  {
    name: "curl",
    // Names that are not "localhost" are looked up in a thread.
    command: "curl -sS http://ip6-localhost:1/",
    cry: /getaddrinfo\(\) thread failed to start/,
    works: /Could not resolve host|Failed to connect/,
  },
  {
    name: "git",
    command:
      "cd /tmp; export HOME=/tmp; git init -q src; git -C src -c user.name=a -c user.email=b commit -q --allow-empty -m x; " +
      "git clone -q --no-local src copy && git -C copy log --format='cloned %s'",
    cry: /cannot create async thread: Operation not permitted/,
    works: /^cloned x$/m,
  },
  {
    name: "ruby",
    command: "ruby --disable-gems -e 'Thread.new { puts \"thread ok\" }.join'",
    cry: /can't create Thread: Operation not permitted \(ThreadError\)/,
    works: /thread ok/,
  },
  {
    name: "java",
    command: "/usr/lib/jvm/java-17-openjdk-amd64/bin/java -version",
    cry: /pthread_create failed \(EPERM\) for attributes/,
    works: /OpenJDK 64-Bit Server VM/,
  },
  {
    name: "mariadbd",
    command:
      "mkdir /tmp/data; chown mysql /tmp/data; " +
      "echo \"SELECT 'bootstrap ok';\" | mariadbd --no-defaults --user=mysql --datadir=/tmp/data --bootstrap 2>&1 && echo ended well",
    cry: /Can't initialize timers/,
    works: /ended well/,
  },
].map((program) => ({ ...program, image: IMAGE, options: [] }));

const totals = { failed: 0, ran: 0, combinations: 0 };

describe("programs with a generated profile", { skip: SKIP ?? false, concurrency: false }, () => {
  let root: string | null = null;
  let missing = "";
  let runtimes: Runtime[] = [];

  before(
    async () => {
      runtimes = await allRuntimes();
      try {
        root = await debianPrograms();
      } catch (error) {
        if (isContinuousIntegration) throw error;
        missing = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "";
        console.log(`only Node is run: Debian's packages cannot be had here (${missing})`);
      }
    },
    { timeout: 600_000 },
  );

  after(() => {
    const { failed, ran, combinations } = totals;
    console.log(
      `programs: with ${combinations} failing combinations of engine and runtime, ${failed} died with their words ` +
        `under the engine's default and ${ran} ran under the generated profile`,
    );
  });

  for (const version of ENGINES) {
    it(`on Docker Engine ${version}`, { timeout: 900_000 }, async () => {
      const engine = await startEngine(version);
      try {
        await engine.importNodeImage(NODE_IMAGE);
        const mounts = root === null ? [] : await importRoot(engine, root, IMAGE);
        const debian = root === null ? [] : DEBIAN_PROGRAMS.map((program) => ({ ...program, options: mounts }));
        for (const runtime of runtimes) await checkRuntime(engine, runtime, [...NODE_PROGRAMS, ...debian]);
      } finally {
        await engine.stop();
      }
    });
  }
});

async function checkRuntime(engine: Engine, { name, runc, libseccomp }: Runtime, programs: Program[]): Promise<void> {
  const resolved = resolveTarget({ engine: engine.version, runc, libseccomp });
  assert.ok(resolved.ok);
  const { target } = resolved;
  const glibc = { name: "glibc", version: "2.36" } as const;
  if (threadCreation(glibc, target, ordinaryContainer()).verdict !== "fails") return;
  totals.combinations += 1;
  const generated = generateProfile(target);
  assert.ok(generated.ok);
  const file = path.join(engine.folder, `${name}.json`);
  writeFileSync(file, generated.text);
  const options = ["--runtime", name];
  const profiled = [...options, "--security-opt", `seccomp=${file}`];
  const where = `Docker Engine ${engine.version}, ${name}`;
  for (const [program, output] of await runAll(engine, options, programs)) {
    assert.match(output, program.cry, `${program.name} does not fail: ${where}`);
    totals.failed += 1;
  }
  for (const [program, output] of await runAll(engine, profiled, programs)) {
    assert.match(output, program.works, `${program.name} does not run with the profile: ${where}`);
    assert.doesNotMatch(output, program.cry, `${program.name}: ${where}`);
    totals.ran += 1;
  }
  const unshare = await engine.docker(
    ["run", "--rm", "--network", "none", ...profiled, NODE_IMAGE, "unshare", "-U", "true"],
    { timeout: RUN_TIMEOUT },
  );
  assert.notEqual(unshare.code, 0, `a user namespace can be made: ${where}`);
  const context = contextOf(target.members[0], ordinaryContainer());
  const evaluation = evaluate(generated.profile, context, { abi: "x86_64", number: 272, args: [0x10000000n] });
  assert.ok(evaluation.starts && evaluation.answer.kind === "errno", "unshare is refused");
}

const MARK = "=====";

/** Runs programs one after the other, those of one image in one container. */
async function runAll(
  engine: Engine,
  options: readonly string[],
  programs: readonly Program[],
): Promise<[Program, string][]> {
  const results: [Program, string][] = [];
  for (const image of new Set(programs.map((program) => program.image))) {
    const here = programs.filter((program) => program.image === image);
    const lines = here.map(({ command }) => `echo ${MARK}; (${command}) 2>&1 < /dev/null`);
    const script = [...lines, "true"].join("\n");
    const mounts = here[0]?.options ?? [];
    const outcome = await engine.docker(
      ["run", "--rm", "--network", "none", ...options, ...mounts, image, "sh", "-c", script],
      { timeout: RUN_TIMEOUT },
    );
    const outputs = `${outcome.stdout}${outcome.stderr}`.split(`${MARK}\n`).slice(1);
    assert.equal(outputs.length, here.length, `${options.join(" ")}: ${outcome.stdout}${outcome.stderr}`);
    for (const [at, program] of here.entries()) results.push([program, outputs[at] ?? ""]);
  }
  return results;
}
