import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { valueProblem } from "../../src/docker-run/value-problem.js";
import { clientValues } from "./client-values.js";

describe("valueProblem", () => {
  for (const [name, { taken, refused }] of Object.entries(clientValues)) {
    it(`refuses of --${name} what the client refuses`, () => {
      for (const value of taken) assert.equal(valueProblem(name, value), null, value);
      for (const value of refused) assert.match(valueProblem(name, value) ?? "", /^(?:takes|has|knows) /u, value);
    });
  }

  it("says what the option takes", () => {
    assert.equal(valueProblem("publish", "70000:80"), "takes a port of the host from 0 to 65535, not `70000`");
    assert.equal(valueProblem("publish", "8000-8001:80-82"), "takes as many ports of the host as of the container, not `8000-8001:80-82`");
    assert.equal(valueProblem("dns", "1.1.1.1:53"), "takes an IP address without a port, not `1.1.1.1:53`");
    assert.equal(valueProblem("mount", "type=bind,src=/a"), "takes the path in the container too, as dst=PATH, which `type=bind,src=/a` lacks");
    assert.equal(valueProblem("mount", "type=bind,dst=/a,volume-nocopy"), "has no field `volume-nocopy` for the type `bind`");
  });

  it("judges nothing with a variable, and options that it does not know", () => {
    for (const name of Object.keys(clientValues)) assert.equal(valueProblem(name, "$X"), null);
    assert.equal(valueProblem("entrypoint", ""), null);
  });
});
