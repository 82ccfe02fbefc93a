import assert from "node:assert/strict";
import { isIP } from "node:net";
import { describe, it } from "node:test";
import fc from "fast-check";
import { isIpAddress } from "../../src/compose/ip-address.js";

describe("isIpAddress", () => {
  it("agrees with Node on addresses and on texts like them", () => {
    const piece = fc.constantFrom("1", "0", "255", "256", ".", ".", ":", ":", "::", "a", "F0f0", "g", "12345", "01");
    const text = fc.array(piece, { maxLength: 17 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(fc.oneof(text, fc.ipV4(), fc.ipV6()), (address) => {
        assert.equal(isIpAddress(address), isIP(address) !== 0, address);
      }),
      { seed: 5, numRuns: 5000 },
    );
  });
});
