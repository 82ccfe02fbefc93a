import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { EngineSetup } from "../../src/engine/engine-setup.js";
import { engineReleases } from "../../src/engine/engine-releases.js";
import { hosts } from "../../src/engine/host.js";
import { resolveTarget, type Target, type TargetOptions } from "../../src/engine/target.js";
import { contextOf, engineProfile, ownContext } from "../../src/seccomp/applied-profile.js";
import { compileFilter } from "../../src/seccomp/compile-filter.js";
import { ordinaryContainer } from "../../src/seccomp/container-security.js";
import { evaluateCompiled, type Syscall, syscallNumber } from "../../src/seccomp/evaluate.js";
import { type GeneratedProfile, generateProfile } from "../../src/seccomp/generate-profile.js";
import { isOurProfile } from "../../src/seccomp/our-profile.js";
import { readProfile } from "../../src/seccomp/read-profile.js";
import { SYSCALL_ABI } from "../../src/seccomp/syscall-abi.js";
import { libseccompLevel, resolveName, type SyscallAbi, tableNumber } from "../../src/seccomp/syscall-numbers.js";
import { threadOutcome } from "../../src/seccomp/thread-outcome.js";

function target(options: TargetOptions): Target {
  const result = resolveTarget(options);
  assert.ok(result.ok, JSON.stringify(options));
  return result.target;
}

function generate(options: TargetOptions): GeneratedProfile {
  const result = generateProfile(target(options));
  assert.ok(result.ok, result.ok ? "" : result.problem.message);
  return result;
}

/** The instruction sets of a host's containers. */
const ABIS: Record<EngineSetup["architecture"], SyscallAbi[]> = {
  amd64: ["x86_64", "x86", "x32"],
  arm64: ["aarch64", "arm"],
  arm: ["arm"],
  "386": ["x86"],
};
const LAST_NUMBER = 600;
const BITS = Array.from({ length: 34 }, (_, bit) => 1n << BigInt(bit));
/** Around everything that a default profile compares with. */
const FIRST_ARGUMENTS: Record<string, bigint[]> = {
  clone: [0n, 0x3d0f00n, 0x7e020000n, 0x7c020000n, 0xffffffff_ffffffffn, ...BITS],
  socket: [...Array.from({ length: 48 }, (_, family) => BigInt(family)), 0x1_0000_0026n, 0x1_0000_0028n],
  socketcall: Array.from({ length: 22 }, (_, call) => BigInt(call)),
  personality: [0n, 1n, 7n, 8n, 9n, 0x20000n, 0x20001n, 0x20008n, 0x20009n, 0xfffffffen, 0xffffffffn, 0x1_0000_0008n],
};
const SECOND_ARGUMENTS = [0n, 1n, 2n, 10n, 16n, 17n, 40n];

function probes(abis: readonly SyscallAbi[]): Syscall[] {
  return abis.flatMap((abi) => [
    ...Array.from({ length: LAST_NUMBER + 1 }, (_, number): Syscall => ({ abi, number })),
    ...Object.entries(FIRST_ARGUMENTS).flatMap(([name, values]) => {
      const number = syscallNumber(name, abi);
      if (number === null) return [];
      return values.flatMap((a) => SECOND_ARGUMENTS.map((b): Syscall => ({ abi, number, args: [a, b] })));
    }),
  ]);
}

const CAPABILITY_SETS: [add: string[], drop: string[]][] = [
  [[], []],
  [["ALL"], []],
  [[], ["ALL"]],
  [["SYS_ADMIN"], []],
  [["SYS_PTRACE", "SYS_TIME", "BPF"], ["SYS_CHROOT"]],
];

/** Every syscall and argument class under the generated profile beside the engine's default. Returns how many it compared. */
function checkNarrower(generated: GeneratedProfile, setup: EngineSetup, alone: boolean): number {
  const own = engineProfile(setup);
  assert.ok(own);
  const [add, drop] = CAPABILITY_SETS[setup.label.length % CAPABILITY_SETS.length] ?? [[], []];
  const context = contextOf(setup, { privileged: false, capAdd: add, capDrop: drop });
  const [mine, theirs] = [compileFilter(generated.profile, context), compileFilter(own, ownContext(setup, context))];
  // Some runtimes of the list do not start containers under the profile of a newer engine.
  if (theirs.kind === "does-not-start") return 0;
  const asked = probes(ABIS[setup.architecture]);
  for (const syscall of asked) {
    const ours = evaluateCompiled(mine, syscall);
    const default_ = evaluateCompiled(theirs, syscall);
    assert.ok(ours.starts && default_.starts, `${setup.label} ${ours.starts ? "" : ours.reason}`);
    if (default_.answer.kind === "allow") {
      // For one engine nothing that it permits may be lost either.
      if (alone && ours.answer.kind !== "allow")
        assert.fail(`${setup.label}: ${syscall.abi} ${syscall.number} is lost`);
      continue;
    }
    const kind = ours.answer.kind;
    if (kind === "allow" || (kind === "trace" && !mayBeTraced(generated, setup, syscall))) {
      const { abi, number, args = [] } = syscall;
      const capabilities = `+${add.join()} -${drop.join()}`;
      assert.fail(`${kind} on ${setup.label} ${capabilities}: ${abi} ${number}(${args.map(String).join()})`);
    }
  }
  return asked.length;
}

/** 1.11 and 1.12 get a profile for the usual capabilities, since theirs know no conditions. */
function isModern({ engine }: EngineSetup): boolean {
  return engine !== null && !/^1\.1[12]\./.test(engine);
}

/** clone3; and with the last strategy what the host's libseccomp has no name for, and odd values of three calls. */
function mayBeTraced(generated: GeneratedProfile, setup: EngineSetup, { abi, number }: Syscall): boolean {
  if (number === syscallNumber("clone3", abi)) return true;
  if (generated.strategy !== "default-action") return false;
  const level = libseccompLevel(setup.libseccomp) ?? 0;
  if (["personality", "socket", "socketcall"].some((name) => tableNumber(name, abi, level) === number)) return true;
  const named = new Set(generated.profile.syscalls.flatMap(({ names }) => names));
  return ![...named].some((name) => resolveName(name, abi, level) === number);
}

describe("a generated profile", () => {
  it("lets threads be made on every engine, and is nowhere wider than the engine's default", () => {
    const strategies = new Map<string, number>();
    let compared = 0;
    const turn = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;
    const releases = [...new Set(engineReleases().map(({ profile }) => profile))];
    const single = releases.map((engine, at): TargetOptions => ({
      engine,
      runc: turn(["1.0.0-rc10", "1.0.0-rc92", "1.0.0-rc93", "1.0.3", "1.1.15"], at),
      libseccomp: turn(["2.3.3", "2.5", "2.4.3", "2.5"], at),
      arch: turn(["amd64", "amd64", "arm64", "amd64", "arm", "386", "amd64"], at),
    }));
    const bundled = releases.map((engine): TargetOptions => ({ engine }));
    const ranges = [">=19.03 <23", "18.09 - 20.10.9", "20.10.x", "1.12.6 || 1.13.1", "17.06 - 18.09", ">=28"].map(
      (engine): TargetOptions => ({ engine }),
    );
    const presets = hosts()
      .filter(({ seccomp }) => seccomp === "default")
      .map(({ id }): TargetOptions => ({ host: id }));
    for (const options of [...single, ...bundled, ...ranges, ...presets]) {
      const whole = target(options);
      const generated = generateProfile(whole);
      assert.ok(generated.ok, `${JSON.stringify(options)} ${generated.ok ? "" : generated.problem.message}`);
      strategies.set(generated.strategy, (strategies.get(generated.strategy) ?? 0) + 1);
      const security = { ...ordinaryContainer(), seccomp: { kind: "profile", profile: generated.profile } as const };
      // Neighbours differ in nothing that matters here; a few of each range are compared syscall by syscall.
      const step = Math.ceil(whole.members.length / 4);
      for (const [at, setup] of whole.members.entries()) {
        assert.equal(threadOutcome("clone3", setup, security).result, "works", setup.label);
        if (at % step === 0) compared += checkNarrower(generated, setup, whole.members.length === 1 && isModern(setup));
      }
    }
    const counts = [...strategies].map(([name, count]) => `${name} ${count}`).join(", ");
    console.log(`generated profiles: none wider in ${compared} answers; ${counts}`);
    assert.deepEqual(
      [...strategies.keys()].sort(),
      ["default", "default-action", "errno", "trace"].filter((s) => strategies.has(s)),
    );
    assert.ok(compared > 500_000);
  });

  it("takes the narrowest strategy that works", () => {
    for (const [options, strategy, needed] of [
      [{ engine: "20.10.9" }, "trace", true],
      [{ engine: "18.09.9" }, "trace", true],
      [{ engine: "20.10.10" }, "default", false],
      [{ engine: "20.10.9", libseccomp: "2.4.3" }, "default", false],
      [{ engine: "debian-11-docker.io" }, "default", false],
      [{ engine: "dind-20.10.0" }, "default-action", true],
      [{ engine: "20.10.9", arch: "arm64", libseccomp: "2.4.3", runc: "1.0.0-rc92" }, "default-action", true],
      [{ engine: "20.10.10", runc: "1.0.0-rc10" }, "trace", true],
    ] as [TargetOptions, string, boolean][]) {
      const generated = generate(options);
      assert.deepEqual([generated.strategy, generated.needed], [strategy, needed], JSON.stringify(options));
    }
  });

  it("keeps an error that a default names", () => {
    const [setup] = target({ engine: "29.4.2" }).members;
    for (const engine of ["29.4.2", "29.4.1 - 29.4.3"]) {
      const compiled = compileFilter(generate({ engine }).profile, contextOf(setup, ordinaryContainer()));
      const evaluation = evaluateCompiled(compiled, { abi: "x86", number: 102, args: [1n] });
      assert.deepEqual(evaluation, { starts: true, answer: { kind: "errno", errno: 38, by: "rule" } }, engine);
    }
  });

  it("refuses namespaces through clone", () => {
    for (const engine of ["18.09.9", "20.10.9", "dind-20.10.0"]) {
      const generated = generate({ engine });
      const [setup] = target({ engine }).members;
      const compiled = compileFilter(generated.profile, contextOf(setup, ordinaryContainer()));
      const abi = SYSCALL_ABI[setup.architecture];
      const number = syscallNumber("clone", abi) ?? -1;
      for (const flag of [0x10000000n, 0x20000n, 0x40000000n, 0x20000000n]) {
        const { answer } = evaluateCompiled(compiled, { abi, number, args: [flag] }) as { answer?: { kind: string } };
        assert.equal(answer?.kind, "errno", `${engine}: flag ${flag}`);
      }
    }
  });

  it("has a forced strategy, or says why not", () => {
    const failing = generateProfile(target({ engine: "20.10.9" }), { strategy: "errno" });
    assert.ok(!failing.ok);
    assert.equal(failing.problem.code, "strategy-does-not-work");
    assert.match(failing.problem.message, /20\.10\.9/);
    const wide = generateProfile(target({ engine: "20.10.9" }), { strategy: "default-action" });
    assert.ok(wide.ok && wide.strategy === "default-action");
    const named = generateProfile(target({ engine: "20.10.10" }), { strategy: "errno" });
    assert.ok(named.ok && named.strategy === "errno");
    const unknown = generateProfile(target({ engine: "podman-4" }));
    assert.ok(!unknown.ok && unknown.problem.code === "no-docker-engine");
  });

  it("is the same bytes each time, says what it is, and is read without a complaint", () => {
    const { text, explanation } = generate({ engine: "20.10.9" });
    assert.equal(generate({ engine: "20.10.9" }).text, text);
    assert.ok(text.startsWith('{\n  "comment": "Written by compose-lint. '));
    assert.match(text, /20\.10\.9.*clone3.*Delete this file.*20\.10\.10 or later/);
    assert.ok(
      text
        .split("\n")
        .slice(2)
        .every((line) => line.length <= 120),
    );
    assert.deepEqual(readProfile(text).problems, []);
    assert.ok(explanation.length >= 3);
  });

  it("is known again, and no file of another hand is taken for it", () => {
    const { text } = generate({ engine: "20.10.9" });
    assert.ok(isOurProfile(text));
    assert.ok(isOurProfile(JSON.stringify(JSON.parse(text))), "laid out differently");
    assert.ok(isOurProfile(text.replaceAll("\n", "\r\n")));
    assert.equal(isOurProfile(text.replace('"chmod", ', "")), false, "edited");
    assert.equal(isOurProfile(text.replace("Written by compose-lint", "Adapted by me")), false);
    assert.equal(isOurProfile(text.replace(/\(checksum \w+\)/, "")), false);
    for (const other of [
      "",
      "{}",
      '{"comment": "Written by compose-lint. (checksum 0000000000000000)"}',
      text.slice(0, -3),
    ]) {
      assert.equal(isOurProfile(other), false, other.slice(0, 80));
    }
  });
});
