import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { engineReleases, nearestEarlierRelease } from "../../src/engine/engine-releases.js";
import { parseEngineVersion } from "../../src/engine/engine-version.js";
import { packagePatch } from "../../src/engine/distribution-package.js";
import { parseRuncVersion, runcAtLeast } from "../../src/engine/runc-version.js";
import { parseEngineRange } from "../../src/engine/version.js";

/** The known releases that a range includes. */
function members(text: string): string[] {
  const result = parseEngineRange(text);
  assert.ok(result.ok, `${text}: ${result.ok ? "" : result.problem.message}`);
  return engineReleases().flatMap(({ version }) => (result.range.includes(version) ? [version.release] : []));
}

describe("engine versions", () => {
  it("are read as Docker and distributions write them", () => {
    for (const [written, release] of [
      ["18.09.9", "18.09.9"],
      ["1.13.1", "1.13.1"],
      ["v20.10.9", "20.10.9"],
      ["17.03.2-ce", "17.03.2"],
      ["19.03.6ce", "19.03.6"],
      ["20.10.5+dfsg1-1+deb11u1", "20.10.5"],
      ["20.10.7-0ubuntu5~20.04.2", "20.10.7"],
      ["18.9.9", "18.09.9"],
      ["29.4.2", "29.4.2"],
    ]) {
      assert.equal(parseEngineVersion(written ?? "")?.release, release, written);
    }
    for (const other of ["20.10", "20.10.x", ">=20.10.9", "", "latest", "20.10.9.1", "20.10.9 || 23"]) {
      assert.equal(parseEngineVersion(other), null, other);
    }
  });

  it("tell which packages carry a distribution's clone3 patch", () => {
    for (const [written, patch] of [
      ["20.10.5+dfsg1", "either"],
      ["20.10.5+dfsg1-1", "upstream"],
      ["20.10.5+dfsg1-1+deb11u1", "patched"],
      ["20.10.5+dfsg1-1+deb11u4", "patched"],
      ["20.10.7-0ubuntu1~20.04.2", "upstream"],
      ["20.10.7-0ubuntu5~18.04.3", "patched"],
      ["20.10.5", "upstream"],
      ["20.10.24+dfsg1", "upstream"],
    ] as const) {
      const version = parseEngineVersion(written);
      assert.ok(version);
      assert.equal(packagePatch(version), patch, written);
    }
  });
});

describe("engine ranges", () => {
  it("include the releases that they mean, with or without leading zeros", () => {
    assert.deepEqual(members("20.10.9"), ["20.10.9"]);
    assert.deepEqual(members("19.03.14 - 20.10.1"), ["19.03.14", "19.03.15", "20.10.0", "20.10.1"]);
    assert.deepEqual(members("18.9"), members("18.09.x"));
    assert.equal(members("18.09").length, 10);
    assert.deepEqual(members("~20.10.26"), ["20.10.26", "20.10.27"]);
    assert.deepEqual(members(">=19.03.15 <20.10.1"), ["19.03.15", "20.10.0"]);
    assert.deepEqual(members("1.12.6 || 1.13"), ["1.12.6", "1.13.0", "1.13.1"]);
    assert.equal(members("*").length, engineReleases().length);
  });

  it("are refused with what to write instead where they are not ranges", () => {
    for (const [written, code, suggestion] of [
      ["", "engine-empty", null],
      ["latest", "engine-not-a-range", null],
      ["≥20.10", "engine-not-a-range", ">=20.10"],
      ["=> 20.10", "engine-not-a-range", ">= 20.10"],
      ["docker 20.10.9", "engine-not-a-range", "20.10.9"],
      ["20,10,9", "engine-not-a-range", "20.10.9"],
      ["\uff12\uff10.\uff11\uff10\u30029", "engine-not-a-range", "20.10.9"],
      [">30 <20", "engine-nothing-in-range", null],
      ["x".repeat(10_000), "engine-not-a-range", null],
    ] as const) {
      const result = parseEngineRange(written);
      assert.ok(!result.ok, written);
      assert.equal(result.problem.code, code, written);
      assert.equal(result.problem.suggestion, suggestion, written);
      assert.ok(result.problem.message.length < 400, written);
    }
  });

  it("are refused where a part would mean any engine, though npm takes them", () => {
    for (const [written, message] of [
      [">=20.10.10 || x", /^In the range ">=20\.10\.10 \|\| x", "x" names no version and would mean any engine\. Write /],
      ["x", /"x" names no version/],
      ["*.*", /"\*\.\*" names no version/],
      ["X.x.x || 20", /"X\.x\.x" names no version/],
      [">=20.10.9 *", /"\*" names no version/],
      ["20.10.9 - x", /"x" names no version/],
      [">=20 || >=*", /">=\*" names no version/],
      ["v* || 20", /"v\*" names no version/],
      [">=20 ||", /a side of "\|\|" is empty/],
      ["|| 20", /a side of "\|\|" is empty/],
      ["20 || || 23", /a side of "\|\|" is empty/],
      ["||", /a side of "\|\|" is empty/],
      [">=", /is not a Docker Engine version/],
      [">=20 || >", /is not a Docker Engine version/],
      ["-", /is not a Docker Engine version/],
    ] as const) {
      const result = parseEngineRange(written);
      assert.ok(!result.ok, written);
      assert.equal(result.problem.code, "engine-not-a-range", written);
      assert.match(result.problem.message, message, written);
    }
    for (const written of ["*", " * ", "20.x", "20.10.*", "18.09||20.10", ">= 20.10 < 23", "20.10.1 - 23.x"]) {
      assert.ok(parseEngineRange(written).ok, written);
    }
  });

  it("never throw", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        parseEngineRange(text);
      }),
      { seed: 7, numRuns: 2000 },
    );
    const pieces = fc.constantFrom("20", "10", "09", ".", "x", "*", " ", ">", "<", "=", "~", "^", "||", "-", "+", "v");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
        parseEngineRange(parts.join(""));
      }),
      { seed: 7, numRuns: 2000 },
    );
  });
});

describe("known releases", () => {
  it("are in order, each with a profile and a runc", () => {
    const known = engineReleases();
    assert.equal(known.length, 208);
    assert.equal(new Set(known.map(({ profile }) => profile)).size, 31);
    for (const { runc, version } of known) assert.ok(parseRuncVersion(runc), version.release);
  });

  it("stand in for the versions between and after them", () => {
    const nearest = (text: string): string | undefined => {
      const version = parseEngineVersion(text);
      return version ? nearestEarlierRelease(version)?.version.release : undefined;
    };
    assert.equal(nearest("20.10.99"), "20.10.27");
    assert.equal(nearest("27.0.0"), "26.1.5");
    assert.equal(nearest("99.0.0"), engineReleases().at(-1)?.version.release);
    assert.equal(nearest("1.10.3"), undefined);
  });
});

describe("runc versions", () => {
  it("are ordered by number, candidates before their release", () => {
    const ordered = [
      "1.0.0-rc8",
      "1.0.0-rc10",
      "rc91",
      "1.0.0~rc93+ds1-5",
      "1.0.0",
      "1.0.2",
      "1.1.0",
      "1.1.15",
      "1.2.0-rc.1",
    ];
    const versions = ordered.map(parseRuncVersion);
    for (const [at, version] of versions.entries()) {
      assert.ok(version, ordered[at]);
      const { major, minor, patch, candidate } = version;
      for (const [otherAt, other] of versions.entries()) {
        assert.ok(other);
        assert.equal(runcAtLeast(other, major, minor, patch, candidate), otherAt >= at, ordered[otherAt]);
      }
    }
    for (const other of ["", "crun", "crun 0.17", "5af893d", "1.1"]) assert.equal(parseRuncVersion(other), null, other);
  });
});
