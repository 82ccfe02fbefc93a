import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseDatedTag } from "../../src/image/dated-tag.js";
import { compareVersions, parseExactVersion } from "../../src/image/exact-version.js";
import { parentTags } from "../../src/image/parent-tag.js";
import { applySuiteForm, suiteFormsOf } from "../../src/image/suite-form.js";
import { releaseNamedByTag } from "../../src/image/suite-tag.js";
import { tagShape } from "../../src/image/tag-shape.js";
import { parseVariantTag } from "../../src/image/variant-tag.js";
import { compareToBound, isInInterval, parseInterval } from "../../src/image/version-interval.js";

describe("releaseNamedByTag", () => {
  const named: [tag: string, release: string | null][] = [
    ["20.3.1-bookworm-slim", "debian:bookworm"],
    ["3.11-alpine3.18", "alpine:3.18"],
    ["17-jdk-alpine-3.21", "alpine:3.21"],
    ["8-ubuntu-22.04", "ubuntu:22.04"],
    ["12.2.0-base-ubuntu22.04", "ubuntu:22.04"],
    ["8.0-oraclelinux9", "oraclelinux:9"],
    ["5.9-rhel-ubi9", "ubi:9"],
    ["17-al2023", "amazonlinux:2023"],
    ["20-alpine", null],
    ["20-slim", null],
    ["v1.8-debian-1", null],
    ["buster-to-bullseye", null],
    ["3.11-buster-bullseye", null],
    ["bookworms", null],
    ["", null],
  ];
  for (const [tag, release] of named) {
    it(`reads ${JSON.stringify(tag)}`, () => {
      assert.equal(releaseNamedByTag(tag), release);
    });
  }
});

describe("parseExactVersion", () => {
  it("splits a version from what follows", () => {
    assert.deepEqual(parseExactVersion("3.11.4-slim"), { version: "3.11.4", suffix: "-slim" });
    assert.deepEqual(parseExactVersion("v3.0.1"), { version: "3.0.1", suffix: "" });
    assert.deepEqual(parseExactVersion("20.10.0-rc1-dind"), { version: "20.10.0-rc1", suffix: "-dind" });
    assert.deepEqual(parseExactVersion("8.0.27-18-centos"), { version: "8.0.27-18", suffix: "-centos" });
    assert.deepEqual(parseExactVersion("17.0.10_7-jdk"), { version: "17.0.10_7", suffix: "-jdk" });
    assert.equal(parseExactVersion("3.11"), null);
    assert.equal(parseExactVersion("latest"), null);
  });

  it("orders versions as their makers do", () => {
    const ordered = [
      "2.4.57",
      "3.7.0a1",
      "3.7.0b1",
      "3.7.0rc1",
      "3.7.0",
      "3.7.1",
      "3.10.0-rc.1",
      "3.10.0",
      "11.0.9_11",
      "11.0.10_9",
    ];
    for (const [index, version] of ordered.entries()) {
      const next = ordered[index + 1];
      if (next !== undefined) assert.ok(compareVersions(version, next) < 0, `${version} < ${next}`);
      assert.equal(compareVersions(version, version), 0);
    }
  });
});

describe("tags around a tag", () => {
  it("has wider tags", () => {
    assert.deepEqual(parentTags("20.3-slim"), ["20-slim", "slim"]);
    assert.deepEqual(parentTags("20"), ["latest"]);
    assert.deepEqual(parentTags("beta-5.8-RC1-fpm"), ["beta-5.8-fpm", "beta-fpm", "fpm"].slice(0, 1).concat("fpm"));
    assert.deepEqual(parentTags("latest"), []);
  });

  it("has forms with a release's name", () => {
    const forms: [tag: string, of: string][] = [
      ["20-bookworm", "20"],
      ["20-bookworm-slim", "20-slim"],
      ["3.11-slim-bookworm", "3.11-slim"],
      ["8.2-fpm-alpine3.20", "8.2-fpm-alpine"],
      ["17-jdk-alpine-3.21", "17-jdk-alpine"],
      ["bookworm", "latest"],
      ["alpine3.20", "alpine"],
    ];
    for (const [tag, of] of forms) {
      const form = suiteFormsOf(tag).find((one) => one.tag === of);
      assert.ok(form !== undefined, tag);
      assert.equal(applySuiteForm(of, form.form), tag);
    }
    assert.deepEqual(suiteFormsOf("20-slim"), []);
  });

  it("has a shape", () => {
    assert.deepEqual(tagShape("20-bookworm-slim"), { line: "20", isSlim: true });
    assert.deepEqual(tagShape("8.2-fpm-alpine"), { line: "8.2-fpm", isSlim: false });
    assert.deepEqual(tagShape("latest"), { line: "", isSlim: false });
  });

  it("may have a day", () => {
    assert.deepEqual(parseDatedTag("stable-20230612-slim"), { tag: "stable-slim", date: "2023-06-12" });
    assert.deepEqual(parseDatedTag("5.0-20260727"), { tag: "5.0", date: "2026-07-27" });
    assert.equal(parseDatedTag("20230612"), null);
    assert.equal(parseDatedTag("stable-20231301"), null);
    assert.equal(parseDatedTag("12.5"), null);
  });
});

describe("parseVariantTag", () => {
  it("takes the variant and the version apart", () => {
    const parse = (tag: string): string => {
      const { variant, version } = parseVariantTag(tag, ["ubi-fips", "alpine", "ubuntu"], /^(?:lts|jdk\d+)$/);
      return `${variant}|${version ?? "?"}`;
    };
    assert.equal(parse("1.2.3-alpine"), "alpine|1.2.3");
    assert.equal(parse("alpine-v13.2"), "alpine|13.2");
    assert.equal(parse("alpine"), "alpine|");
    assert.equal(parse("latest"), "|");
    assert.equal(parse("ubi-fips-v17.1"), "ubi-fips|17.1");
    assert.equal(parse("2.440.1-lts-jdk17"), "|2.440.1");
    assert.equal(parse("v1.5.2-ls309"), "|1.5.2-ls309");
    assert.equal(parse("1.23.6.4881-e2e58f321-ls65"), "|1.23.6.4881-ls65");
    assert.equal(parse("RELEASE.2024-01-01T00-00-00Z"), "|2024-01-01T00-00-00Z");
    assert.equal(parse("1.2.3-debug"), "|?");
    assert.equal(parse("nightly"), "|?");
  });
});

describe("version intervals", () => {
  const inside = (interval: string, version: string): boolean => {
    const parsed = parseInterval(interval);
    assert.ok(parsed !== null);
    return isInInterval(version, parsed);
  };

  it("hold their versions", () => {
    assert.ok(inside("[1.2.0,2.0.0)", "1.2.0"));
    assert.ok(inside("[1.2.0,2.0.0)", "1.10.3"));
    assert.ok(!inside("[1.2.0,2.0.0)", "2.0.0"));
    assert.ok(!inside("[1.2.0,2.0.0)", "1.2.0-rc1"));
    assert.ok(!inside("(1.2.0,2.0.0)", "1.2.0"));
    assert.ok(inside("[1.2.0,2.0.0]", "2.0.0"));
    assert.ok(inside("[1.2,)", "99"));
    assert.ok(inside("[,2.0)", "0.1"));
  });

  it("hold a tag that floats over their newest version", () => {
    assert.ok(inside("[1.2.0,2.0.0)", "1"));
    assert.ok(!inside("[1.2.0,1.5.0)", "1"));
    assert.ok(inside("[1.2.0,1.5.3]", "1.5"));
    assert.ok(inside("[4.0.15.2941-ls287,4.0.16.2944-ls300]", "4.0.16"));
  });

  it("count builds", () => {
    assert.ok(compareToBound("26.05-ls264", "26.05.2-ls274") < 0);
    assert.ok(compareToBound("1.5.2-ls310", "1.5.2-ls309") > 0);
    assert.equal(compareToBound("1.19.3.1-3", "1.19.3.1-3"), 0);
  });

  it("are not read from other text", () => {
    for (const text of ["", "=", "[1", "1,2", "[1,2", "/x/"]) assert.equal(parseInterval(text), null);
  });
});
