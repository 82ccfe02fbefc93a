// Limits under a real engine: a container fails with the recorded words, the rule names the limit, its fix or suggestion
// is applied, and the same container runs.
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, it } from "node:test";
import type { RuleName } from "../../src/eslint/rules.js";
import { applyEdits } from "../../src/text/text-edit.js";
import { recordedPrograms } from "../program/recorded.js";
import { runRule } from "../rules/run-rule.js";
import { composeV2 } from "./compose-program.js";
import { debianRoot, importRoot } from "./debian-image.js";
import { type Engine, startEngine } from "./engine.js";
import { isContinuousIntegration } from "./places.js";
import { describeOutcome, type Outcome } from "./run-program.js";

const VERSION = "25.0.9";
const NODE = "node:20";
const JAVA = "eclipse-temurin:17";
const SKIP = composeV2.unavailable();

interface LimitCase {
  name: string;
  rule: RuleName;
  /** The lines of the service `app`. */
  service: string[];
  /** The message of the rule. */
  found: string;
  /** What the container prints, or Docker in its place, under the limit; null for nothing at all. */
  cry: RegExp | null;
  /** Its exit status under the limit; null where Docker does not start it. */
  exit: number | null;
  /** What it prints afterwards. */
  works: RegExp;
}

const READ = `command: [node, -e, 'require("fs").promises.readFile("/bin/sh").then(() => console.log("file read"))']`;
const nodeCry = recorded("node", "RLIMIT_NPROC=1");
const nodeService = [`image: ${NODE}`, READ];
const refused = ["image: node:20", "command: [node, -e, 'console.log(\"file read\")']"];
const take = (mib: number): string => `command: [node, --max-old-space-size=200, -e, 'a = Buffer.alloc(${mib} * 2 ** 20, 1); console.log("file read")']`;

const cases: LimitCase[] = [
  { name: "Node under pids_limit 1", rule: "thread-limit", service: [...nodeService, "pids_limit: 1"], found: "tooLow", cry: nodeCry, exit: 139, works: /file read/ },
  { name: "Node under pids_limit 8, at its first file", rule: "thread-limit", service: [...nodeService, "deploy: { resources: { limits: { pids: 8 } } }"], found: "tooLow", cry: null, exit: 139, works: /file read/ },
  { name: "Node as a user under nproc 1", rule: "thread-limit", service: [...nodeService, 'user: "54321"', "ulimits: { nproc: 1 }"], found: "tooLow", cry: nodeCry, exit: 139, works: /file read/ },
  { name: "soft above hard", rule: "thread-limit", service: [...refused, "ulimits: { nproc: { soft: 900, hard: 800 } }"], found: "softAboveHard", cry: /error setting rlimit type 6: invalid argument/, exit: null, works: /file read/ },
  { name: "two keys that differ", rule: "thread-limit", service: [...refused, "pids_limit: 50", "deploy: { resources: { limits: { pids: 60 } } }"], found: "conflict", cry: /can't set distinct values on 'pids_limit' and 'deploy.resources.limits.pids'/, exit: null, works: /file read/ },
  { name: "Node with more memory than the limit", rule: "memory-limit", service: [`image: ${NODE}`, take(150), "mem_limit: 64m"], found: "belowSettings", cry: null, exit: 137, works: /file read/ },
  { name: "bytes without a unit", rule: "memory-limit", service: [...refused, "mem_limit: 512"], found: "belowEngine", cry: /Minimum memory limit allowed is 6MB/, exit: null, works: /file read/ },
  { name: "swap below memory", rule: "memory-limit", service: [...refused, "mem_limit: 256m", "memswap_limit: 128m"], found: "swapBelowMemory", cry: /Minimum memoryswap limit should be larger than memory limit/, exit: null, works: /file read/ },
  { name: "a reservation above the limit", rule: "memory-limit", service: [...refused, "mem_limit: 256m", "mem_reservation: 512m"], found: "reservationAbove", cry: /Minimum memory limit can not be less than memory reservation limit/, exit: null, works: /file read/ },
  { name: "two sizes that differ", rule: "memory-limit", service: [...refused, "mem_limit: 256m", "deploy: { resources: { limits: { memory: 512m } } }"], found: "conflict", cry: /can't set distinct values on 'mem_limit' and 'deploy.resources.limits.memory'/, exit: null, works: /file read/ },
  { name: "a stack in KiB", rule: "memory-limit", service: [...refused, "ulimits: { stack: 8192 }"], found: "stackTooSmall", cry: null, exit: 139, works: /file read/ },
];

describe(`limits on Docker Engine ${VERSION}`, { skip: SKIP ?? false, concurrency: false }, () => {
  let engine: Engine;
  let java: string[] | null = null;
  let ran = 0;

  before(
    async () => {
      engine = await startEngine(VERSION);
      await engine.importNodeImage(NODE);
      try {
        java = await importRoot(engine, await debianRoot("java", ["dash", "coreutils", "openjdk-17-jre-headless"]), JAVA);
      } catch (error) {
        if (isContinuousIntegration) throw error;
        console.log(`Java is not run: Debian's packages cannot be had here (${error instanceof Error ? (error.message.split("\n")[0] ?? "") : ""})`);
      }
    },
    { timeout: 600_000 },
  );
  after(async () => {
    console.log(`limits: ${ran} services failed with their words and ran with the limit that the rule gave`);
    await engine.stop();
  });

  for (const one of cases) {
    it(one.name, { timeout: 120_000 }, () => prove(one));
  }

  it("Java under pids_limit 5", { timeout: 120_000 }, async (context) => {
    if (java === null) { context.skip("Debian's packages cannot be had here"); return; }
    await prove({
      name: "Java",
      rule: "thread-limit",
      service: [`image: ${JAVA}`, "command: [/usr/lib/jvm/java-17-openjdk-amd64/bin/java, -version]", `volumes: ["${java[1] ?? ""}"]`, "pids_limit: 5"],
      found: "tooLow",
      cry: recorded("java", "RLIMIT_NPROC=1 "),
      exit: 1,
      works: /OpenJDK 64-Bit Server VM/,
    });
  });

  it("Node under pids_limit 4, which hangs without a word", { timeout: 120_000 }, async () => {
    const started = await engine.docker(["run", "-d", "--network", "none", "--pids-limit", "4", "--name", "hanging", NODE, "node", "-e", 'console.log("main ok")']);
    assert.equal(started.code, 0, describeOutcome(started));
    await sleep(4000);
    const state = await engine.docker(["inspect", "-f", "{{.State.Running}}", "hanging"]);
    const logs = await engine.docker(["logs", "hanging"]);
    await engine.docker(["rm", "-f", "hanging"]);
    assert.equal(state.stdout.trim(), "true");
    assert.equal(logs.stdout + logs.stderr, "");
  });

  it("root is exempt from nproc, and the services of a user share it", { timeout: 120_000 }, async () => {
    const run = (...options: string[]): Promise<Outcome> =>
      engine.docker(["run", "--rm", "--network", "none", ...options, NODE, "node", "-e", 'require("fs").promises.readFile("/bin/sh").then(() => console.log("file read"))']);
    assert.match((await run("--ulimit", "nproc=1")).stdout, /file read/);
    const limited = ["--user", "54322", "--ulimit", "nproc=20"];
    assert.match((await run(...limited)).stdout, /file read/);
    const other = ["run", "-d", "--name", "other", "--network", "none", "--user", "54322", NODE, "node", "-e", 'require("fs").readFile("/bin/sh", () => {}); setInterval(() => {}, 1000)'];
    assert.equal((await engine.docker(other)).code, 0);
    await sleep(2000);
    const crowded = await run(...limited);
    await engine.docker(["rm", "-f", "other"]);
    assert.notEqual(crowded.code, 0, describeOutcome(crowded));
    assert.doesNotMatch(crowded.stdout, /file read/);
    assert.match((await run(...limited)).stdout, /file read/);
  });

  it("no swap without a memory limit", { timeout: 120_000 }, async () => {
    const text = composeFile([...refused, "memswap_limit: 256m"]);
    assert.deepEqual(runRule({ rule: "memory-limit", text }).findings.map(({ messageId }) => messageId), ["swapWithoutMemory"]);
    const outcome = await up(text);
    assert.match(outcome.stdout + outcome.stderr, /You should always set the Memory limit when using Memoryswap limit/);
  });

  async function prove({ rule, service, found, cry, exit, works }: LimitCase): Promise<void> {
    const text = composeFile(service);
    const { findings } = runRule({ rule, text });
    const [finding] = findings;
    assert.deepEqual(findings.map(({ messageId }) => messageId), [found]);
    const failed = await up(text);
    const said = failed.stdout + failed.stderr;
    if (exit === null) assert.notEqual(failed.code, 0, describeOutcome(failed));
    else assert.equal(failed.code, exit, describeOutcome(failed));
    assert.doesNotMatch(said, works);
    if (cry !== null) assert.match(said, cry);
    const fixed = found === "tooLow" ? runRule({ rule, text, options: [{ fix: "raise" }] }).output : applySuggestion(text, finding);
    assert.deepEqual(runRule({ rule, text: fixed }).findings, [], fixed);
    const mended = await up(fixed);
    assert.equal(mended.code, 0, describeOutcome(mended));
    assert.match(mended.stdout + mended.stderr, works);
    ran += 1;
  }

  /** Runs the project to its end, with the exit status of its one service. */
  async function up(text: string): Promise<Outcome> {
    const folder = path.join(engine.folder, "project");
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "compose.yaml"), text);
    const outcome = await composeV2.run(engine, folder, ["up", "--exit-code-from", "app", "--no-log-prefix"], { timeout: 90_000 });
    await composeV2.run(engine, folder, ["down", "-t", "0"]);
    rmSync(folder, { recursive: true });
    return outcome;
  }
});

function composeFile(service: readonly string[]): string {
  return `services:\n  app:\n    network_mode: none\n    pull_policy: never\n${service.map((line) => `    ${line}\n`).join("")}`;
}

function applySuggestion(text: string, finding: ReturnType<typeof runRule>["findings"][number] | undefined): string {
  const [suggestion] = finding?.suggestions ?? [];
  assert.ok(suggestion, "a suggestion");
  return applyEdits(text, [suggestion.fix]);
}

/** The decisive words of a recorded failure, as an expression. */
function recorded(program: string, limit: string): RegExp {
  for (const { program: name, cases: recordings } of recordedPrograms().programs) {
    const found = name === program ? recordings.find((one) => one.cause === "EAGAIN" && one.limit.startsWith(limit.trim())) : undefined;
    const { regex } = (found ?? {}) as { regex?: string | null };
    if (regex != null) return new RegExp(regex);
  }
  // Where the recordings are not there: what they say, in short.
  return program === "node" ? /uv_thread_create/ : /pthread_create failed \(EAGAIN\)/;
}
