import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { colours, wantsColour } from "../../src/cli/colour.js";

describe("colours", () => {
  it("leave text as it is where there are none", () => {
    for (const paint of Object.values(colours(false)) as ((text: string) => string)[]) assert.equal(paint("a"), "a");
  });

  it("switch one rendition on in front of a text and off behind it, and can be nested", () => {
    const { red, bold } = colours(true);
    assert.equal(red("a"), "\u001b[31ma\u001b[39m");
    assert.equal(bold(red("a")), "\u001b[1m\u001b[31ma\u001b[39m\u001b[22m");
    const painted = Object.values(colours(true)).map((paint: (text: string) => string) => paint("a"));
    assert.equal(new Set(painted).size, painted.length, "all differ");
  });
});

describe("wantsColour", () => {
  const cases: [flag: boolean | null, environment: Record<string, string>, isTerminal: boolean, wanted: boolean][] = [
    [null, {}, true, true],
    [null, {}, false, false],
    [true, { NO_COLOR: "1" }, false, true],
    [false, { FORCE_COLOR: "1" }, true, false],
    [null, { NO_COLOR: "1" }, true, false],
    [null, { NO_COLOR: "0" }, true, false],
    [null, { NO_COLOR: "" }, true, true],
    [null, { NO_COLOR: "1", FORCE_COLOR: "1" }, true, false],
    [null, { FORCE_COLOR: "1" }, false, true],
    [null, { FORCE_COLOR: "" }, false, true],
    [null, { FORCE_COLOR: "true" }, false, true],
    [null, { FORCE_COLOR: "0" }, true, false],
    [null, { FORCE_COLOR: "false" }, true, false],
    [null, { TERM: "dumb" }, true, false],
    [null, { TERM: "xterm" }, true, true],
    [null, { TERM: "dumb", FORCE_COLOR: "1" }, true, true],
  ];
  for (const [flag, environment, isTerminal, wanted] of cases) {
    it(`is ${wanted} with flag ${flag ?? "none"}, ${JSON.stringify(environment)}, terminal: ${isTerminal}`, () => {
      assert.equal(wantsColour(flag, environment, isTerminal), wanted);
    });
  }
});
