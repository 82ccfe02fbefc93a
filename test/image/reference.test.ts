import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  canonicalReference,
  familiarReference,
  parseImageReference,
  type ReferenceProblemCode,
} from "../../src/image/reference.js";
import { assertEvenGrowth } from "../even-growth.js";

const HEX = "0123456789abcdef".repeat(4);

// Text, canonical form, familiar form; from the grammar of github.com/distribution/reference.
const accepted: [text: string, canonical: string, familiar: string][] = [
  ["node", "docker.io/library/node:latest", "node:latest"],
  ["node:20", "docker.io/library/node:20", "node:20"],
  ["library/node:20", "docker.io/library/node:20", "node:20"],
  ["docker.io/node:20", "docker.io/library/node:20", "node:20"],
  ["index.docker.io/library/node", "docker.io/library/node:latest", "node:latest"],
  ["bitnami/redis:7", "docker.io/bitnami/redis:7", "bitnami/redis:7"],
  ["docker.io/bitnami/redis", "docker.io/bitnami/redis:latest", "bitnami/redis:latest"],
  ["docker.io/library/a/b", "docker.io/library/a/b:latest", "library/a/b:latest"],
  ["ghcr.io/owner/app:v1", "ghcr.io/owner/app:v1", "ghcr.io/owner/app:v1"],
  ["localhost/app", "localhost/app:latest", "localhost/app:latest"],
  ["localhost:5000/app", "localhost:5000/app:latest", "localhost:5000/app:latest"],
  ["localhost:5000", "docker.io/library/localhost:5000", "localhost:5000"],
  ["127.0.0.1:5000/a/b/c:x", "127.0.0.1:5000/a/b/c:x", "127.0.0.1:5000/a/b/c:x"],
  ["[2001:db8::1]:5000/app", "[2001:db8::1]:5000/app:latest", "[2001:db8::1]:5000/app:latest"],
  ["Registry/app", "Registry/app:latest", "Registry/app:latest"],
  ["host:1234567890123/app", "host:1234567890123/app:latest", "host:1234567890123/app:latest"],
  ["a__b/c.d-e---f", "docker.io/a__b/c.d-e---f:latest", "a__b/c.d-e---f:latest"],
  [`node@sha256:${HEX}`, `docker.io/library/node@sha256:${HEX}`, `node@sha256:${HEX}`],
  [`node:20@sha256:${HEX}`, `docker.io/library/node:20@sha256:${HEX}`, `node:20@sha256:${HEX}`],
  [`app:A_b.C-${"x".repeat(120)}`, `docker.io/library/app:A_b.C-${"x".repeat(120)}`, `app:A_b.C-${"x".repeat(120)}`],
  ["a".repeat(247), `docker.io/library/${"a".repeat(247)}:latest`, `${"a".repeat(247)}:latest`],
];

// Text, code, the text at which the problem points.
const refused: [text: string, code: ReferenceProblemCode, at: string][] = [
  ["", "empty", ""],
  ["node:${TAG}", "unresolved-variable", "${TAG}"],
  ["$IMAGE", "unresolved-variable", "$IMAGE"],
  [HEX, "image-id", HEX],
  [`sha256:${HEX}`, "image-id", `sha256:${HEX}`],
  ["Node:20", "upper-case", "Node"],
  ["bitnami/Redis", "upper-case", "bitnami/Redis"],
  ["a:b/c", "invalid-registry", "a:b"],
  ["-host.io/app", "invalid-registry", "-host.io"],
  ["host-.io/app", "invalid-registry", "host-.io"],
  ["node:", "invalid-tag", ""],
  ["node:.x", "invalid-tag", ".x"],
  ["node:a b", "invalid-tag", "a b"],
  [`node:${"x".repeat(129)}`, "invalid-tag", "x".repeat(129)],
  [" node", "invalid-path", " "],
  ["node ", "invalid-path", " "],
  ["a//b", "invalid-path", "/"],
  ["/node", "invalid-path", "/"],
  ["node/", "invalid-path", ""],
  ["a___b", "invalid-path", "_"],
  ["a..b", "invalid-path", "."],
  ["a-", "invalid-path", ""],
  ["ghcr.io/", "invalid-path", ""],
  ["nöde", "invalid-path", "ö"],
  ["https://ghcr.io/app", "invalid-registry", "https:"],
  ["node@", "invalid-digest", ""],
  ["node@sha256:abc", "invalid-digest", "sha256:abc"],
  [`node@sha256:${HEX.toUpperCase()}`, "invalid-digest", `sha256:${HEX.toUpperCase()}`],
  [`node@sha256:${HEX.slice(1)}`, "invalid-digest", `sha256:${HEX.slice(1)}`],
  [`node@md5:${HEX.slice(0, 32)}`, "unsupported-digest", "md5:" + HEX.slice(0, 32)],
  ["a".repeat(248), "name-too-long", "a".repeat(248)],
  [`${"a/".repeat(127)}ab`, "name-too-long", `${"a/".repeat(127)}ab`],
];

describe("parseImageReference", () => {
  for (const [text, canonical, familiar] of accepted) {
    it(`takes ${text.slice(0, 60)}`, () => {
      const parsed = parseImageReference(text);
      assert.ok(parsed.ok);
      assert.equal(canonicalReference(parsed.reference), canonical);
      assert.equal(familiarReference(parsed.reference), familiar);
    });
  }

  for (const [text, code, at] of refused) {
    it(`refuses ${JSON.stringify(text.slice(0, 60))}: ${code}`, () => {
      const parsed = parseImageReference(text);
      assert.ok(!parsed.ok);
      assert.equal(parsed.problem.code, code);
      assert.equal(text.slice(...parsed.problem.range), at);
    });
  }

  it("gives every part with its place", () => {
    const text = `ghcr.io:443/owner/app:v1@sha256:${HEX}`;
    const parsed = parseImageReference(text);
    assert.ok(parsed.ok);
    const { registry, path, tag, digest } = parsed.reference;
    assert.deepEqual(
      [registry, path, tag, digest].map((part) => part?.text),
      ["ghcr.io:443", "owner/app", "v1", `sha256:${HEX}`],
    );
    for (const part of [registry, path, tag, digest]) {
      assert.ok(part !== null);
      assert.equal(text.slice(...part.range), part.text);
    }
  });

  it("says the same of its own canonical form", () => {
    const word = fc.stringMatching(/^[a-z0-9]+([._-][a-z0-9]+){0,2}$/);
    const tag = fc.option(fc.stringMatching(/^\w[\w.-]{0,20}$/), { nil: undefined });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), tag, (words, name) => {
        const parsed = parseImageReference(words.join("/") + (name === undefined ? "" : `:${name}`));
        if (!parsed.ok) return;
        const again = parseImageReference(canonicalReference(parsed.reference));
        assert.ok(again.ok);
        assert.equal(again.reference.name, parsed.reference.name);
        assert.equal(again.reference.familiarName, parsed.reference.familiarName);
      }),
      { seed: 8, numRuns: 500 },
    );
  });

  it("never throws, and its problem lies in the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const parsed = parseImageReference(text);
        if (parsed.ok) return;
        const [start, end] = parsed.problem.range;
        assert.ok(start >= 0 && start <= end && end <= text.length);
      }),
      { seed: 8, numRuns: 2000 },
    );
  });

  it("takes long input in time that grows with its length", () => {
    const shapes = ["a", "a-", "-", ".", "_", "/", "a/", ":", "1:", "@", "é", "A", "sha256:", "${", "[:"];
    for (const shape of shapes) {
      assertEvenGrowth((length) => {
        const text = shape.repeat(length / shape.length);
        for (const before of ["", "x/", "h.io/", "x:", "x@sha256:"]) parseImageReference(before + text);
      }, 40_000);
    }
  });
});
