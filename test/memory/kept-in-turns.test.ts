import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { KeptInTurns } from "../../src/memory/kept-in-turns.js";

describe("values kept in turns", () => {
  it("keeps all where nothing is bounded", () => {
    const kept = new KeptInTurns<number>();
    for (let key = 0; key < 1000; key += 1) {
      kept.set(String(key), key);
      kept.nextTurn();
    }
    assert.deepEqual([kept.get("0"), kept.get("999")], [0, 999]);
  });

  it("lets go what one turn wanted after so many turns", () => {
    const kept = new KeptInTurns<string>({ turns: 2 });
    kept.set("one", "value");
    kept.set("one", "again in the same turn");
    kept.nextTurn();
    assert.equal(kept.get("one"), "again in the same turn");
    kept.nextTurn();
    assert.equal(kept.get("one"), undefined);
  });

  it("keeps what a later turn wants too, also when it was let go meanwhile", () => {
    const kept = new KeptInTurns<string>({ turns: 1 });
    kept.set("shared", "first");
    kept.nextTurn();
    assert.equal(kept.get("shared"), undefined);
    kept.set("shared", "second");
    for (let turn = 0; turn < 5; turn += 1) kept.nextTurn();
    assert.equal(kept.get("shared"), "second");
  });

  it("forgets the keys that were wanted longest ago", () => {
    const kept = new KeptInTurns<number>({ keys: 2 });
    kept.set("a", 1);
    kept.set("b", 2);
    kept.set("a", 1);
    kept.set("c", 3);
    assert.deepEqual(["a", "b", "c"].map((key) => kept.get(key)), [1, undefined, 3]);
  });

  it("keeps no more than the weight, but always the newest", () => {
    const kept = new KeptInTurns<string>({ weight: 10 });
    kept.set("a", "a", 6);
    kept.set("b", "b", 4);
    assert.deepEqual([kept.get("a"), kept.get("b")], ["a", "b"]);
    kept.set("c", "c", 5);
    assert.deepEqual([kept.get("a"), kept.get("b"), kept.get("c")], [undefined, "b", "c"]);
    kept.set("d", "d", 50);
    assert.deepEqual([kept.get("b"), kept.get("c"), kept.get("d")], [undefined, undefined, "d"]);
    kept.delete("d");
    kept.set("e", "e", 10);
    assert.equal(kept.get("e"), "e");
  });

  it("counts a value once that is set again or was let go", () => {
    const kept = new KeptInTurns<string>({ weight: 10, turns: 1 });
    kept.set("a", "a", 8);
    kept.set("a", "a", 8);
    kept.set("b", "b", 2);
    assert.equal(kept.get("a"), "a");
    kept.nextTurn();
    kept.set("c", "c", 8);
    kept.set("d", "d", 2);
    assert.deepEqual([kept.get("c"), kept.get("d")], ["c", "d"]);
  });
});
