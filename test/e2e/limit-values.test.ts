// What the rules about limits say of odd values, against the real Docker Compose and a real engine: what they report as
// refused is refused, and what they let pass makes a container that starts.
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { runRule } from "../rules/run-rule.js";
import { composeV2 } from "./compose-program.js";
import { type Engine, startEngine } from "./engine.js";
import { describeOutcome } from "./run-program.js";

const VERSION = "25.0.9";
const SKIP = composeV2.unavailable();

/** Who refuses a value: Compose when it reads the file, the engine or the runtime when the container is made, or nobody. */
type Refuser = "compose" | "engine" | "nobody";

/** Kinds of findings by who refuses; what both rules report for the program that runs is another matter. */
const refusers: Readonly<Record<string, Refuser>> = {
  noValue: "compose",
  notASize: "compose",
  sizeUnquoted: "compose",
  notACount: "compose",
  halfUlimit: "compose",
  negative: "engine",
  swappiness: "engine",
  belowEngine: "engine",
  tooManyPids: "engine",
  unknownUlimit: "engine",
  softAboveHard: "engine",
  tooManyFiles: "engine",
  dropped: "nobody",
  tooLarge: "engine",
  overflows: "nobody",
};

const lines = [
  ...["abc", '"-1m"', '""', '"-1"', "-1", "-5", "0", "1e9", "0.5", '"1e9"', '"512 mb"', "512MM", "5.5m", "true", "64m", "", "~", "[64m]", "!reset null", '"8192p"', "9223372036854775808", '"1_000_000_000"'].map((value) => `mem_limit: ${value}`),
  ...["abc", "-1", "-5", '"-1"', "0"].map((value) => `memswap_limit: ${value}`),
  ...["abc", "-5", "32m", "", "9000p"].map((value) => `mem_reservation: ${value}`),
  ...["abc", "-5", "-1", "0", "", "9000p"].map((value) => `shm_size: ${value}`),
  ...["200", "-2", "-1", "100", ""].map((value) => `mem_swappiness: ${value}`),
  ...["abc", "-1", '""', "536870912", '"536870912"', '"-1"', "5.5", "", "9000p"].map((value) => `deploy: { resources: { limits: { memory: ${value} } } }`),
  ...["-5", "0", '"500"', "4194304", "4194305", "99999999999999999999", "", "[5]", "{ a: 5 }"].map((value) => `pids_limit: ${value}`),
  ...["abc", "-1", "1.5", '"500"', "0", "99999999999", ""].map((value) => `deploy: { resources: { limits: { pids: ${value} } } }`),
  ...["nofile: { soft: 900, hard: 800 }", "nofile: -1", "nofile: -5", "nofile: 99999999999", "nosuch: 5", "NOFILE: 500"].map((text) => `ulimits: { ${text} }`),
  ...["nproc: { soft: 5 }", "nproc: { hard: 50 }", "nproc: ~", "nproc: { soft: ~, hard: 5 }", "stack: 1.5", "stack: -1", "memlock: { soft: -1, hard: 5 }"].map((text) => `ulimits: { ${text} }`),
  ...["core: { soft: 5, hard: -1 }", "core: -3", "fsize: 0"].map((text) => `ulimits: { ${text} }`),
];

describe(`odd values of limits under Docker Engine ${VERSION}`, { skip: SKIP ?? false, concurrency: false }, () => {
  let engine: Engine;
  const counts: Record<Refuser, number> = { compose: 0, engine: 0, nobody: 0 };

  before(
    async () => {
      engine = await startEngine(VERSION);
      await engine.importNodeImage("node:20");
    },
    { timeout: 600_000 },
  );
  after(async () => {
    console.log(`odd values: Compose refused ${counts.compose}, the engine ${counts.engine}, and ${counts.nobody} ran, as the rules say`);
    await engine.stop();
  });

  for (const line of lines) {
    it(line, { timeout: 120_000 }, async () => {
      const text = `services:\n  app:\n    image: node:20\n    network_mode: none\n    pull_policy: never\n    command: [sh, -c, "true"]\n    ${line}\n`;
      const said = (["memory-limit", "thread-limit"] as const)
        .flatMap((rule) => runRule({ rule, text }).findings)
        .map(({ messageId }) => refusers[messageId ?? ""])
        .find((refuser) => refuser !== undefined);
      const real = await refuserOf(text);
      assert.equal(said ?? "nobody", real);
      counts[real] += 1;
    });
  }

  async function refuserOf(text: string): Promise<Refuser> {
    const folder = path.join(engine.folder, "project");
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "compose.yaml"), text);
    const read = await composeV2.run(engine, folder, ["config", "--quiet"]);
    if (read.code !== 0) return "compose";
    const outcome = await composeV2.run(engine, folder, ["up", "--exit-code-from", "app", "--no-log-prefix"], { timeout: 90_000 });
    await composeV2.run(engine, folder, ["down", "-t", "0"]);
    rmSync(folder, { recursive: true });
    if (outcome.code === 0) return "nobody";
    assert.match(outcome.stdout + outcome.stderr, /Error response from daemon/u, describeOutcome(outcome));
    return "engine";
  }
});
