import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  compareDistributions,
  compareNumbers,
  describeDistribution,
  findRelease,
  releaseOfDistribution,
} from "../../src/image/distribution.js";

// Key, os-release id and version, C library. From the distributions' package lists and from running images.
const releases: [key: string, id: string, version: string | null, libc: string][] = [
  ["debian:bookworm", "debian", "12", "glibc 2.36"],
  ["debian:12", "debian", "12", "glibc 2.36"],
  ["debian:12.5", "debian", "12", "glibc 2.36"],
  ["debian:bullseye", "debian", "11", "glibc 2.31"],
  ["debian:sid", "debian", null, "glibc ?"],
  ["ubuntu:jammy", "ubuntu", "22.04", "glibc 2.35"],
  ["ubuntu:20.04", "ubuntu", "20.04", "glibc 2.31"],
  ["ubuntu:impish", "ubuntu", "21.10", "glibc 2.34"],
  ["alpine:3.20", "alpine", "3.20", "musl 1.2.5"],
  ["alpine:3.20.3", "alpine", "3.20", "musl 1.2.5"],
  ["alpine:edge", "alpine", null, "musl ?"],
  ["alpine:2.7", "alpine", "2.7", "uclibc 0.9.33"],
  ["centos:7.9", "centos", "7", "glibc 2.17"],
  ["centos-stream:9", "centos", "9", "glibc 2.34"],
  ["ubi:9", "rhel", "9", "glibc 2.34"],
  ["ubi:9.4", "rhel", "9.4", "glibc 2.34"],
  ["rhel:8", "rhel", "8", "glibc 2.28"],
  ["rockylinux:9.3", "rocky", "9.3", "glibc 2.34"],
  ["almalinux:8.10", "almalinux", "8.10", "glibc 2.28"],
  ["oraclelinux:8", "ol", "8", "glibc 2.28"],
  ["amazonlinux:2", "amzn", "2", "glibc 2.26"],
  ["amazonlinux:2023", "amzn", "2023", "glibc 2.34"],
  ["fedora:35", "fedora", "35", "glibc 2.34"],
  ["photon:5", "photon", "5.0", "glibc 2.36"],
  ["opensuse-leap:15.6", "opensuse-leap", "15.6", "glibc 2.38"],
  ["wolfi", "wolfi", null, "glibc ?"],
  ["busybox:uclibc", "busybox", null, "uclibc ?"],
];

describe("findRelease", () => {
  for (const [key, id, version, libc] of releases) {
    it(`knows ${key}`, () => {
      const release = findRelease(key);
      assert.ok(release !== null);
      assert.equal(release.distribution.id, id);
      assert.equal(release.distribution.version, version);
      assert.equal(`${release.libc?.name ?? ""} ${release.libc?.version ?? "?"}`, libc);
    });
  }

  it("knows no release that does not exist", () => {
    for (const key of [
      "",
      ":",
      "debian",
      "debian:",
      "debian:99",
      "debian:noble",
      "alpine:3",
      "ubuntu:22",
      "nixos:24",
      "x:y:z",
    ]) {
      assert.equal(findRelease(key), null, key);
    }
  });

  it("has the dates of a release", () => {
    const bookworm = findRelease("debian:12");
    assert.equal(bookworm?.released, "2023-06-10");
    assert.match(bookworm.endOfLife ?? "", /^2026-/);
    assert.equal(bookworm.extendedEnd, "2028-06-30");
    assert.equal(findRelease("alpine:3.18")?.endOfLife, "2025-05-09");
    assert.equal(findRelease("centos:7")?.endOfLife, "2024-06-30");
    assert.equal(findRelease("wolfi")?.endOfLife, null);
  });

  it("finds a release again from what it says", () => {
    for (const [key] of releases) {
      const release = findRelease(key);
      if (release === null || key.startsWith("busybox")) continue;
      if (release.distribution.version === null && release.distribution.codename === null) continue;
      assert.deepEqual(releaseOfDistribution(release.distribution)?.libc, release.libc, key);
    }
  });
});

describe("the order of releases", () => {
  const order = (a: string, b: string): number | null => {
    const [left, right] = [findRelease(a), findRelease(b)];
    assert.ok(left !== null && right !== null);
    return compareDistributions(left.distribution, right.distribution);
  };

  it("is that of their age", () => {
    assert.ok((order("alpine:3.9", "alpine:3.10") ?? 0) < 0);
    assert.ok((order("debian:13", "debian:9") ?? 0) > 0);
    assert.equal(order("debian:12", "debian:bookworm"), 0);
    assert.ok((order("debian:sid", "debian:13") ?? 0) > 0);
    assert.equal(order("debian:12", "ubuntu:22.04"), null);
    assert.equal(order("debian:sid", "debian:forky"), null);
  });

  it("counts numbers, not letters", () => {
    assert.ok(compareNumbers("2.4", "2.34") < 0);
    assert.ok(compareNumbers("2.34", "2.34.1") < 0);
    assert.equal(compareNumbers("2.34", "2.34"), 0);
  });
});

describe("describeDistribution", () => {
  it("names a release as people do", () => {
    const name = (key: string): string =>
      describeDistribution(findRelease(key)?.distribution ?? { id: "?", version: null, codename: null });
    assert.equal(name("debian:12"), "Debian 12 (bookworm)");
    assert.equal(name("alpine:3.20"), "Alpine 3.20");
    assert.equal(name("debian:sid"), "Debian sid");
    assert.equal(name("ubi:9.4"), "Red Hat UBI 9.4");
    assert.equal(name("wolfi"), "Wolfi");
  });
});
