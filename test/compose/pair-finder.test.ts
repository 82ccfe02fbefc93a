import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { YamlMap } from "../../src/compose/ast.js";
import { effectivePairs, mergedInto } from "../../src/compose/effective-pairs.js";
import { PairFinder } from "../../src/compose/pair-finder.js";
import { parseComposeFile } from "../../src/compose/parse.js";

/** The maps of the top-level keys of a text. */
function mapsOf(text: string): Map<string, YamlMap> {
  const contents = parseComposeFile(text).ast.documents[0]?.contents;
  assert.ok(contents?.type === "YamlMap");
  return new Map(
    contents.pairs.flatMap(({ key, value }) =>
      key.type === "YamlScalar" && value?.type === "YamlMap" ? [[key.text, value]] : [],
    ),
  );
}

const text = `a: &a {k: a1, l: a2}
b: &b {l: b1, m: b2}
c: &c {<<: [*a, *b], n: c1}
d: &d {<<: *c, k: d1}
e: {<<: [{m: e1}, *d], "<<x": e2}
`;

describe("effectivePairs and PairFinder", () => {
  it("give the own pair first, then those of the merged maps in their order", () => {
    const maps = mapsOf(text);
    const finder = new PairFinder();
    const expected: Record<string, Record<string, string>> = {
      c: { k: "a1", l: "a2", m: "b2", n: "c1" },
      d: { k: "d1", l: "a2", m: "b2", n: "c1" },
      e: { k: "d1", l: "a2", m: "e1", n: "c1", "<<x": "e2" },
    };
    for (const [name, pairs] of Object.entries(expected)) {
      const map = maps.get(name);
      assert.ok(map !== undefined);
      const found = [...effectivePairs(map).values()].map(({ name: key, pair }) => [key, pair.value?.type === "YamlScalar" && pair.value.text]);
      assert.deepEqual(Object.fromEntries(found), pairs, name);
      for (const key of ["k", "l", "m", "n", "<<x", "none"]) {
        const pair = finder.find(map, key);
        assert.equal(pair?.value?.type === "YamlScalar" ? pair.value.text : undefined, pairs[key], `${name}.${key}`);
      }
    }
  });

  it("tell of each pair how the map comes by it", () => {
    const map = mapsOf(text).get("d");
    assert.ok(map !== undefined);
    const origins = [...effectivePairs(map).values()].map(({ name, origin, pair }) => [name, origin.kind, origin.map === pair.parent]);
    assert.deepEqual(origins, [["k", "own", true], ["n", "merge", true], ["l", "merge", true], ["m", "merge", true]]);
  });

  it("name the maps that are merged, in the order in which they count", () => {
    const maps = mapsOf(text);
    const d = maps.get("d");
    assert.ok(d !== undefined);
    assert.deepEqual([...mergedInto(d)], ["d", "c", "a", "b"].map((name) => maps.get(name)));
  });

  it("take the first of two pairs of one name", () => {
    const map = mapsOf("a: {k: 1, k: 2}\n").get("a");
    assert.ok(map !== undefined);
    assert.equal(effectivePairs(map).get("k")?.pair, map.pairs[0]);
    assert.equal(new PairFinder().find(map, "k"), map.pairs[0]);
  });

  it("agree on any maps that merge earlier ones", () => {
    const map = fc.record({
      keys: fc.uniqueArray(fc.constantFrom("k", "l", "m", "n"), { maxLength: 3 }),
      merges: fc.array(fc.nat(30), { maxLength: 3 }),
      asList: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(map, { minLength: 1, maxLength: 12 }), (maps) => {
        const lines = maps.map(({ keys, merges, asList }, index) => {
          const aliases = index === 0 ? [] : merges.map((merge) => `*x${merge % index}`);
          const parts = keys.map((key) => `${key}: ${index}`);
          if (aliases.length > 0) parts.push(asList ? `<<: [${aliases.join(", ")}]` : `<<: ${aliases[0] ?? ""}`);
          return `x${index}: &x${index} {${parts.join(", ")}}\n`;
        });
        const finder = new PairFinder();
        for (const found of mapsOf(lines.join("")).values()) {
          const all = effectivePairs(found);
          for (const name of ["k", "l", "m", "n"]) {
            assert.equal(finder.find(found, name), all.get(name)?.pair ?? null, lines.join(""));
          }
        }
      }),
      { seed: 20261123, numRuns: 300 },
    );
  });
});
