import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { alternativeTags } from "../../src/image/alternatives.js";
import { compareNumbers } from "../../src/image/distribution.js";
import type { ImageFacts } from "../../src/image/image-facts.js";
import { factsOf, referenceOf, releaseOf } from "./resolve-text.js";

const isMusl = ({ libc }: ImageFacts): boolean => libc?.name === "musl";
const isOldGlibc = ({ libc }: ImageFacts): boolean =>
  libc?.name === "glibc" && libc.version !== null && compareNumbers(libc.version, "2.34") < 0;

function tagsFor(text: string, accept: (facts: ImageFacts) => boolean): string[] {
  return alternativeTags(referenceOf(text), accept).map(({ tag }) => tag);
}

describe("alternativeTags", () => {
  it("proposes the same version on another release, best first", () => {
    assert.equal(tagsFor("node:22", isOldGlibc)[0], "22-bullseye");
    assert.equal(tagsFor("node:22", isMusl)[0], "22-alpine");
    assert.equal(tagsFor("public.ecr.aws/docker/library/node:22", isMusl)[0], "22-alpine");
    assert.equal(tagsFor("python:3.13-slim", isMusl)[0], "3.13-alpine");
    assert.equal(tagsFor("php:8.2-fpm", isMusl)[0], "8.2-fpm-alpine");
    assert.equal(tagsFor("eclipse-temurin:17-jdk", isMusl)[0], "17-jdk-alpine");
  });

  it("keeps slim", () => {
    assert.equal(tagsFor("node:22-slim", isOldGlibc)[0], "22-bullseye-slim");
    assert.equal(tagsFor("node:22", isOldGlibc)[0], "22-bullseye");
  });

  it("proposes nothing that is no longer built, unless the tag itself is not", () => {
    for (const { facts } of alternativeTags(referenceOf("node:22"), () => true)) assert.equal(facts.goneSince, null);
    assert.ok(!tagsFor("python:3.11", isOldGlibc).includes("3.11-bullseye"));
    const [first] = alternativeTags(referenceOf("node:20"), isOldGlibc);
    assert.equal(first?.tag, "20-bullseye");
    assert.equal(first.facts.goneSince, "2026-05-01");
    // Of a tag with a release's name the data do not tell; its version line does.
    assert.equal(tagsFor("node:20-bookworm", isOldGlibc)[0], "20-bullseye");
    assert.equal(tagsFor("golang:1.22-bookworm", isMusl)[0], "1.22-alpine");
  });

  it("proposes the version line of an exact version", () => {
    assert.ok(tagsFor("node:20.3.1", isOldGlibc).includes("20.3-bullseye"));
  });

  it("proposes nothing for an image or a tag that it does not know", () => {
    assert.deepEqual(tagsFor("my-company/app:1", isMusl), []);
    assert.deepEqual(tagsFor("node@sha256:" + "0".repeat(64), isMusl), []);
  });

  // What is proposed must be true: the table test of known images shows it for the releases, this for the tags.
  for (const text of [
    "node:22",
    "python:3.12",
    "postgres:16",
    "redis:7",
    "nginx:stable",
    "golang:1.26",
    "ruby:3.3",
    "php:8.3",
  ]) {
    it(`proposes for ${text} only what resolves to the same facts`, () => {
      for (const { tag, facts } of alternativeTags(referenceOf(text), () => true)) {
        const name = text.slice(0, text.indexOf(":"));
        const again = factsOf(`${name}:${tag}`);
        assert.equal(releaseOf(again), releaseOf(facts));
        assert.notEqual(`${name}:${tag}`, text);
      }
    });
  }
});
