// The evaluator against the kernel: what it says about every syscall number of x86_64, i386 and x32, and about every
// class of arguments that a profile looks into, is what a container of the real engines and runtimes gets.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { nearestEarlierRelease } from "../../src/engine/engine-releases.js";
import { parseEngineVersion } from "../../src/engine/engine-version.js";
import { containerCapabilities } from "../../src/seccomp/capabilities.js";
import { compileFilter } from "../../src/seccomp/compile-filter.js";
import { defaultProfile, defaultProfileNames, publishedProfile } from "../../src/seccomp/default-profile.js";
import { evaluateCompiled, type Syscall, syscallNumber } from "../../src/seccomp/evaluate.js";
import type { EvaluationContext } from "../../src/seccomp/evaluation-context.js";
import type { SeccompProfile } from "../../src/seccomp/profile.js";
import { generateProfile } from "../../src/seccomp/generate-profile.js";
import { resolveTarget } from "../../src/engine/target.js";
import { randomNumbers } from "../random-numbers.js";
import { randomProfile } from "./random-profiles.js";
import { profileText } from "../../src/seccomp/write-profile.js";
import { type Engine, startEngine } from "./engine.js";
import { hasRealEngines, isContinuousIntegration, sharedFolder } from "./places.js";
import { allRuntimes, type Runtime } from "./runtimes.js";
import { allProbes, baseline, disagreements, importProbe, kernel, runProbe } from "./seccomp-probe.js";
import { isInstalled, unavailable } from "./unavailable.js";

const ENGINES = ["18.09.9", "19.03.15", "20.10.9", "20.10.10", "23.0.6", "25.0.9", "29.4.2"];
/** Each capability that a default profile looks at, two of them together, and none of the usual ones. */
const CAPABILITIES: { add: string[]; drop: string[] }[] = [
  { add: ["SYS_ADMIN"], drop: [] },
  { add: ["DAC_READ_SEARCH", "SYS_BOOT"], drop: [] },
  { add: ["SYS_MODULE", "SYS_PACCT"], drop: [] },
  { add: ["SYS_PTRACE"], drop: ["SYS_CHROOT"] },
  { add: ["SYS_RAWIO", "SYS_TIME"], drop: [] },
  { add: ["SYS_TTY_CONFIG", "SYS_NICE", "SYSLOG"], drop: [] },
  { add: ["SYS_ADMIN", "SYS_CHROOT"], drop: ["ALL"] },
];
const SKIP =
  unavailable() ??
  (hasRealEngines ? null : "needs the folder of real engines (ENGINES_DIR)") ??
  (isInstalled("gcc") || isContinuousIntegration ? null : "needs gcc");
const PARALLEL = 2;
/** On each engine. */
const RANDOM_PROFILES = 3;
/** Of the default profiles: 1.13.0. */
const FIRST_WITH_CONDITIONS = 3;

/** One container to start and to compare. */
interface Case {
  runtime: Runtime;
  /** null for the engine's own default. */
  profile: { name: string; profile: SeccompProfile } | null;
  add: string[];
  drop: string[];
}

const totals = { containers: 0, checked: 0, agreeing: 0, notStarting: 0 };

describe("the evaluator agrees with the kernel", { skip: SKIP ?? false, concurrency: false }, () => {
  let probes: Syscall[] = [];
  let withoutFilter: string[] = [];
  let runtimes: Runtime[] = [];

  before(async () => {
    probes = allProbes();
    withoutFilter = await baseline(probes);
    runtimes = await allRuntimes();
  });

  after(() => {
    const { containers, checked, agreeing, notStarting } = totals;
    console.log(
      `kernel proof: ${agreeing} of ${checked} answers agree, in ${containers} containers; ` +
        `${notStarting} containers did not start, as expected`,
    );
  });

  for (const [position, version] of ENGINES.entries()) {
    it(`on Docker Engine ${version}`, { timeout: 300_000 }, async () => {
      const engine = await startEngine(version);
      try {
        await importProbe(engine);
        await inParallel(casesFor(position, runtimes), (one) => check(engine, one, probes, withoutFilter));
      } finally {
        await engine.stop();
      }
    });
  }
});

/** The engine's own default under every runtime; then every other default profile, with runtimes and capabilities in turn. */
function casesFor(position: number, runtimes: readonly Runtime[]): Case[] {
  const own = runtimes.map((runtime): Case => ({ runtime, profile: null, add: [], drop: [] }));
  const withCapabilities = CAPABILITIES.map((capabilities, at): Case => ({
    runtime: turn(runtimes, at + position + 1),
    profile: null,
    ...capabilities,
  }));
  // Half of them here, the other half on the next engine.
  const names = defaultProfileNames().filter((_, at) => (at + position) % 2 === 0);
  const others = names.map((name, at): Case => {
    const profile = publishedProfile(name);
    assert.ok(profile);
    const capabilities = at % 2 === 0 ? { add: [], drop: [] } : turn(CAPABILITIES, at + position);
    return { runtime: turn(runtimes, at + position), profile: { name, profile }, ...capabilities };
  });
  return [
    ...own,
    ...withCapabilities,
    ...others,
    ...generatedCases(position, runtimes),
    ...randomCases(position, runtimes),
  ];
}

/** The profiles that we write, under runtimes whose libseccomp can and cannot name clone3. */
function generatedCases(position: number, runtimes: readonly Runtime[]): Case[] {
  const engine = turn(ENGINES, position);
  return (["trace", "default-action"] as const).map((strategy, at): Case => {
    const runtime = turn(runtimes, position + 3 * at);
    const target = resolveTarget({ engine, runc: runtime.runc, libseccomp: runtime.libseccomp });
    assert.ok(target.ok);
    const generated = generateProfile(target.target, { strategy });
    // The last strategy may be more than what is needed here, and where it does not work it is no case.
    const profile = generated.ok ? { name: strategy, profile: generated.profile } : null;
    return { runtime, profile, add: [], drop: [] };
  });
}

function randomCases(position: number, runtimes: readonly Runtime[]): Case[] {
  return Array.from({ length: RANDOM_PROFILES }, (_, at): Case => {
    const seed = 100 * position + at;
    const base = publishedProfile(turn(defaultProfileNames().slice(FIRST_WITH_CONDITIONS), seed));
    assert.ok(base);
    const profile = randomProfile(base, randomNumbers(seed));
    const add = at % 2 === 0 ? [] : ["SYS_ADMIN"];
    return { runtime: turn(runtimes, seed), profile: { name: `random ${seed}`, profile }, add, drop: [] };
  });
}

function turn<T>(list: readonly T[], at: number): T {
  const item = list[at % list.length];
  assert.ok(item !== undefined);
  return item;
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  const workers = Array.from({ length: PARALLEL }, async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  });
  await Promise.all(workers);
}

async function check(engine: Engine, one: Case, probes: Syscall[], withoutFilter: readonly string[]): Promise<void> {
  const release = parseEngineVersion(engine.version);
  assert.ok(release);
  const own = defaultProfile(nearestEarlierRelease(release)?.profile ?? "");
  const profile = one.profile?.profile ?? own;
  assert.ok(profile);
  const context: EvaluationContext = {
    engine: engine.version,
    runc: one.runtime.runc,
    libseccomp: one.runtime.libseccomp,
    architecture: "amd64",
    kernel,
    capabilities: containerCapabilities(one.add, one.drop),
  };
  const outcome = await runProbe(engine, probes, {
    runtime: one.runtime.name,
    capAdd: one.add,
    capDrop: one.drop,
    profile: one.profile === null ? null : profileText(one.profile.profile),
  });
  const what = `${one.profile?.name ?? "own default"}, ${one.runtime.name}, +${one.add.join()} -${one.drop.join()}`;
  const compiled = compileFilter(profile, context);
  totals.containers += 1;
  if (compiled.kind === "does-not-start") {
    assert.notEqual(outcome.code, 0, `${what}: it starts, although ${compiled.reason}`);
    totals.notStarting += 1;
    return;
  }
  assert.equal(outcome.code, 0, `${what}: ${outcome.complaint}`);
  const observed = outcome.lines;
  assert.equal(observed.length, probes.length, what);
  const differences = disagreements(profile, context, probes, observed, withoutFilter);
  totals.checked += probes.length;
  totals.agreeing += probes.length - differences.length;
  const shown = differences.slice(0, 5).map(describeDifference).join("\n");
  assert.equal(differences.length, 0, `${what}: ${differences.length} differ\n${shown}`);
}

function describeDifference({ syscall, expected, observed }: ReturnType<typeof disagreements>[number]): string {
  const args = (syscall.args ?? []).map((value) => value.toString(16)).join(",");
  return `${syscall.abi} ${syscall.number}(${args}): evaluator ${expected}, kernel ${observed}`;
}

describe("the table of measured engines and runtimes", () => {
  const file = path.join(sharedFolder, "reference", "engine-matrix.json");
  it("has the evaluator's answer in every cell", { skip: existsSync(file) ? false : `no ${file}` }, () => {
    const { rows } = JSON.parse(readFileSync(file, "utf8")) as {
      rows: { engine: string; runc: string; libseccomp: string; result: string }[];
    };
    const answers = rows.map(({ engine, runc, libseccomp }) => {
      const version = parseEngineVersion(engine);
      const profile = version && defaultProfile(nearestEarlierRelease(version)?.profile ?? "");
      assert.ok(profile);
      const context = { engine, runc, libseccomp, architecture: "amd64" as const, kernel: "6.1" };
      const compiled = compileFilter(profile, { ...context, capabilities: containerCapabilities([], []) });
      const number = syscallNumber("clone3", "x86_64") ?? -1;
      const evaluation = evaluateCompiled(compiled, { abi: "x86_64", number });
      if (!evaluation.starts) return "does-not-start";
      return evaluation.answer.kind === "errno" && evaluation.answer.errno === 38 ? "works" : "fails";
    });
    const agreeing = rows.filter(({ result }, index) => result === answers[index]).length;
    console.log(`clone3: ${agreeing} of ${rows.length} measured cells agree`);
    assert.equal(agreeing, rows.length);
  });
});
