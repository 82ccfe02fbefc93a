import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { checkCustomImages } from "../../src/image/custom-image.js";
import type { UnknownCode } from "../../src/image/image-facts.js";
import { parseImageReference } from "../../src/image/reference.js";
import { resolveImage } from "../../src/image/resolve.js";
import { factsOf, releaseOf } from "./resolve-text.js";

const HEX = "0123456789abcdef".repeat(4);

describe("resolveImage", () => {
  it("takes the text of a reference, and says clearly what it cannot take", () => {
    const parsed = parseImageReference("node:20");
    assert.ok(parsed.ok);
    assert.deepEqual(resolveImage("node:20", { date: "2026-11-01" }), resolveImage(parsed.reference, { date: "2026-11-01" }));
    const wrong = resolveImage("node:");
    assert.deepEqual([wrong.libc, wrong.confidence], [null, null]);
    assert.match(wrong.why?.message ?? "", /tag/u);
    for (const value of [undefined, null, parsed, 20]) {
      assert.throws(() => resolveImage(value as unknown as string), { name: "TypeError", message: /^resolveImage takes the text of an image reference, such as "node:20"/u });
    }
  });

  it("tells what a tag means, since when, and what it meant before", () => {
    const facts = factsOf("node:18");
    assert.deepEqual(facts.distribution, { id: "debian", version: "12", codename: "bookworm" });
    assert.deepEqual(facts.libc, { name: "glibc", version: "2.36" });
    assert.equal(facts.since, "2023-06-12");
    assert.deepEqual(facts.before, {
      distribution: { id: "debian", version: "11", codename: "bullseye" },
      libc: { name: "glibc", version: "2.31" },
      since: "2022-04-20",
      until: "2023-06-12",
    });
    assert.equal(facts.goneSince, "2025-05-28");
    assert.equal(facts.floating, false);
    assert.equal(facts.why, null);
    assert.match(facts.source ?? "", /docker-library\/official-images at [0-9a-f]{40} \(\d{4}-\d\d-\d\d\)/);
  });

  it("answers for a day", () => {
    const release = (date: string): string => releaseOf(factsOf("node:20", { date }));
    assert.equal(release("2023-04-20"), "debian:11");
    assert.equal(release("2023-06-11"), "debian:11");
    assert.equal(release("2023-06-12"), "debian:12");
    assert.equal(factsOf("node:20", { date: "2023-04-19" }).why?.code, "not-yet-published");
    assert.equal(factsOf("node:20", { date: "2024-01-01" }).goneSince, null);
    assert.equal(factsOf("node:20", { date: "2024-01-01" }).floating, true);
  });

  // The same image under other names.
  for (const name of [
    "docker.io/library/python:3.11",
    "docker.io/python:3.11",
    "index.docker.io/library/python:3.11",
    "registry-1.docker.io/library/python:3.11",
    "public.ecr.aws/docker/library/python:3.11",
    "mirror.gcr.io/library/python:3.11",
    "arm64v8/python:3.11",
    "m.daocloud.io/docker.io/library/python:3.11",
    "gitlab.example.com/a/group/dependency_proxy/containers/python:3.11",
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/library/python:3.11",
  ]) {
    it(`knows ${name}`, () => {
      assert.deepEqual(factsOf(name), factsOf("python:3.11"));
    });
  }

  it("knows an image of LinuxServer in each of its registries", () => {
    const here = factsOf("linuxserver/sonarr:4.0.15.2941-ls286");
    assert.equal(releaseOf(here), "alpine:3.21");
    assert.deepEqual(factsOf("lscr.io/linuxserver/sonarr:4.0.15.2941-ls286"), here);
    assert.deepEqual(factsOf("ghcr.io/linuxserver/sonarr:4.0.15.2941-ls286"), here);
  });

  // Reference, release.
  const known: [text: string, release: string][] = [
    ["scratch", "scratch"],
    ["node:20.99.1-bookworm-slim", "debian:12"],
    ["node:20.3.0-alpine3.19", "alpine:3.19"],
    ["node:18.15.0", "debian:11"],
    ["node:18.16.0", "debian:12"],
    ["python:3.12.0rc1-slim", "debian:12"],
    ["docker:20.10.9-dind", "alpine:3.14"],
    ["ubuntu:22.04", "ubuntu:22.04"],
    ["alpine:3.18.4", "alpine:3.18"],
    ["debian:12.5-slim", "debian:12"],
    ["debian:stable", "debian:13"],
    ["rockylinux:9.3", "rocky:9.3"],
    ["amazonlinux:2023.6.20241010.0", "amzn:2023"],
    ["centos:7.9.2009", "centos:7"],
    ["mysql:8.4-oraclelinux9", "ol:9"],
    ["ros:kinetic", "ubuntu:16.04"],
    ["busybox:musl", "busybox:"],
    ["nats:2", "scratch"],
    ["bitnami/redis:7.2.4-debian-12-r9", "debian:12"],
    ["gcr.io/distroless/nodejs20-debian12", "debian:12"],
    ["mcr.microsoft.com/dotnet/sdk:8.0-jammy", "ubuntu:22.04"],
    ["registry.access.redhat.com/ubi9/nodejs-20", "rhel:9"],
    ["redhat/ubi8-minimal", "rhel:8"],
    ["nvidia/cuda:12.2.0-base-ubuntu22.04", "ubuntu:22.04"],
    ["grafana/loki:2.9.4", "alpine:3.18"],
    ["jenkins/jenkins:2.440.1-lts-jdk17", "debian:12"],
    ["nginxinc/nginx-unprivileged:1.26", "debian:12"],
    ["cgr.dev/chainguard/node", "wolfi:"],
    ["debian:bookworm@sha256:" + HEX, "debian:12"],
  ];
  for (const [text, release] of known) {
    it(`finds that ${text.slice(0, 60)} is ${release}`, () => {
      assert.equal(releaseOf(factsOf(text)), release);
    });
  }

  const unknown: [text: string, code: UnknownCode][] = [
    ["my-company/app:1.0", "unknown-image"],
    ["my-company/app:1.0-bookworm", "unknown-image"],
    ["registry.example.com/node:20", "unknown-image"],
    ["node@sha256:" + HEX, "digest-only"],
    ["node:no-such-tag", "unknown-tag"],
    ["node:99.1.0", "newer-than-data"],
    ["node:0.0.1", "older-than-data"],
    ["debian:99", "unknown-release"],
    ["python:3.13-windowsservercore", "windows"],
    ["bitnami/redis:7.2", "unknown-tag"],
    ["grafana/grafana:99.0.0", "unknown-tag"],
  ];
  for (const [text, code] of unknown) {
    it(`says why ${text.slice(0, 60)} is unknown: ${code}`, () => {
      const facts = factsOf(text);
      assert.equal(facts.why?.code, code);
      assert.notEqual(facts.why.message, "");
      assert.equal(facts.distribution, null);
      assert.equal(facts.libc, null);
    });
  }

  it("goes by the tag beside a digest and says so", () => {
    const facts = factsOf(`redis:7@sha256:${HEX}`);
    assert.equal(releaseOf(facts), releaseOf(factsOf("redis:7")));
    assert.equal(facts.byTagOnly, true);
    assert.equal(facts.floating, false);
    assert.equal(factsOf("redis:7").byTagOnly, false);
  });

  it("does not say of an exact version what it was before its last build", () => {
    assert.equal(releaseOf(factsOf("registry:2.8.1")), "alpine:3.18");
    assert.equal(factsOf("registry:2.8.1", { date: "2022-09-05" }).why?.code, "unknown-date");
  });

  it("knows the least version of a rolling release's C library", () => {
    assert.deepEqual(factsOf("debian:sid").libc, { name: "glibc", version: null, atLeast: "2.41" });
    assert.deepEqual(factsOf("archlinux", { date: "2020-06-01" }).libc, { name: "glibc", version: null });
  });

  it("never throws and never knows half", () => {
    const names = fc.constantFrom(
      "node",
      "ubuntu",
      "alpine",
      "debian",
      "bitnami/redis",
      "linuxserver/plex",
      "busybox",
      "ros",
    );
    const words = fc.array(
      fc.constantFrom("20", "3.11", "v2", "alpine", "slim", "bookworm", "rc1", "latest", "-", ".", "2024010"),
    );
    fc.assert(
      fc.property(names, words, fc.constantFrom("", "-", "."), (name, parts, separator) => {
        const parsed = parseImageReference(`${name}:${parts.join(separator)}`);
        if (!parsed.ok) return;
        for (const date of [undefined, "2012-01-01", "2023-05-05", "2099-01-01"]) {
          const facts = resolveImage(parsed.reference, date === undefined ? {} : { date });
          assert.equal(facts.why === null, facts.confidence !== null);
          assert.equal(facts.confidence !== null, facts.libc !== null);
        }
      }),
      { seed: 8, numRuns: 1500 },
    );
  });
});

describe("the user's own images", () => {
  const custom = {
    "my-company/base-*": "debian:bookworm",
    "my-company/app:*-alpine": "alpine:3.20",
    "my-company/static": "scratch",
    "my-company/small": "musl",
    "registry.example.com/hub/*": "docker.io/*",
    "registry.example.com/js": "node",
    "node:20": "ubuntu:24.04",
  };

  const expected: [text: string, release: string][] = [
    ["my-company/base-java:1", "debian:12"],
    ["docker.io/my-company/base-java", "debian:12"],
    ["my-company/app:1.0-alpine", "alpine:3.20"],
    ["my-company/static:1", "scratch"],
    ["my-company/small:1", "- musl"],
    ["registry.example.com/hub/library/python:3.11-bullseye", "debian:11"],
    ["registry.example.com/hub/bitnami/redis:7.2.4-debian-12-r9", "debian:12"],
    ["registry.example.com/js:20.3.1-bullseye", "debian:11"],
    ["node:20", "ubuntu:24.04"],
    ["node:20-bullseye", "debian:11"],
    ["my-company/app:1.0", "?"],
  ];
  for (const [text, release] of expected) {
    it(`makes ${text} ${release}`, () => {
      assert.equal(releaseOf(factsOf(text, { custom })), release);
    });
  }

  it("count before all else, and are named as the source", () => {
    const facts = factsOf("node:20", { custom });
    assert.equal(facts.confidence, "configured");
    assert.match(facts.source ?? "", /"node:20"/);
  });

  it("are checked", () => {
    assert.deepEqual(checkCustomImages(custom), []);
    const wrong = { "": "debian:12", a: "debian:1000", b: "Not An Image", c: "nonsense:1" };
    assert.deepEqual(
      checkCustomImages(wrong).map(({ pattern }) => pattern),
      ["", "a", "b", "c"],
    );
  });
});
