import assert from "node:assert/strict";
import { it } from "node:test";
import { withSlashes } from "../../src/cli/with-slashes.js";

it("a backslash becomes a slash where it parts names, and stays where it is in one", () => {
  assert.equal(withSlashes(String.raw`a\b\compose.yaml`, "\\"), "a/b/compose.yaml");
  assert.equal(withSlashes(String.raw`a\b/compose.yaml`, "/"), String.raw`a\b/compose.yaml`);
});
