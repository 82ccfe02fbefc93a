// The table of blocked syscalls against real engines: each call gets what was computed, under every runtime, and programs
// of Debian that make the calls fail and work accordingly.
import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { blockedSyscalls } from "../../src/data/blocked-syscalls.js";
import type { EngineSetup } from "../../src/engine/engine-setup.js";
import { resolveTarget } from "../../src/engine/target.js";
import { ordinaryContainer } from "../../src/seccomp/container-security.js";
import { type Syscall, syscallNumber } from "../../src/seccomp/evaluate.js";
import { syscallOutcome, type SyscallOutcome } from "../../src/seccomp/syscall-outcome.js";
import { debianRoot, importRoot } from "./debian-image.js";
import { type Engine, startEngine } from "./engine.js";
import { hasRealEngines, isContinuousIntegration, repository } from "./places.js";
import { describeOutcome, runOrThrow, runProgram } from "./run-program.js";
import { allRuntimes, type Runtime } from "./runtimes.js";
import { baseline, importProbe, kernel, runProbe } from "./seccomp-probe.js";
import { unavailable } from "./unavailable.js";

const ENGINES = ["18.09.9", "19.03.15", "20.10.9", "25.0.9", "29.4.2"];
const IMAGE = "debian-callers";
const PACKAGES = ["bash", "dash", "coreutils", "strace", "numactl", "util-linux", "python3-minimal", "fio"];
const SKIP = unavailable() ?? (hasRealEngines ? null : "needs the folder of real engines (ENGINES_DIR)");

/** A program that makes a call of the table, as a line of the shell that succeeds where it works. */
const PROGRAMS: Readonly<Record<string, string>> = {
  "faccessat2-test": "bash -c '[ -x /usr/bin/dash ]'",
  statx: "ls -l /usr/bin/dash",
  "user-namespace": "unshare -U true",
  set_mempolicy: "numactl --interleave=all true",
  ptrace: "strace -o /dev/null true",
  "io_uring-required": "fio --name=x --ioengine=io_uring --filename=/tmp/fio --size=4k --rw=write",
  close_range: "python3 -c 'import os; os.closerange(10, 300)'",
  // "Connection refused" is an answer of the network; without sockets there is none.
  socketcall: "/usr/bin/busybox-i386 nc 127.0.0.1 1 2>&1 | { read -r line; case $line in *refused*) true;; *) false;; esac; }",
};

const totals = { calls: 0, failed: 0, worked: 0, containers: 0 };

describe("the table of blocked syscalls", { skip: SKIP ?? false, concurrency: false }, () => {
  const calls = callsOfThisMachine();
  let runtimes: Runtime[] = [];
  let withoutFilter: string[] = [];
  let root: string | null = null;

  before(
    async () => {
      runtimes = await allRuntimes();
      withoutFilter = await baseline(calls.map(({ call }) => call));
      try {
        root = await debianRoot("callers", PACKAGES);
        await addBusybox(root);
      } catch (error) {
        if (isContinuousIntegration) throw error;
        root = null;
        console.log(`no programs are run: Debian's packages cannot be had here (${error instanceof Error ? (error.message.split("\n")[0] ?? "") : ""})`);
      }
    },
    { timeout: 600_000 },
  );

  after(() => {
    const { calls: checked, failed, worked, containers } = totals;
    console.log(
      `blocked syscalls: ${checked} answers as computed; programs failed ${failed} times and worked ${worked} times, as computed, in ${containers} containers`,
    );
  });

  for (const [position, version] of ENGINES.entries()) {
    it(`on Docker Engine ${version}`, { timeout: 600_000 }, async () => {
      const engine = await startEngine(version);
      try {
        await importProbe(engine);
        const mounts = root === null ? null : await importRoot(engine, root, IMAGE);
        if (mounts !== null) await checkControl(engine, mounts);
        for (const [at, runtime] of runtimes.entries()) {
          const setup = setupOf(engine, runtime);
          const starts = await checkCalls(engine, runtime, setup);
          // The calls under every runtime, the programs under half of them here and the other half on the next engine.
          if (starts && mounts !== null && (at + position) % 2 === 0) await checkPrograms(engine, runtime, setup, mounts);
        }
      } finally {
        await engine.stop();
      }
    });
  }

  async function checkCalls(engine: Engine, { name }: Runtime, setup: EngineSetup): Promise<boolean> {
    const container = { runtime: name, capAdd: [], capDrop: [], profile: null };
    const { lines, complaint } = await runProbe(engine, calls.map(({ call }) => call), container);
    for (const [index, { entry }] of calls.entries()) {
      const outcome = outcomeOf(entry, setup);
      const where = `${entry.id} on Docker Engine ${engine.version}, ${name}`;
      if (lines.length === 0) {
        assert.equal(outcome.kind, "unknown", `${where}: the container does not start: ${complaint}`);
        continue;
      }
      assert.equal(lines[index], observationOf(outcome, withoutFilter[index] ?? ""), where);
      totals.calls += 1;
    }
    return lines.length > 0;
  }
});

type Entry = (typeof blockedSyscalls)[number];

/**
 * The calls of the table, each by its number on x86-64, or on the 32-bit side of it: 64-bit machines have no calls of the
 * family time64. What 32-bit ARM gets of them is computed from the same rules of the profile, and not shown here.
 */
function callsOfThisMachine(): { entry: Entry; call: Syscall }[] {
  return blockedSyscalls.flatMap((known) => {
    const entry: Entry = known.architectures?.includes("amd64") === false ? { ...known, abi: "x86" } : known;
    const abi = entry.abi ?? "x86_64";
    const number = syscallNumber(entry.syscall, abi);
    assert.notEqual(number, null, `${entry.syscall} on ${abi}`);
    return number === null ? [] : [{ entry, call: { abi, number, args: (entry.args ?? []).map(BigInt) } }];
  });
}

function setupOf(engine: Engine, { runc, libseccomp }: Runtime): EngineSetup {
  const resolved = resolveTarget({ engine: engine.version, runc, libseccomp });
  assert.ok(resolved.ok);
  return { ...resolved.target.members[0], kernel };
}

function outcomeOf({ syscall, args, abi }: Entry, setup: EngineSetup): SyscallOutcome {
  return syscallOutcome({ syscall, ...(args === undefined ? {} : { args }), ...(abi === undefined ? {} : { abi }) }, setup, ordinaryContainer());
}

function observationOf(outcome: SyscallOutcome, withoutFilter: string): string {
  if (outcome.kind === "refused") return String(outcome.errno);
  return outcome.kind === "missing" ? "38" : withoutFilter;
}

/** Runs all programs in one container; says which of them work. */
async function runAll(engine: Engine, options: readonly string[]): Promise<Record<string, boolean>> {
  const lines = Object.entries(PROGRAMS).map(([id, command]) => `if (${command}) >/tmp/out 2>&1; then echo "${id} yes"; else echo "${id} no"; fi`);
  const args = ["run", "--rm", "--pull", "never", "--network", "none", ...options, IMAGE, "dash", "-c", lines.join("\n")];
  const outcome = await engine.docker(args, { timeout: 120_000 });
  assert.equal(outcome.code, 0, describeOutcome(outcome));
  totals.containers += 1;
  return Object.fromEntries(
    outcome.stdout.trim().split("\n").map((line) => [line.replace(/ \w+$/, ""), line.endsWith(" yes")]),
  );
}

/** Without a filter all of them work here, so that a failure is the filter's. */
async function checkControl(engine: Engine, mounts: readonly string[]): Promise<void> {
  const works = await runAll(engine, [...mounts, "--security-opt", "seccomp=unconfined", "--security-opt", "apparmor=unconfined"]);
  assert.deepEqual(works, Object.fromEntries(Object.keys(PROGRAMS).map((id) => [id, true])), "without a filter");
}

async function checkPrograms(engine: Engine, { name }: Runtime, setup: EngineSetup, mounts: readonly string[]): Promise<void> {
  const works = await runAll(engine, [...mounts, "--runtime", name]);
  for (const id of Object.keys(PROGRAMS)) {
    const entry = blockedSyscalls.find((candidate) => candidate.id === id) ?? assert.fail(id);
    const { kind } = outcomeOf(entry, setup);
    const isHarmful = entry.harm !== "none" && (kind === "refused" || (kind === "missing" && entry.harmedByEnosys === true));
    assert.equal(works[id], !isHarmful, `${id} on Docker Engine ${engine.version}, ${name}: ${kind}`);
    totals[isHarmful ? "failed" : "worked"] += 1;
  }
}

/** Adds Debian's static busybox for 32-bit x86, with lists of packages of its own. */
async function addBusybox(root: string): Promise<void> {
  const target = path.join(root, "usr/bin/busybox-i386");
  if (existsSync(target)) return;
  const cache = path.join(repository, "node_modules", ".cache", "compose-lint", "debian", "i386");
  mkdirSync(path.join(cache, "lists", "partial"), { recursive: true });
  const options = ["APT::Architecture=i386", "APT::Architectures::=i386", `Dir::State::lists=${cache}/lists`, `Dir::Cache=${cache}`, "APT::Sandbox::User=root", "Debug::NoLocking=1"].flatMap((option) => ["-o", option]);
  // A repository that cannot be reached does not matter as long as Debian's own can.
  await runProgram("apt-get", [...options, "update", "-q"], { timeout: 300_000 });
  await runOrThrow("apt-get", [...options, "download", "busybox-static"], { cwd: cache, timeout: 300_000 });
  const file = readdirSync(cache).find((name) => name.endsWith(".deb")) ?? assert.fail("no package");
  await runOrThrow("dpkg-deb", ["-x", path.join(cache, file), path.join(cache, "unpacked")]);
  copyFileSync(path.join(cache, "unpacked/bin/busybox"), target);
}
