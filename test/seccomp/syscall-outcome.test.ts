import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { blockedSyscalls } from "../../src/data/blocked-syscalls.js";
import { resolveTarget, type TargetOptions } from "../../src/engine/target.js";
import { ordinaryContainer, type ContainerSecurity } from "../../src/seccomp/container-security.js";
import { syscallNumber } from "../../src/seccomp/evaluate.js";
import { syscallOutcome, type NamedCall, type SyscallOutcome } from "../../src/seccomp/syscall-outcome.js";

function outcome(call: NamedCall, options: TargetOptions, security: Partial<ContainerSecurity> = {}): SyscallOutcome {
  const resolved = resolveTarget(options);
  assert.ok(resolved.ok);
  return syscallOutcome(call, resolved.target.members[0], { ...ordinaryContainer(), ...security });
}

describe("what a container gets for a syscall", () => {
  const cases: [call: NamedCall, options: TargetOptions, kind: SyscallOutcome["kind"], security?: Partial<ContainerSecurity>][] = [
    [{ syscall: "io_uring_setup" }, { engine: "24.0.9" }, "passes"],
    [{ syscall: "io_uring_setup" }, { engine: "25.0.0" }, "refused"],
    [{ syscall: "io_uring_setup" }, { engine: "25.0.0" }, "passes", { privileged: true }],
    [{ syscall: "io_uring_setup" }, { engine: "25.0.0" }, "unknown", { seccomp: { kind: "unreadable" } }],
    [{ syscall: "unshare", args: [0x10000000] }, { engine: "25.0.0" }, "refused"],
    [{ syscall: "unshare", args: [0x10000000] }, { engine: "25.0.0" }, "passes", { capAdd: ["SYS_ADMIN"] }],
    [{ syscall: "socketcall", args: [1], abi: "x86" }, { engine: "29.4.2" }, "missing"],
    [{ syscall: "socketcall", args: [1], abi: "x86" }, { engine: "29.4.1" }, "passes"],
    [{ syscall: "socketcall" }, { engine: "29.4.2" }, "passes"],
    [{ syscall: "clock_gettime64" }, { engine: "19.03.8", arch: "arm" }, "refused"],
    [{ syscall: "clock_gettime64" }, { engine: "19.03.9", arch: "arm" }, "passes"],
    [{ syscall: "clock_gettime64" }, { engine: "19.03.9", arch: "arm", libseccomp: "2.3.3" }, "refused"],
    [{ syscall: "fchmodat2" }, { engine: "20.10.10" }, "missing"],
    [{ syscall: "no_such_call" }, { engine: "25.0.0" }, "passes"],
  ];
  for (const [call, options, kind, security] of cases) {
    it(`${call.syscall} on ${JSON.stringify(options)}${security === undefined ? "" : ` with ${Object.keys(security).join()}`}: ${kind}`, () => {
      assert.equal(outcome(call, options, security).kind, kind);
    });
  }
});

describe("the table of blocked syscalls", () => {
  const page = readFileSync("docs/rules/blocked-syscall.md", "utf8");

  for (const entry of blockedSyscalls) {
    it(`${entry.id} is a call, has a source and stands in the page`, () => {
      const abi = entry.abi ?? (entry.architectures?.includes("arm") === true ? "arm" : "x86_64");
      assert.notEqual(syscallNumber(entry.syscall, abi), null);
      // What was measured, a page, a C library, or the repository (and file or issue) of a program.
      assert.match(entry.source, /^(?:measured|https:\/\/|glibc|musl|[\w-]+\/[\w.-]+[,#])/);
      assert.match(entry.effect, /\.$/);
      assert.ok(page.includes(entry.syscall), "a row in the page");
      // A call that only some programs of the user's own make harms nobody that we know.
      if (entry.harm !== "none") for (const user of entry.users) assert.ok(Object.keys(user).length > 1, "somebody makes it");
    });
  }

  it("names no entry twice", () => {
    const ids = blockedSyscalls.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });
});
