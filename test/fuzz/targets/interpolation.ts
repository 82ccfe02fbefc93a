import assert from "node:assert/strict";
import { evaluateTemplate } from "../../../src/compose/interpolation.js";
import type { FuzzTarget } from "../fuzz-target.js";
import { assertPlace } from "../places.js";

export const interpolation: FuzzTarget = {
  seeds: () => ["$A", "${A}", "a ${A:-b} $$ c", "${A:+${B?x}}", "${A-${B-${C-d}}}", "x$", "${A:?m ${B}}", "${", "$1 ${1a} ${A b}"],
  pieces: ["$", "${", "}", "$$", "A", "B", ":-", "-", ":+", "?", ":?", "${A:-", "${B?", " ", "\n", "ſ", "K", "{", "\\"],
  check(text) {
    const lookup = (name: string): { value: string; origin: { kind: "process" } } | null => (name.startsWith("A") ? { value: "v", origin: { kind: "process" } } : null);
    const { value, parts, variables, problems } = evaluateTemplate(text, lookup);
    assert.equal(parts.map((part) => part.text).join(""), value);
    for (const { range } of parts) assertPlace("a part", text, range);
    for (const { range, nameRange, argument, name } of variables) {
      assertPlace(name, text, range);
      assert.equal(text.slice(...nameRange), name);
      if (argument !== null) assertPlace(`the argument of ${name}`, text, argument);
    }
    for (const { code, range } of problems) assertPlace(code, text, range);
  },
};
