import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { EngineSetup } from "../../src/engine/engine-setup.js";
import { resolveTarget, type Target, type TargetOptions } from "../../src/engine/target.js";
import { contextOf, engineProfile } from "../../src/seccomp/applied-profile.js";
import { compileFilter } from "../../src/seccomp/compile-filter.js";
import { ordinaryContainer } from "../../src/seccomp/container-security.js";
import { defaultProfileNames } from "../../src/seccomp/default-profile.js";
import { evaluateCompiled, syscallNumber } from "../../src/seccomp/evaluate.js";
import { generateProfile } from "../../src/seccomp/generate-profile.js";
import type { SeccompProfile } from "../../src/seccomp/profile.js";
import { readProfile } from "../../src/seccomp/read-profile.js";
import { syscallNames } from "../../src/seccomp/syscall-numbers.js";
import { widenedSyscalls } from "../../src/seccomp/widened-syscalls.js";

function targetOf(options: string | TargetOptions): Target {
  const resolved = resolveTarget(typeof options === "string" ? { engine: options } : options);
  assert.ok(resolved.ok, JSON.stringify(options));
  return resolved.target;
}

function profileOf(text: object): SeccompProfile {
  const { profile } = readProfile(JSON.stringify(text));
  assert.ok(profile);
  return profile;
}

function defaultOf(engine: string): SeccompProfile {
  const profile = engineProfile(targetOf(engine).members[0]);
  assert.ok(profile);
  return profile;
}

/** The default of an engine with more rules. */
function defaultWith(engine: string, ...rules: object[]): SeccompProfile {
  const { syscalls } = profileOf({ defaultAction: "SCMP_ACT_ERRNO", syscalls: rules });
  const own = defaultOf(engine);
  return { ...own, syscalls: [...own.syscalls, ...syscalls] };
}

/** `name`, or `name*` where only a part of the calls is. */
function widened(profile: SeccompProfile, options: string | TargetOptions): string[] {
  return widenedSyscalls(profile, targetOf(options).members).map(({ name, partly }) => (partly ? `${name}*` : name));
}

const allow = (name: string, ...args: object[]): object => ({ names: [name], action: "SCMP_ACT_ALLOW", args });
const equal = (index: number, value: number): object => ({ index, value, op: "SCMP_CMP_EQ" });
const masked = (index: number, value: number, valueTwo: number): object => ({
  index,
  value,
  valueTwo,
  op: "SCMP_CMP_MASKED_EQ",
});

describe("what a profile permits and the default refuses", () => {
  it("is nothing for the default of each release, and for the profile that we write for it", (test) => {
    const releases = defaultProfileNames();
    for (const release of releases) {
      assert.deepEqual(widened(defaultOf(release), release), [], release);
      const generated = generateProfile(targetOf(release));
      assert.ok(generated.ok, release);
      assert.deepEqual(widened(generated.profile, release), [], `generated for ${release}`);
    }
    test.diagnostic(`${releases.length} default profiles, and as many written ones, permit nothing more`);
  });

  it("is nothing for a profile that we write for a range, on each of its engines", () => {
    const target = targetOf(">=19.03 <29");
    const generated = generateProfile(target);
    assert.ok(generated.ok);
    for (const setup of target.members) assert.deepEqual(widenedSyscalls(generated.profile, [setup]), [], setup.label);
  });

  const cases: [name: string, profile: SeccompProfile, engine: string, expected: string[]][] = [
    ["a syscall more", defaultWith("24.0.0", allow("acct")), "24.0.0", ["acct"]],
    ["syscalls in order", defaultWith("24.0.0", allow("reboot"), allow("acct")), "24.0.0", ["acct", "reboot"]],
    ["what is only logged", defaultWith("24.0.0", { names: ["acct"], action: "SCMP_ACT_LOG" }), "24.0.0", ["acct"]],
    ["nothing for another refusal", defaultWith("24.0.0", { names: ["acct"], action: "SCMP_ACT_TRACE" }), "24.0.0", []],
    [
      "nothing for what needs a capability",
      defaultWith("24.0.0", { ...allow("acct"), includes: { caps: ["CAP_SYS_ADMIN"] } }),
      "24.0.0",
      [],
    ],
    [
      "nothing for another architecture",
      defaultWith("24.0.0", { ...allow("acct"), includes: { arches: ["arm64"] } }),
      "24.0.0",
      [],
    ],
    ["nothing for a name that no syscall has", defaultWith("24.0.0", allow("frobnicate")), "24.0.0", []],
    ["one with an argument of its own", defaultWith("24.0.0", allow("acct", equal(0, 77))), "24.0.0", ["acct"]],
    ["one with two arguments", defaultWith("24.0.0", allow("acct", equal(0, 77), equal(1, 78))), "24.0.0", ["acct"]],
    ["a part of one: all flags of clone", defaultWith("24.0.0", allow("clone")), "24.0.0", ["clone*"]],
    [
      "a part of one: one flag of clone",
      defaultWith("24.0.0", allow("clone", masked(0, 0x7c020000, 0))),
      "24.0.0",
      ["clone*"],
    ],
    [
      "nothing for clone with more flags refused",
      defaultWith("24.0.0", allow("clone", masked(0, 0x7f020000, 0))),
      "24.0.0",
      [],
    ],
    ["a part of one: a newer default refuses AF_VSOCK", defaultOf("20.10.9"), "24.0.0", ["socket*"]],
    ["clone3, as it is pasted", defaultWith("20.10.9", allow("clone3")), "20.10.9", ["clone3"]],
    ["32-bit programs' calls", defaultOf("29.4.1"), "29.4.2", ["socket*", "socketcall"]],
  ];
  for (const [name, profile, engine, expected] of cases) {
    it(`names ${name}`, () => {
      assert.deepEqual(widened(profile, engine), expected);
    });
  }

  it("is all that the default refuses, for a profile that refuses little or has no filter", () => {
    const listed = widened(
      profileOf({ defaultAction: "SCMP_ACT_ALLOW", syscalls: [{ names: ["acct"], action: "SCMP_ACT_ERRNO" }] }),
      "24.0.0",
    );
    assert.ok(
      ["bpf", "reboot", "clone*", "mount", "init_module"].every((name) => listed.includes(name)),
      listed.join(" "),
    );
    assert.ok(!listed.includes("acct") && !listed.includes("read"), listed.join(" "));
    assert.deepEqual(
      widened(profileOf({}), "24.0.0").filter((name) => name !== "acct" && !listed.includes(name)),
      [],
    );
    assert.deepEqual(listed, listed.toSorted());
  });

  it("is for a range what every engine of it refuses", () => {
    const range = ">=20.10.0 <=20.10.4";
    assert.deepEqual(widened(defaultOf("20.10.4"), "20.10.0"), ["close_range", "epoll_pwait2"]);
    assert.deepEqual(widened(defaultOf("20.10.4"), range), []);
    assert.deepEqual(widened(defaultWith("20.10.4", allow("acct")), range), ["acct"]);
    assert.deepEqual(widened(defaultWith("20.10.4", allow("clone")), range), ["clone*"]);
  });

  it("is not known where the default is not, where there is none, and where the container does not start", () => {
    const open = profileOf({ defaultAction: "SCMP_ACT_ALLOW" });
    assert.deepEqual(
      widened(profileOf({ defaultAction: "SCMP_ACT_LOG" }), { engine: "20.10.9", libseccomp: "2.3.3" }),
      [],
    );
    const [setup] = targetOf("20.10.9").members;
    const platforms: Partial<EngineSetup>[] = [
      { seccomp: "unconfined" },
      { seccomp: "other" },
      { engine: null, profile: null },
      { daemonProfile: "no JSON" },
    ];
    for (const platform of platforms) assert.deepEqual(widenedSyscalls(open, [{ ...setup, ...platform }]), []);
    assert.notDeepEqual(widenedSyscalls(open, [setup]), []);
  });

  it("is measured by the daemon's own default where it has one", () => {
    const [setup] = targetOf("24.0.0").members;
    const daemonProfile = JSON.stringify({ defaultAction: "SCMP_ACT_ALLOW" });
    assert.deepEqual(
      widenedSyscalls(profileOf({ defaultAction: "SCMP_ACT_ALLOW" }), [{ ...setup, daemonProfile }]),
      [],
    );
  });

  it("misses none of the calls that the evaluator finds", (test) => {
    const names = syscallNames();
    const values = [
      0n,
      1n,
      2n,
      8n,
      16n,
      38n,
      40n,
      41n,
      0x20000n,
      0x10000000n,
      0x7e020000n,
      0xffffffffn,
      0xffffffffffffffffn,
    ];
    const anyRule = fc.record({
      name: fc.constantFrom("clone", "socket", "personality", "acct", "ptrace"),
      index: fc.nat(2),
      at: fc.nat(12),
      mask: fc.boolean(),
    });
    const call = fc.record({
      name: fc.constantFrom(...names),
      args: fc.array(fc.constantFrom(...values), { maxLength: 3 }),
    });
    const engines = fc.constantFrom("18.09.9", "20.10.9", "23.0.6", "25.0.9", "29.4.2");
    let found = 0;
    fc.assert(
      fc.property(
        fc.array(anyRule, { maxLength: 3 }),
        fc.array(call, { minLength: 20, maxLength: 60 }),
        engines,
        engines,
        (rules, calls, base, engine) => {
          const more = rules.map(({ name, index, at, mask }) =>
            allow(name, {
              index,
              value: Number((values[at] ?? 0n) & 0xffffffffn),
              valueTwo: 0,
              op: mask ? "SCMP_CMP_MASKED_EQ" : "SCMP_CMP_NE",
            }),
          );
          const profile = defaultWith(base, ...more);
          const [setup] = targetOf(engine).members;
          const listed = new Set(widenedSyscalls(profile, [setup]).map(({ name }) => name));
          const context = contextOf(setup, ordinaryContainer());
          const [given, usual] = [compileFilter(profile, context), compileFilter(defaultOf(engine), context)];
          const tried = [
            ...calls,
            ...calls.map((one, at) => ({ ...one, name: ["clone", "socket", "personality"][at % 3] ?? "" })),
          ];
          for (const { name, args } of tried) {
            const number = syscallNumber(name, "x86_64");
            if (number === null) continue;
            const [now, before] = [given, usual].map((filter) =>
              evaluateCompiled(filter, { abi: "x86_64", number, args }),
            );
            const isWider =
              now?.starts === true &&
              now.answer.kind === "allow" &&
              before?.starts === true &&
              before.answer.kind !== "allow";
            if (!isWider) continue;
            found += 1;
            assert.ok(listed.has(name), `${name}(${args.join(", ")}) on ${engine}`);
          }
        },
      ),
      { seed: 20261123, numRuns: 40 },
    );
    test.diagnostic(`${found} widened calls, all of them named`);
    assert.ok(found > 50, "enough of them");
  });
});
