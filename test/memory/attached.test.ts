import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Attached } from "../../src/memory/attached.js";

describe("answers attached to what they are about", () => {
  it("are found again, each with its own owner and kind", () => {
    const [lengths, names] = [new Attached<object, number>(), new Attached<object, string>()];
    const [one, other] = [{}, {}];
    lengths.set(one, 1);
    names.set(one, "one");
    assert.deepEqual([lengths.get(one), names.get(one), lengths.get(other)], [1, "one", undefined]);
    lengths.set(one, 2);
    assert.equal(lengths.get(one), 2);
  });

  it("are no part of the owner to others", () => {
    const answers = new Attached<object, number>();
    const owner = { key: "value" };
    answers.set(owner, 1);
    assert.deepEqual(Object.entries(owner), [["key", "value"]]);
    assert.deepEqual({ ...owner }, { key: "value" });
    assert.equal(answers.get({ ...owner }), undefined);
    assert.equal(JSON.stringify(owner), '{"key":"value"}');
  });
});
