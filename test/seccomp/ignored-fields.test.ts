import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { engineReleases } from "../../src/engine/engine-releases.js";
import type { EngineSetup } from "../../src/engine/engine-setup.js";
import { resolveTarget } from "../../src/engine/target.js";
import { contextOf } from "../../src/seccomp/applied-profile.js";
import { ordinaryContainer } from "../../src/seccomp/container-security.js";
import { ignoredFields, type IgnoredField } from "../../src/seccomp/ignored-fields.js";
import type { SeccompProfile } from "../../src/seccomp/profile.js";
import { readProfile } from "../../src/seccomp/read-profile.js";
import { resolveRules } from "../../src/seccomp/resolve-rules.js";

function profileOf(profile: object): SeccompProfile {
  const { profile: read } = readProfile(JSON.stringify({ defaultAction: "SCMP_ACT_ERRNO", ...profile }));
  assert.ok(read);
  return read;
}

function setupOf(engine: string): EngineSetup {
  const resolved = resolveTarget({ engine });
  assert.ok(resolved.ok, engine);
  return resolved.target.members[0];
}

const rule = (more: object): object => ({ syscalls: [{ name: "ptrace", action: "SCMP_ACT_ERRNO", ...more }] });
const x86 = { architecture: "SCMP_ARCH_X86_64", subArchitectures: ["SCMP_ARCH_X86"] };

/** Profiles that differ in one field alone, and the first release that obeys it. */
const examples: Record<IgnoredField["field"], [used: object, unused: object, since: string]> = {
  names: [
    { syscalls: [{ names: ["ptrace"], action: "SCMP_ACT_ALLOW" }] },
    { syscalls: [{ action: "SCMP_ACT_ALLOW" }] },
    "1.13.0",
  ],
  archMap: [{ archMap: [x86] }, {}, "1.13.0"],
  includes: [rule({ includes: { caps: ["CAP_SYS_ADMIN"] } }), rule({}), "1.13.0"],
  excludes: [rule({ excludes: { arches: ["amd64"] } }), rule({}), "1.13.0"],
  minKernel: [rule({ includes: { minKernel: "99.0" } }), rule({}), "19.03.0"],
  errnoRet: [rule({ errnoRet: 38 }), rule({}), "20.10.10"],
  defaultErrnoRet: [{ defaultErrnoRet: 38 }, {}, "23.0.0"],
  flags: [{ flags: ["SECCOMP_FILTER_FLAG_LOG"] }, {}, "23.0.0"],
};

describe("the fields that an engine ignores", () => {
  for (const [field, [used, unused, since]] of Object.entries(examples)) {
    it(`${field} before ${since}: said of each release where the evaluator drops it, and of no other`, (test) => {
      const [profile, without] = [profileOf(used), profileOf(unused)];
      let ignoring = 0;
      for (const { version } of engineReleases()) {
        const setup = setupOf(version.release);
        const context = contextOf(setup, ordinaryContainer());
        const isDropped = isDeepStrictEqual(resolveRules(profile, context), resolveRules(without, context));
        assert.deepEqual(ignoredFields(profile, setup), isDropped ? [{ field, since }] : [], version.release);
        assert.deepEqual(ignoredFields(without, setup), [], version.release);
        if (isDropped) ignoring += 1;
      }
      assert.ok(ignoring > 0 && ignoring < engineReleases().length, "some releases, not all");
      test.diagnostic(`${engineReleases().length} releases, ${ignoring} of them ignore ${field}`);
    });
  }

  it("are named in the order of their releases, once however often they are used", () => {
    const all = profileOf({
      ...examples.flags[0],
      ...examples.defaultErrnoRet[0],
      syscalls: [rule({ errnoRet: 38 }), rule({ errnoRet: 2, excludes: { minKernel: "4.8" } })].flatMap(
        (one) => (one as { syscalls: object[] }).syscalls,
      ),
    });
    const names = (engine: string): string[] => ignoredFields(all, setupOf(engine)).map(({ field }) => field);
    assert.deepEqual(names("18.09.9"), ["minKernel", "errnoRet", "defaultErrnoRet", "flags"]);
    assert.deepEqual(names("20.10.9"), ["errnoRet", "defaultErrnoRet", "flags"]);
    assert.deepEqual(names("20.10.24"), ["defaultErrnoRet", "flags"]);
    assert.deepEqual(names("23.0.0"), []);
  });

  const harmless: [name: string, profile: object][] = [
    ["errnoRet with the error that comes without it", rule({ errnoRet: 1 })],
    ["errnoRet of another action", rule({ action: "SCMP_ACT_ALLOW", errnoRet: 38 })],
    ["defaultErrnoRet of another action", { defaultAction: "SCMP_ACT_ALLOW", defaultErrnoRet: 38 }],
    ["defaultErrnoRet with the error that comes without it", { defaultErrnoRet: 1 }],
    ["no flags", { flags: [] }],
    ["a comment", { comment: "x", ...rule({ comment: "x" }) }],
  ];
  for (const [name, profile] of harmless) {
    it(`are not ${name}: nothing is lost`, () => {
      assert.deepEqual(ignoredFields(profileOf(profile), setupOf("20.10.9")), []);
    });
  }

  it("do not hold errnoRet on a distribution's engine that has the patch", () => {
    const profile = profileOf(examples.errnoRet[0]);
    assert.deepEqual(ignoredFields(profile, setupOf("20.10.7-0ubuntu5~20.04.2")), []);
    assert.equal(ignoredFields(profile, setupOf("20.10.7")).length, 1);
  });

  it("are not known of a platform without a Docker Engine", () => {
    const podman: EngineSetup = { ...setupOf("20.10.9"), engine: null, profile: null };
    assert.deepEqual(ignoredFields(profileOf(examples.errnoRet[0]), podman), []);
  });
});
