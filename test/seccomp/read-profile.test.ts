import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { ordinaryContainer } from "../../src/seccomp/container-security.js";
import { contextOf } from "../../src/seccomp/applied-profile.js";
import { compileFilter } from "../../src/seccomp/compile-filter.js";
import { readProfile } from "../../src/seccomp/read-profile.js";
import { resolveTarget } from "../../src/engine/target.js";

/** The codes of the problems of a text, fatal ones with a "!". */
function codes(text: string): string[] {
  return readProfile(text).problems.map(({ code, fatal }) => `${code}${fatal ? "!" : ""}`);
}

const RULE = '{"names": ["read"], "action": "SCMP_ACT_ALLOW"}';

function profileWith(rule: string): string {
  return `{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [${rule}]}`;
}

describe("reading a profile", () => {
  it("accepts Docker's forms", () => {
    assert.deepEqual(codes(profileWith(RULE)), []);
    assert.deepEqual(codes(profileWith('{"name": "read", "action": "SCMP_ACT_ALLOW", "args": null}')), []);
    const { profile } = readProfile(
      '{"DEFAULTACTION": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38, "comment": "ours", "archMap": [' +
        '{"architecture": "SCMP_ARCH_X86_64", "subArchitectures": null}], "syscalls": [{"names": ["clone"], ' +
        '"action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 18446744073709551615, "op": "SCMP_CMP_EQ"}], ' +
        '"includes": {"minKernel": "4.8"}}]}',
    );
    assert.ok(profile);
    assert.equal(profile.defaultAction, "SCMP_ACT_ERRNO");
    assert.equal(profile.defaultErrnoRet, 38);
    assert.equal(profile.syscalls[0]?.args[0]?.value, 18446744073709551615n);
    assert.equal(profile.syscalls[0].includes.minKernel, "4.8");
  });

  it("says what no engine accepts", () => {
    for (const [text, expected] of [
      ["", ["profile-empty!"]],
      [" \n", ["profile-empty!"]],
      ["\uFEFF{}", ["profile-not-json!"]],
      ["[]", ["profile-not-an-object!"]],
      ["{", ["profile-not-json!"]],
      ['{"syscalls": [,]}', ["profile-not-json!"]],
      ["defaultAction: SCMP_ACT_ALLOW", ["profile-not-json!"]],
      ["\u0000\u0001\u0002", ["profile-not-json!"]],
      ["[".repeat(100_000), ["profile-not-json!"]],
      ['{"defaultAction": 5}', ["wrong-type!", "no-filter"]],
      [profileWith('{"names": "read", "action": "SCMP_ACT_ALLOW"}'), ["wrong-type!", "no-names"]],
      [profileWith('{"names": ["read"], "action": "ALLOW"}'), ["unknown-action!"]],
      [profileWith('{"names": ["read"]}'), ["missing-action!"]],
      [profileWith('{"name": "read", "names": ["write"], "action": "SCMP_ACT_ALLOW"}'), ["name-and-names!"]],
      [profileWith('{"names": ["read"], "action": "SCMP_ACT_ERRNO", "errnoRet": -1}'), ["bad-number!"]],
      [profileWith('{"names": ["read"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1.5}'), ["bad-number!"]],
      [
        profileWith('{"names": ["read"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 6, "op": "SCMP_CMP_EQ"}]}'),
        ["bad-argument-index!"],
      ],
      [
        profileWith('{"names": ["read"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "op": "=="}]}'),
        ["unknown-operator!"],
      ],
      [profileWith('{"names": ["read"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "5"}}'), ["bad-kernel!"]],
      ['{"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["amd64"]}', ["unknown-architecture!"]],
      [
        '{"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86"], ' +
          '"archMap": [{"architecture": "SCMP_ARCH_X86_64"}]}',
        ["architectures-and-arch-map!"],
      ],
    ] as [string, string[]][]) {
      assert.deepEqual(codes(text), expected, text.slice(0, 100));
    }
  });

  it("says what has no effect", () => {
    for (const [text, expected] of [
      ["{}", ["no-filter"]],
      [profileWith('{"names": ["raed"], "action": "SCMP_ACT_ALLOW"}'), ["unknown-syscall"]],
      [profileWith('{"names": [], "action": "SCMP_ACT_ALLOW"}'), ["no-names"]],
      [profileWith('{"names": ["read"], "action": "SCMP_ACT_ALLOW", "arch": []}'), ["unknown-key"]],
      [profileWith('{"names": ["read"], "action": "SCMP_ACT_ALLOW", "action": "SCMP_ACT_LOG"}'), ["duplicate-key"]],
      [
        profileWith('{"names": ["read"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["SYS_ADMIN"]}}'),
        ["unknown-capability"],
      ],
      [
        profileWith('{"names": ["read"], "action": "SCMP_ACT_ALLOW", "excludes": {"arches": ["x86_64"]}}'),
        ["unknown-architecture"],
      ],
    ] as [string, string[]][]) {
      assert.deepEqual(codes(text), expected, text);
      assert.ok(readProfile(text).profile, text);
    }
  });

  it("points at the place", () => {
    const text = profileWith('\n  {"names": ["raed"], "action": "SCMP_ACT_ALLOW"}');
    const [problem] = readProfile(text).problems;
    assert.ok(problem);
    assert.equal(text.slice(...problem.range), '"raed"');
    assert.deepEqual(problem.loc.start, { line: 2, column: 13 });
    const [fault] = readProfile('{\n  "defaultAction": SCMP_ACT_ALLOW\n}').problems;
    assert.deepEqual(fault?.loc.start, { line: 2, column: 19 });
  });

  it("gives the later of two equal keys, as the engines do", () => {
    const { profile } = readProfile('{"defaultAction": "SCMP_ACT_KILL", "defaultAction": "SCMP_ACT_LOG"}');
    assert.equal(profile?.defaultAction, "SCMP_ACT_LOG");
  });

  it("refuses files that cannot be profiles by their size", () => {
    const huge = readProfile(" ".repeat(50_000_000));
    assert.deepEqual(
      huge.problems.map(({ code }) => code),
      ["profile-too-large"],
    );
  });

  it("reads a long profile in time that grows with it, and stops listing problems", () => {
    const long = profileWith(
      Array.from({ length: 30_000 }, () => '{"names": ["no_such"], "action": "nothing"}').join(),
    );
    assert.equal(readProfile(long).problems.length, 100);
  });

  it("never throws, and what it accepts can be compiled", () => {
    const target = resolveTarget({ engine: "25.0.0" });
    assert.ok(target.ok);
    const context = contextOf(target.target.members[0], ordinaryContainer());
    const pieces = fc.constantFrom(
      ...['"defaultAction":', '"SCMP_ACT_ERRNO"', '"SCMP_ACT_ALLOW"', '"syscalls":', '"names":', '"args":', '"index":'],
      ...['"value":', '"op":', '"SCMP_CMP_EQ"', '"clone"', '"action":', '"includes":', '"caps":', "{", "}", "[", "]"],
      ...[",", "0", "-1", "1e9", "null", "true", '"errnoRet":', '"name":', '"archMap":', "\n", '"\\u00"', "\\"],
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join("")),
        ),
        (text) => {
          const { profile, problems } = readProfile(text);
          assert.ok(profile !== null || problems.length > 0);
          if (profile) compileFilter(profile, context);
        },
      ),
      { seed: 11, numRuns: 3000 },
    );
    const rule = fc.record(
      {
        names: fc.oneof(fc.array(fc.constantFrom("clone", "read", "", "nope")), fc.string()),
        action: fc.oneof(fc.constantFrom("SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO", "SCMP_ACT_NOTIFY"), fc.anything()),
        errnoRet: fc.oneof(fc.integer(), fc.double()),
        args: fc.array(fc.record({ index: fc.integer({ min: -1, max: 9 }), value: fc.integer(), op: fc.string() })),
        includes: fc.anything(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 5 }), fc.anything(), (syscalls, archMap) => {
        const text = JSON.stringify({ defaultAction: "SCMP_ACT_ERRNO", syscalls, archMap });
        const { profile } = readProfile(text);
        if (profile) compileFilter(profile, context);
      }),
      { seed: 12, numRuns: 1000 },
    );
  });
});
