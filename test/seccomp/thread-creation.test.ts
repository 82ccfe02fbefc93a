import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { engineReleases } from "../../src/engine/engine-releases.js";
import { resolveTarget, type Target, type TargetOptions } from "../../src/engine/target.js";
import type { Libc } from "../../src/image/libc.js";
import { type ContainerSecurity, ordinaryContainer } from "../../src/seccomp/container-security.js";
import { readProfile } from "../../src/seccomp/read-profile.js";
import { threadCreation, threadCreationInBuild, type ThreadVerdict } from "../../src/seccomp/thread-creation.js";

const GLIBC: Libc = { name: "glibc", version: "2.36" };
const OLD_GLIBC: Libc = { name: "glibc", version: "2.31" };
const MUSL: Libc = { name: "musl", version: "1.2.5" };

function target(options: TargetOptions | string): Target {
  const result = resolveTarget(typeof options === "string" ? { engine: options } : options);
  assert.ok(result.ok, JSON.stringify(options));
  return result.target;
}

function verdict(
  libc: Libc | null,
  options: TargetOptions | string,
  security: Partial<ContainerSecurity> = {},
): ThreadVerdict {
  return threadCreation(libc, target(options), { ...ordinaryContainer(), ...security });
}

function custom(text: string): Partial<ContainerSecurity> {
  const { profile } = readProfile(text);
  assert.ok(profile, text);
  return { seccomp: { kind: "profile", profile } };
}

/** A profile that allows everything but answers clone3 with one rule. */
function clone3Profile(rule: object): Partial<ContainerSecurity> {
  return custom(JSON.stringify({ defaultAction: "SCMP_ACT_ALLOW", syscalls: [{ names: ["clone3"], ...rule }] }));
}

describe("the verdict on threads", () => {
  it("is about glibc 2.34 and later", () => {
    assert.equal(verdict(GLIBC, "20.10.9").verdict, "fails");
    assert.equal(verdict({ name: "glibc", version: "2.34" }, "20.10.9").verdict, "fails");
    assert.equal(verdict({ name: "glibc", version: "2.33" }, "20.10.9").verdict, "works");
    for (const libc of [OLD_GLIBC, MUSL, { name: "none", version: null } as const]) {
      const { verdict: result, reason, needs } = verdict(libc, "20.10.9");
      assert.deepEqual([result, reason.code, needs], ["works", "clone-allowed", "*"], libc.name);
    }
  });

  it("is unknown for an unknown C library, and says whether it matters", () => {
    for (const libc of [null, { name: "glibc", version: null } as const]) {
      const old = verdict(libc, "20.10.9");
      assert.deepEqual([old.verdict, old.reason.code], ["unknown", "libc-unknown"]);
      const recent = verdict(libc, "20.10.10");
      assert.deepEqual([recent.verdict, recent.reason.code], ["unknown", "libc-unknown-target-safe"]);
    }
  });

  it("starts containers on every release with what it bundled, and turns at 20.10.10 on every architecture", () => {
    for (const arch of ["amd64", "arm64", "arm", "386"]) {
      for (const { version } of engineReleases()) {
        const options = { engine: version.release, arch };
        const { major, minor, patch } = version;
        const isNew = major > 20 || (major === 20 && (minor > 10 || (minor === 10 && patch >= 10)));
        assert.equal(verdict(GLIBC, options).reason.code, isNew ? "clone3-enosys" : "clone3-refused", `${version.release} ${arch}`);
        for (const libc of [OLD_GLIBC, MUSL]) assert.equal(verdict(libc, options).verdict, "works", `${version.release} ${arch}`);
      }
    }
  });

  it("takes what a rolling distribution is not older than", () => {
    const rolling = (atLeast: string): Libc => ({ name: "glibc", version: null, atLeast });
    const old = verdict(rolling("2.41"), "20.10.9");
    assert.deepEqual([old.verdict, old.reason.code, old.needs], ["fails", "clone3-refused", ">=20.10.10"]);
    assert.match(old.reason.text, /with which glibc 2\.41 or newer makes every thread/);
    assert.equal(verdict(rolling("2.34"), "20.10.10").verdict, "works");
    assert.equal(verdict(rolling("2.33"), "20.10.9").verdict, "unknown", "it may be newer");
  });

  it("follows runc and libseccomp, so it is not monotonic", () => {
    for (const [options, expected] of [
      [{ engine: "20.10.9", libseccomp: "2.4.3" }, "works"],
      [{ engine: "20.10.9", libseccomp: "2.4.4" }, "fails"],
      [{ engine: "20.10.9", runc: "1.0.0-rc92", libseccomp: "2.4.3" }, "fails"],
      [{ engine: "19.03.15" }, "fails"],
      [{ engine: "19.03.15", runc: "1.0.0-rc93" }, "works"],
      [{ engine: "20.10.0", runc: "1.0.0-rc93" }, "fails"],
      [{ engine: "20.10.10" }, "works"],
      [{ engine: "20.10.9", arch: "arm", libseccomp: "2.3.3", runc: "1.1.5" }, "fails"],
      [{ engine: "20.10.10", arch: "arm", libseccomp: "2.4.2" }, "works"],
      [{ engine: "20.10.10", arch: "arm", libseccomp: "2.3.3" }, "fails"],
      [{ engine: "20.10.9", arch: "arm64" }, "fails"],
      [{ engine: "20.10.9", arch: "386" }, "fails"],
    ] as [TargetOptions, string][]) {
      assert.equal(verdict(GLIBC, options).verdict, expected, JSON.stringify(options));
    }
    // The images docker:20.10.0-dind to .9 with the libseccomp of their Alpine.
    const dind = Array.from({ length: 10 }, (_, patch) => {
      const libseccomp = patch < 6 ? "2.3.3" : "2.4.4";
      return verdict(GLIBC, { engine: `20.10.${patch}`, libseccomp }).verdict;
    });
    assert.deepEqual(dind, ["fails", "fails", "fails", "fails", "works", "works", "fails", "fails", "fails", "fails"]);
  });

  it("counts an engine that does not start the container as failing, with its own reason", () => {
    const { verdict: result, reason, doesNotStart, failing } = verdict(GLIBC, { engine: "23.0.6", runc: "1.0.0-rc10" });
    assert.deepEqual([result, reason.code, doesNotStart.length, failing.length], ["fails", "does-not-start", 1, 0]);
    assert.match(reason.text, /does not start .*clone3/);
  });

  it("depends where the engines of the target differ, and says what decides", () => {
    const range = verdict(GLIBC, ">=19.03 <23");
    assert.deepEqual([range.verdict, range.decidedBy], ["depends", ["engine"]]);
    assert.match(range.reason.text, /fails on 19\.03\.0 to 20\.10\.9, works on 20\.10\.10 to 20\.10\.27/);
    assert.deepEqual(verdict(GLIBC, "20.10.5+dfsg1").decidedBy, ["distribution-patch"]);
    assert.deepEqual(verdict(GLIBC, "docker-desktop-3.2").decidedBy, ["libseccomp"]);
    assert.equal(verdict(GLIBC, "20.10.0 - 20.10.9").verdict, "fails");
    assert.equal(verdict(GLIBC, "20.10.10 - 29.7.2").verdict, "works");
  });

  it("knows platforms by what is recorded of them", () => {
    assert.equal(verdict(GLIBC, "podman-4").verdict, "works");
    assert.equal(verdict(GLIBC, "podman-old").verdict, "fails");
    assert.equal(verdict(GLIBC, "synology-dsm-7.1").reason.code, "no-seccomp");
    assert.equal(verdict(GLIBC, "fargate").verdict, "unknown");
    assert.equal(verdict(MUSL, "podman-old").verdict, "works");
  });

  it("takes the container's own configuration into account", () => {
    assert.equal(verdict(GLIBC, "20.10.9", { privileged: true }).reason.code, "privileged");
    assert.equal(verdict(GLIBC, "20.10.9", { seccomp: { kind: "unconfined" } }).reason.code, "unconfined");
    assert.equal(
      verdict(GLIBC, "20.10.9", { capAdd: ["SYS_ADMIN"] }).verdict,
      "fails",
      "a capability alone is no help",
    );
    assert.equal(verdict(GLIBC, "20.10.10", { capAdd: ["CAP_SYS_ADMIN"] }).reason.code, "clone3-allowed");
    assert.equal(verdict(GLIBC, "20.10.10", { capAdd: ["all"], capDrop: ["SYS_ADMIN"] }).reason.code, "clone3-enosys");
    assert.equal(verdict(GLIBC, "20.10.9", { seccomp: { kind: "unreadable" } }).verdict, "unknown");
    const builtin = { seccomp: { kind: "builtin" } } as const;
    assert.equal(verdict(GLIBC, "20.10.10", builtin).reason.code, "does-not-start");
    assert.deepEqual(
      [verdict(GLIBC, "23.0.0", builtin).verdict, verdict(GLIBC, "23.0.0", builtin).needs],
      ["works", ">=23.0.0"],
    );
  });

  it("reads custom profiles as each engine does", () => {
    const named = clone3Profile({ action: "SCMP_ACT_ERRNO", errnoRet: 38 });
    assert.equal(verdict(GLIBC, "20.10.9", named).verdict, "fails", "the engine drops errnoRet");
    assert.equal(verdict(GLIBC, "20.10.10", named).verdict, "works");
    assert.equal(verdict(GLIBC, "20.10.10", named).needs, ">=20.10.10");
    const traced = clone3Profile({ action: "SCMP_ACT_TRACE" });
    assert.deepEqual(
      [verdict(GLIBC, "18.09.9", traced).verdict, verdict(GLIBC, "18.09.9", traced).needs],
      ["works", ">=1.13.0"],
    );
    assert.equal(verdict(GLIBC, "20.10.9", clone3Profile({ action: "SCMP_ACT_KILL" })).reason.code, "killed");
    const noClone = custom(
      '{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["clone"], "action": "SCMP_ACT_KILL"}]}',
    );
    assert.equal(verdict(MUSL, "20.10.9", noClone).verdict, "fails", "musl needs clone");
    assert.equal(verdict(GLIBC, "25.0.0", custom("{}")).reason.code, "clone3-allowed", "an empty profile is no filter");
  });

  it("gives privileged containers their profile since 27.0", () => {
    const security = { privileged: true, ...clone3Profile({ action: "SCMP_ACT_ERRNO" }) };
    assert.equal(verdict(GLIBC, "26.1.5", security).verdict, "works");
    assert.equal(verdict(GLIBC, "27.0.1", security).verdict, "fails");
  });

  it("judges the steps of a build by the engine's own default", () => {
    assert.equal(threadCreationInBuild(GLIBC, target("20.10.9")).verdict, "fails");
    assert.equal(threadCreationInBuild(GLIBC, target("20.10.10")).verdict, "works");
    assert.equal(threadCreationInBuild(MUSL, target("20.10.9")).verdict, "works");
  });

  it("names the floor that every later release keeps", () => {
    const judged = engineReleases().map(({ version }) => ({
      release: version.release,
      works: verdict(GLIBC, version.release).verdict === "works",
    }));
    const first = judged.findIndex(({ works }) => works);
    assert.equal(judged[first]?.release, "20.10.10");
    assert.ok(judged.slice(first).every(({ works }) => works));
    assert.equal(verdict(GLIBC, "20.10.9").needs, ">=20.10.10");
  });

  it("explains itself in one sentence", () => {
    const { reason } = verdict(GLIBC, "20.10.9");
    assert.equal(
      reason.text,
      "The default seccomp profile of Docker Engine 20.10.9 answers EPERM to clone3, with which glibc 2.36 makes every " +
        "thread and process; it would fall back to clone on ENOSYS only.",
    );
  });
});
