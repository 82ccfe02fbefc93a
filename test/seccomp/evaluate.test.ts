import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { containerCapabilities } from "../../src/seccomp/capabilities.js";
import { defaultProfile } from "../../src/seccomp/default-profile.js";
import { evaluate, type Syscall, syscallNumber } from "../../src/seccomp/evaluate.js";
import type { EvaluationContext } from "../../src/seccomp/evaluation-context.js";
import type { SeccompProfile } from "../../src/seccomp/profile.js";
import { readProfile } from "../../src/seccomp/read-profile.js";
import { SYSCALL_ABI } from "../../src/seccomp/syscall-abi.js";

const CONTEXT: EvaluationContext = {
  engine: "20.10.10",
  runc: "1.0.2",
  libseccomp: "2.5",
  architecture: "amd64",
  kernel: "5.10",
  capabilities: containerCapabilities([], []),
};

function profile(text: string): SeccompProfile {
  const { profile: read } = readProfile(text);
  assert.ok(read, text);
  return read;
}

/** `allow`, `errno 1 by default`, or `does not start: why`. */
function answer(
  of: SeccompProfile | null,
  name: string,
  context: Partial<EvaluationContext> = {},
  syscall: Partial<Syscall> = {},
): string {
  const whole = { ...CONTEXT, ...context };
  const abi = syscall.abi ?? SYSCALL_ABI[whole.architecture];
  const evaluation = evaluate(of, whole, { abi, number: syscallNumber(name, abi) ?? -1, ...syscall });
  if (!evaluation.starts) return `does not start: ${evaluation.reason}`;
  const result = evaluation.answer;
  return `${result.kind}${result.kind === "errno" ? ` ${result.errno}` : ""} by ${result.by}`;
}

function release(name: string): SeccompProfile {
  const found = defaultProfile(name);
  assert.ok(found, name);
  return found;
}

const RULE = (rule: string): SeccompProfile => profile(`{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [${rule}]}`);

describe("the evaluator", () => {
  it("follows the conditions of a rule", () => {
    const ptrace = release("20.10.10");
    assert.equal(answer(ptrace, "ptrace", { kernel: "4.4.0-generic" }), "errno 1 by default");
    assert.equal(answer(ptrace, "ptrace", { kernel: "4.8.0-rc1" }), "allow by rule");
    assert.equal(
      answer(ptrace, "ptrace", { kernel: "4.4", capabilities: containerCapabilities(["sys_ptrace"], []) }),
      "allow by rule",
    );
    assert.equal(
      answer(ptrace, "ptrace", { engine: "18.09.9", kernel: "4.4" }),
      "allow by rule",
      "minKernel is new in 19.03",
    );
    assert.equal(answer(ptrace, "chroot"), "allow by rule");
    assert.equal(answer(ptrace, "chroot", { capabilities: containerCapabilities([], ["ALL"]) }), "errno 1 by default");
    assert.equal(
      answer(ptrace, "modify_ldt", { architecture: "arm64" }, { abi: "arm", number: 123 }),
      "errno 1 by default",
    );
    const admin = containerCapabilities(["SYS_ADMIN"], []);
    const mount = { capabilities: admin, nonRoot: true };
    assert.equal(answer(release("18.04.0"), "mount", { ...mount, engine: "18.04.0" }), "allow by rule");
    assert.equal(answer(release("17.06.0"), "mount", { ...mount, engine: "17.06.0" }), "errno 1 by default");
  });

  it("drops the fields that an engine or a runtime does not know", () => {
    const named = RULE('{"names": ["sync"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38}');
    assert.equal(answer(named, "sync"), "errno 38 by rule");
    assert.equal(answer(named, "sync", { engine: "20.10.9" }), "errno 1 by default", "the rule is the default then");
    assert.equal(answer(named, "sync", { engine: "20.10.9", backport: true }), "errno 38 by rule");
    assert.match(answer(named, "sync", { runc: "1.0.0-rc90" }), /^does not start: the rule for sync/);
    assert.match(answer(named, "sync", { engine: "20.10.9", runc: "1.0.1" }), /^does not start/);
    const whole = profile('{"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38, "syscalls": []}');
    assert.equal(answer(whole, "sync", { engine: "23.0.0" }), "errno 38 by default");
    assert.equal(answer(whole, "sync", { engine: "20.10.10" }), "errno 1 by default");
    assert.equal(answer(whole, "sync", { engine: "23.0.0", runc: "1.0.0-rc93" }), "errno 1 by default");
  });

  it("has runc's stub, on the architectures that a profile lists", () => {
    const mapped = release("19.03.9");
    assert.equal(answer(mapped, "clone3", { engine: "19.03.15", runc: "1.0.0-rc93" }), "errno 38 by enosys-stub");
    assert.equal(answer(mapped, "clone3", { engine: "19.03.15", runc: "1.0.0-rc92" }), "errno 1 by default");
    const unlisted = RULE('{"names": ["write"], "action": "SCMP_ACT_ALLOW"}');
    assert.equal(answer(unlisted, "clone3", { runc: "1.1.14" }), "errno 1 by default");
    assert.equal(
      answer(unlisted, "sync", { runc: "1.1.15" }),
      "errno 38 by enosys-stub",
      "native is implied since 1.1.15",
    );
    const traced = profile(
      '{"defaultAction": "SCMP_ACT_TRACE", "architectures": ["SCMP_ARCH_X86_64"], "syscalls": []}',
    );
    assert.equal(answer(traced, "clone3", { runc: "1.1.15" }), "trace by default", "a permissive default has no stub");
  });

  it("never has the stub for clone3 on 32-bit ARM, whose highest name is set_tls", () => {
    for (const runc of ["1.0.0-rc92", "1.0.0-rc93", "1.1.15"]) {
      for (const libseccomp of ["2.3.3", "2.4.3", "2.5"]) {
        const context = { engine: "20.10.9", runc, libseccomp, architecture: "arm" } as const;
        assert.equal(answer(release("20.10.4"), "clone3", context), "errno 1 by default", `${runc} ${libseccomp}`);
      }
    }
    const recent = { engine: "20.10.10", architecture: "arm", libseccomp: "2.4.2" } as const;
    assert.equal(answer(release("20.10.10"), "clone3", recent), "errno 38 by rule");
  });

  it("covers the architectures that the host's kernel also runs, and kills the others", () => {
    const whole = release("20.10.10");
    assert.equal(answer(whole, "waitpid", {}, { abi: "x86", number: 7 }), "allow by rule");
    assert.equal(answer(whole, "clone3", {}, { abi: "x32", number: 435 }), "errno 38 by rule");
    const only = profile('{"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64"], "syscalls": []}');
    assert.equal(answer(only, "read", {}, { abi: "x86", number: 3 }), "kill by architecture");
    // 18.09 knows no entry for 32-bit hosts in archMap.
    assert.equal(answer(release("18.09.0"), "read", { engine: "18.09.9", architecture: "386" }), "allow by rule");
  });

  it("compares arguments, on 32-bit architectures their lower half", () => {
    const clone = release("20.10.10");
    const flags = (value: bigint): string => answer(clone, "clone", {}, { args: [value] });
    assert.equal(flags(0x3d0f00n), "allow by rule");
    assert.equal(flags(0x10000000n), "errno 1 by default");
    assert.equal(flags(0x02000000n), "errno 1 by default", "CLONE_NEWCGROUP");
    const vsock = release("23.0.0");
    assert.equal(answer(vsock, "socket", { engine: "23.0.0" }, { args: [40n] }), "errno 1 by default");
    assert.equal(answer(vsock, "socket", { engine: "23.0.0" }, { args: [2n] }), "allow by rule");
    const low = RULE(
      '{"names": ["socket"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 2, "op": "SCMP_CMP_EQ"}]}',
    );
    assert.equal(answer(low, "socket", {}, { args: [0x1_0000_0002n] }), "errno 1 by default");
    assert.equal(answer(low, "socket", { architecture: "386" }, { args: [0x1_0000_0002n] }), "allow by rule");
  });

  it("reaches x86's socket calls through socketcall too", () => {
    const vsock = release("28.2.0");
    const context = { engine: "28.2.0", runc: "1.2.6" };
    assert.equal(
      answer(vsock, "socketcall", context, { abi: "x86", number: 102, args: [1n] }),
      "allow by rule",
      "socket",
    );
    const blocked = { engine: "29.4.2", runc: "1.3.5" };
    assert.equal(
      answer(release("29.4.2"), "socketcall", blocked, { abi: "x86", number: 102, args: [1n] }),
      "errno 38 by rule",
      "29.4.2 blocked it",
    );
    const bind = RULE('{"names": ["bind"], "action": "SCMP_ACT_ALLOW"}');
    assert.equal(answer(bind, "socketcall", { architecture: "386" }, { number: 102, args: [2n] }), "allow by rule");
    assert.equal(
      answer(bind, "socketcall", { architecture: "386" }, { number: 102, args: [3n] }),
      "errno 1 by default",
    );
    assert.equal(
      answer(bind, "bind", { architecture: "386", libseccomp: "2.2.3" }, { number: 361 }),
      "errno 1 by default",
    );
  });

  it("keeps the order of precedence of libseccomp", () => {
    const twice = RULE(
      '{"names": ["sync"], "action": "SCMP_ACT_ALLOW"}, {"names": ["sync"], "action": "SCMP_ACT_KILL"}',
    );
    assert.equal(answer(twice, "sync"), "allow by rule", "the first rule without conditions stays");
    const both = RULE(
      '{"names": ["kill"], "action": "SCMP_ACT_KILL", "args": [{"index": 0, "value": 1, "op": "SCMP_CMP_EQ"}]}, ' +
        '{"names": ["kill"], "action": "SCMP_ACT_ALLOW"}',
    );
    assert.equal(answer(both, "kill", {}, { args: [1n] }), "allow by rule", "it replaces those with conditions");
    const conflict = RULE(
      '{"names": ["kill"], "action": "SCMP_ACT_KILL", "args": [{"index": 0, "value": 1, "op": "SCMP_CMP_EQ"}]}, ' +
        '{"names": ["kill"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 1, "op": "SCMP_CMP_EQ"}]}',
    );
    assert.match(answer(conflict, "kill"), /^does not start: two rules for kill/);
  });

  it("decides the conditions of the code of 1.11 and 1.12, which a file for them cannot have", () => {
    const code = defaultProfile("1.12.0");
    assert.ok(code);
    const [without, withAdmin] = [new Set<string>(), new Set(["CAP_SYS_ADMIN"])];
    const context = { engine: "1.12.6", runc: "1.0.0-rc2", builtIn: true };
    assert.equal(answer(code, "mount", { ...context, capabilities: without }), "errno 1 by default");
    assert.equal(answer(code, "mount", { ...context, capabilities: withAdmin }), "allow by rule");
    assert.match(answer(code, "mount", { ...context, builtIn: false }), /empty syscall name/);
  });

  it("says why a container does not start", () => {
    for (const [rule, context, why] of [
      ['{"names": ["sync"], "action": "SCMP_ACT_LOG"}', { runc: "1.0.0-rc8" }, /does not know the action/],
      ['{"names": ["sync"], "action": "SCMP_ACT_KILL_PROCESS"}', { runc: "1.0.2" }, /does not know the action/],
      ['{"names": ["sync"], "action": "SCMP_ACT_LOG"}', { libseccomp: "2.3.3" }, /libseccomp does not know/],
      ['{"names": ["sync"], "action": "SCMP_ACT_ERRNO", "errnoRet": 5000}', {}, /error number 5000/],
      ['{"names": [""], "action": "SCMP_ACT_ALLOW"}', {}, /empty syscall name/],
      ['{"name": "sync", "names": ["sync"], "action": "SCMP_ACT_ALLOW"}', {}, /both `name` and `names`/],
      ['{"names": ["sync"], "action": "SCMP_ACT_ALLOW"}', { engine: "1.12.6" }, /empty syscall name/],
    ] as [string, Partial<EvaluationContext>, RegExp][]) {
      assert.match(answer(RULE(rule), "sync", context), why, rule);
    }
    const flagged = profile(
      '{"defaultAction": "SCMP_ACT_ALLOW", "flags": ["SECCOMP_FILTER_FLAG_LOG"], "syscalls": []}',
    );
    assert.match(answer(flagged, "sync", { engine: "23.0.0", runc: "1.1.4" }), /flags/);
    assert.equal(answer(flagged, "sync", { engine: "23.0.0", runc: "1.2.4" }), "allow by default");
    assert.equal(answer(flagged, "sync", { engine: "20.10.10", runc: "1.1.4" }), "allow by default");
  });

  it("knows that no profile is no filter, and what the kernel lets through any", () => {
    assert.equal(answer(null, "clone3"), "allow by no-filter");
    assert.equal(answer(profile("{}"), "clone3"), "allow by no-filter");
    assert.equal(answer(release("20.10.10"), "uretprobe", { kernel: "6.18.4" }), "allow by kernel");
    assert.match(answer(release("20.10.10"), "uretprobe", { kernel: "6.1" }), /^errno/);
  });
});
