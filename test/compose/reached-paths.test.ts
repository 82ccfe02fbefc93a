import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { YamlNode, YamlScalar } from "../../src/compose/ast.js";
import { parseComposeFile } from "../../src/compose/parse.js";
import { reachedPaths } from "../../src/compose/reached-paths.js";

/** The paths of the scalar `HERE` of a text. */
function pathsOf(text: string): string[] {
  const found: YamlScalar[] = [];
  const visit = (node: YamlNode | null): void => {
    if (node?.type === "YamlScalar" && node.text === "HERE") found.push(node);
    if (node?.type === "YamlSeq") node.items.forEach(visit);
    if (node?.type === "YamlMap") for (const { value } of node.pairs) visit(value);
  };
  for (const { contents } of parseComposeFile(text).ast.documents) visit(contents);
  const [scalar] = found;
  assert.ok(scalar !== undefined);
  return reachedPaths(scalar).map((path) => path.join("."));
}

describe("reachedPaths", () => {
  const cases: [name: string, text: string, paths: string[]][] = [
    ["its own path", "a: {b: [{c: HERE}]}\nd: &d x\ne: *d\n", ["a.b.c"]],
    ["where its anchor is used", "a: {b: &x HERE}\nc: [*x, {d: *x}]\n", ["a.b", "c", "c.d"]],
    ["where an anchor around it is used", "a: &a {b: {c: HERE}}\nd: {e: *a}\n", ["a.b.c", "d.e.b.c"]],
    ["through a merge key", "a: &a {b: HERE}\nc: {<<: *a}\nd: {<<: [*a, *a]}\n", ["a.b", "c.b", "d.b", "d.b"]],
    ["through an alias in what has an anchor", "a: &a HERE\nb: &b {c: *a}\nd: {e: *b}\n", ["a", "b.c", "d.e.c"]],
    ["in a later document", "a: &a HERE\n---\nb: *a\n", ["a", "b"]],
    ["not that of a later anchor of the same name", "a: &a HERE\nb: *a\nc: &a x\nd: *a\n", ["a", "b"]],
    ["and ends where an anchor holds its own alias", "a: &a {b: *a, c: HERE}\n", ["a.c", "a.b.c"]],
  ];
  for (const [name, text, paths] of cases) {
    it(name, () => {
      assert.deepEqual(pathsOf(text), paths);
    });
  }
});
