import assert from "node:assert/strict";
import { checkCustomImages, findCustomImage } from "../../../src/image/custom-image.js";
import { canonicalReference, parseImageReference } from "../../../src/image/reference.js";
import { resolveImage } from "../../../src/image/resolve.js";
import type { FuzzTarget } from "../fuzz-target.js";
import { assertPlace } from "../places.js";

export const imageReference: FuzzTarget = {
  seeds: () => ["node", "node:20-alpine3.19", "ghcr.io/a/b_c--d:1.2", `debian@sha256:${"a1".repeat(32)}`, "localhost:5000/x:y", "docker.io/library/python:3.11-slim-bookworm", "a*b*c=debian:12", "registry.example/*/x"],
  pieces: [":", "@sha256:", "/", "*", "-", "_", "__", ".", "20", "alpine", "bookworm", "library/", "docker.io/", "[::1]", ":5000", "=", "debian:12", "musl"],
  check(text) {
    const parsed = parseImageReference(text);
    if (!parsed.ok) {
      assertPlace(parsed.problem.code, text, parsed.problem.range);
    } else {
      const { reference } = parsed;
      for (const part of [reference.registry, reference.path, reference.tag, reference.digest]) {
        if (part === null) continue;
        assertPlace("a part", text, part.range);
        assert.equal(text.slice(...part.range), part.text);
      }
      resolveImage(reference, { date: "2026-11-01" });
      const canonical = canonicalReference(reference);
      const again = parseImageReference(canonical);
      assert.ok(again.ok, `the canonical form ${canonical} is none`);
      assert.equal(canonicalReference(again.reference), canonical);
    }
    // The same text as the pattern and the value of a user.
    const [pattern = "", value = "debian:12"] = text.split("=", 2);
    const custom = { [pattern]: value };
    checkCustomImages(custom);
    const node = parseImageReference(`registry.example/${"a/".repeat(40)}node:20`);
    if (node.ok) findCustomImage(node.reference, custom);
  },
};
