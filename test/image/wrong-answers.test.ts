// References for which the tables once gave a wrong answer, or none, with what is right and how that is known.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isDay } from "../../src/image/day.js";
import { factsOf, releaseOf } from "./resolve-text.js";

const cases: [reference: string, release: string][] = [
  // Elastic's own images until 7.17.14: elastic/dockerfiles names ubuntu:20.04 for 7.15 to 7.17, centos:8 for 7.10.
  ["elasticsearch:7.17.0", "ubuntu:20.04"],
  ["elasticsearch:7.10.1", "centos:8"],
  ["elasticsearch:6.8.0", "?"],
  ["kibana:8.0.0", "ubuntu:20.04"],
  ["elasticsearch:5.6.0", "debian:9"],
  // Names that distroless gave up do not follow its default release.
  ["gcr.io/distroless/nodejs:18", "?"],
  ["gcr.io/distroless/nodejs20-debian12", "debian:12"],
  ["gcr.io/distroless/static", "debian:13"],
  // Docker Hub's cAdvisor ends in 2019.
  ["google/cadvisor", "?"],
  ["gitea/gitea", "alpine:3.22"],
  // Registries in front of Docker Hub.
  ["harbor.example.com/dockerhub/library/node:20", "debian:12"],
  ["nexus.local:8082/library/redis:7", "debian:12"],
  ["us-docker.pkg.dev/project/repository/library/node:20", "debian:12"],
  ["docker.mirrors.ustc.edu.cn/library/node:20", "debian:12"],
  ["harbor.example/library/app:1", "?"],
];

describe("answers that were wrong once", () => {
  for (const [reference, release] of cases) {
    it(`${reference} is ${release}`, () => {
      assert.equal(releaseOf(factsOf(reference)), release);
    });
  }

  it("say of an unknown image its own name", () => {
    assert.equal(factsOf("harbor.example/library/app:1").why?.message, "The image harbor.example/library/app is not in the data.");
  });
});

describe("isDay", () => {
  it("takes days of the calendar only", () => {
    for (const day of ["2023-06-12", "2024-02-29"]) assert.ok(isDay(day));
    for (const day of ["", "2023-02-29", "2023-13-01", "2023-6-12", "2023-06-12T00:00:00Z", "today"]) assert.ok(!isDay(day), day);
  });
});
