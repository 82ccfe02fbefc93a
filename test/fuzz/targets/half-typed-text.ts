import assert from "node:assert/strict";
import { parseComposeFile } from "../../../src/compose/parse.js";
import { halfTyped, kindsOfHalfTyped } from "../../compose/half-typed.js";
import { problemsOf } from "../../compose/outline.js";
import { Random } from "../../compose/random.js";
import type { FuzzTarget } from "../fuzz-target.js";
import { filesNamed } from "../seeds.js";

const soundFiles = (): string[] => filesNamed(/\.ya?ml$/u, { most: 400 }).filter((text) => parseComposeFile(text).syntaxProblems.length === 0 && /^services:/mu.test(text));

/** What a line that is half typed does to a real file: one syntax problem at most. The input is the number of the case. */
export const halfTypedText: FuzzTarget = {
  seeds: soundFiles,
  pieces: [],
  check(text) {
    if (parseComposeFile(text).syntaxProblems.length > 0) return;
    const random = new Random(text.length);
    for (const kind of kindsOfHalfTyped) {
      const half = halfTyped(text, kind, random);
      assert.ok(parseComposeFile(half).syntaxProblems.length <= 1, `${kind}: ${problemsOf(half).join(", ")}\n${half}`);
    }
  },
};
