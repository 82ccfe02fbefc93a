import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  bothComparisons,
  comparisonHolds,
  comparisonImplies,
  neitherComparison,
} from "../../src/seccomp/argument-sets.js";
import { bothPermissions, type Permission, permissionImplies, withoutCovered } from "../../src/seccomp/permission.js";
import type { ArgumentRule } from "../../src/seccomp/profile.js";

const VALUES = [0n, 1n, 2n, 3n, 38n, 39n, 40n, 41n, 0xffffffffn, 0x1_0000_0000n, 0xffffffff_ffffffffn];
const OPERATORS = ["NE", "LT", "LE", "EQ", "GE", "GT", "MASKED_EQ"].map((op) => `SCMP_CMP_${op}`);

const comparison = fc.record({
  index: fc.constant(0),
  value: fc.constantFrom(...VALUES),
  valueTwo: fc.constantFrom(...VALUES),
  op: fc.constantFrom(...OPERATORS),
});
const conditions = fc.record({
  caps: fc.uniqueArray(fc.constantFrom("CAP_A", "CAP_B"), { maxLength: 2 }),
  arches: fc.uniqueArray(fc.constantFrom("amd64", "arm"), { maxLength: 2 }),
  minKernel: fc.constantFrom(null, "4.8", "5.3"),
});
const permission: fc.Arbitrary<Permission> = fc.record({
  includes: conditions,
  excludes: conditions,
  args: fc.array(comparison, { maxLength: 1 }),
});

/** A container and a call, for which a permission is given or not. */
interface Situation {
  caps: string[];
  arch: string;
  kernel: number;
  value: bigint;
}

const situation: fc.Arbitrary<Situation> = fc.record({
  caps: fc.uniqueArray(fc.constantFrom("CAP_A", "CAP_B"), { maxLength: 2 }),
  arch: fc.constantFrom("amd64", "arm", "s390"),
  kernel: fc.constantFrom(4.4, 4.8, 5.3, 5.9),
  value: fc.constantFrom(...VALUES),
});

function isGiven({ includes, excludes, args }: Permission, { caps, arch, kernel, value }: Situation): boolean {
  if (excludes.arches.includes(arch) || excludes.caps.some((name) => caps.includes(name))) return false;
  if (excludes.minKernel !== null && kernel >= Number(excludes.minKernel)) return false;
  if (includes.arches.length > 0 && !includes.arches.includes(arch)) return false;
  if (!includes.caps.every((name) => caps.includes(name))) return false;
  if (includes.minKernel !== null && kernel < Number(includes.minKernel)) return false;
  return args.every((rule) => comparisonHolds(rule, value));
}

describe("comparisons of an argument", () => {
  const property = (check: (a: ArgumentRule, b: ArgumentRule, value: bigint) => void): void => {
    fc.assert(fc.property(comparison, comparison, fc.constantFrom(...VALUES), check), { seed: 3, numRuns: 20_000 });
  };

  it("are joined exactly, or not at all", () => {
    property((a, b, value) => {
      const both = bothComparisons(a, b);
      if (both === null) return;
      const wanted = comparisonHolds(a, value) && comparisonHolds(b, value);
      assert.equal(both === "never" ? false : comparisonHolds(both, value), wanted);
    });
  });

  it("imply each other only where they do", () => {
    property((a, b, value) => {
      if (comparisonImplies(a, b) && comparisonHolds(a, value)) assert.ok(comparisonHolds(b, value));
    });
  });

  it("are complemented by what holds where none of them does", () => {
    property((a, b, value) => {
      for (const other of neitherComparison([a, b])) {
        if (comparisonHolds(other, value)) assert.ok(!comparisonHolds(a, value) && !comparisonHolds(b, value));
      }
    });
  });

  it("complement the masks of clone and the families of socket in full", () => {
    const mask = { index: 0, value: 0x7e020000n, valueTwo: 0n, op: "SCMP_CMP_MASKED_EQ" };
    assert.equal(neitherComparison([mask]).length, 7);
    const families = [
      { index: 0, value: 38n, valueTwo: 0n, op: "SCMP_CMP_LT" },
      { index: 0, value: 39n, valueTwo: 0n, op: "SCMP_CMP_EQ" },
      { index: 0, value: 40n, valueTwo: 0n, op: "SCMP_CMP_GT" },
    ];
    assert.deepEqual(
      neitherComparison(families).map(({ op, value }) => [op, value]),
      [
        ["SCMP_CMP_EQ", 38n],
        ["SCMP_CMP_EQ", 40n],
      ],
    );
  });
});

describe("permissions", () => {
  it("are joined to no more than both give", () => {
    fc.assert(
      fc.property(permission, permission, situation, (a, b, where) => {
        const both = bothPermissions(a, b);
        if (both !== null && isGiven(both, where)) assert.ok(isGiven(a, where) && isGiven(b, where));
        // Without comparisons nothing is lost either.
        if (both !== null && a.args.length + b.args.length === 0) {
          assert.equal(isGiven(both, where), isGiven(a, where) && isGiven(b, where));
        }
      }),
      { seed: 5, numRuns: 20_000 },
    );
  });

  it("are dropped only where another one covers them", () => {
    fc.assert(
      fc.property(fc.array(permission, { maxLength: 5 }), situation, (list, where) => {
        const kept = withoutCovered(list);
        assert.equal(
          kept.some((one) => isGiven(one, where)),
          list.some((one) => isGiven(one, where)),
        );
      }),
      { seed: 5, numRuns: 10_000 },
    );
    fc.assert(
      fc.property(permission, permission, situation, (a, b, where) => {
        if (permissionImplies(a, b) && isGiven(a, where)) assert.ok(isGiven(b, where));
      }),
      { seed: 6, numRuns: 20_000 },
    );
  });
});
