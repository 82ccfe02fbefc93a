import assert from "node:assert/strict";
import { parseDotenv } from "../../../src/compose/dotenv.js";
import type { FuzzTarget } from "../fuzz-target.js";
import { assertPlace } from "../places.js";
import { filesNamed } from "../seeds.js";

export const dotenv: FuzzTarget = {
  seeds: () => [...filesNamed(/\.env$|^\.env/u), "A=1\nexport B='x'\nC=\"a $A ${B:-x}\"\nD: y # c\nE\n"],
  pieces: ["export ", "A=", "=", ":", "'", '"', "\\", "\\n", "$A", "${A}", "${A:-b}", "${A?x}", "#", " #", "\n", "\r\n", "A B=c\n", "\\0123", "\\'", "export\n"],
  check(text) {
    const { entries, problems } = parseDotenv(text);
    for (const { code, range, loc } of problems) assertPlace(code, text, range, loc);
    let end = 0;
    for (const { key, range, keyRange, valueRange, variables } of entries) {
      assertPlace(`the entry ${key}`, text, range);
      assertPlace(`the key ${key}`, text, keyRange);
      assertPlace(`the value of ${key}`, text, valueRange);
      for (const use of variables) assertPlace(`the variable ${use.name}`, text, use.range);
      assert.ok(range[0] >= end, "entries do not overlap");
      end = range[1];
    }
  },
};
