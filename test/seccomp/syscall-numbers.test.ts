import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import type { Architecture } from "../../src/engine/architecture.js";
import { syscallNumber } from "../../src/seccomp/evaluate.js";
import { SYSCALL_ABI } from "../../src/seccomp/syscall-abi.js";
import { libseccompLevel, resolveName, tableNumber } from "../../src/seccomp/syscall-numbers.js";
import { THREAD_SYSCALLS } from "../../src/seccomp/thread-outcome.js";

const SHARED = path.resolve(import.meta.dirname, "../..", process.env.SHARED_DIR ?? "../shared");
const FILE = path.join(SHARED, "reference", "libseccomp-syscalls.json");

function level(version: string): number {
  const found = libseccompLevel(version);
  assert.ok(found !== null, version);
  return found;
}

describe("libseccomp versions", () => {
  it("are ordered by what they know", () => {
    const ordered = ["2.1.1", "2.3.3", "2.4", "2.4.4", "2.5.1-1+deb11u1", "2.5.4", "2.5.5", "2.5", "2.6.0", "2.6"];
    const levels = ordered.map(level);
    assert.deepEqual(
      levels,
      [...levels].sort((a, b) => a - b),
    );
    assert.equal(level("2.4.4"), level("2.5.0"), "a backport");
    assert.equal(level("2.4"), level("2.4.3"));
    assert.equal(level("2.5.4-1+deb12u1"), level("2.5.5"), "Debian added its names");
    for (const other of ["", "new", "v", "-2.5"]) assert.equal(libseccompLevel(other), null, other);
  });
});

describe("syscall names", () => {
  it("are resolved from the release on that knows them", () => {
    assert.equal(resolveName("clone3", "x86_64", level("2.4.1")), null);
    assert.equal(resolveName("clone3", "x86_64", level("2.4.2")), 435);
    assert.equal(resolveName("clone3", "aarch64", level("2.4.3")), "pseudo");
    assert.equal(resolveName("clone3", "aarch64", level("2.5.0")), 435);
    assert.equal(resolveName("waitpid", "x86_64", level("2.5")), "pseudo");
    assert.equal(resolveName("set_tls", "arm", level("2.5")), 983045);
    assert.equal(resolveName("socket", "x86", level("2.3.3")), 359);
    assert.equal(resolveName("socket", "x86", level("2.5")), "pseudo", "it goes through socketcall too");
    assert.equal(resolveName("no_such_call", "x86_64", level("2.6")), null);
  });

  it("have the numbers that threads are judged by", () => {
    for (const [architecture, { clone, clone3 }] of Object.entries(THREAD_SYSCALLS)) {
      const abi = SYSCALL_ABI[architecture as Architecture];
      assert.equal(syscallNumber("clone", abi), clone, architecture);
      assert.equal(syscallNumber("clone3", abi), clone3, architecture);
    }
  });

  it("have the numbers that were read from the tags", { skip: existsSync(FILE) ? false : `no ${FILE}` }, () => {
    const { syscalls } = JSON.parse(readFileSync(FILE, "utf8")) as {
      syscalls: Record<string, Partial<Record<"x86_64" | "x86" | "arm" | "aarch64", { nr: number; since: string }>>>;
    };
    let compared = 0;
    for (const [name, architectures] of Object.entries(syscalls)) {
      for (const abi of ["x86_64", "x86", "arm", "aarch64"] as const) {
        const expected = architectures[abi];
        if (expected === undefined) continue;
        // At that release: libseccomp took some numbers of ARM's old ABI back later.
        assert.equal(tableNumber(name, abi, level(expected.since)), expected.nr, `${name} on ${abi}`);
        compared += 1;
      }
    }
    console.log(`syscall numbers: ${compared} agree`);
    assert.ok(compared > 1500);
  });
});
