import assert from "node:assert/strict";
import { parseComposeFile } from "../../../src/compose/parse.js";
import { treeViolations, uncoveredText } from "../../compose/tree-violations.js";
import { disagreementsWithYaml } from "../../compose/yaml-agreement.js";
import type { FuzzTarget } from "../fuzz-target.js";
import { filesNamed } from "../seeds.js";
import { composePieces } from "./yaml-pieces.js";

export const compose: FuzzTarget = {
  seeds: () => filesNamed(/\.ya?ml$/u),
  pieces: composePieces,
  check(text) {
    const parsed = parseComposeFile(text);
    assert.deepEqual(treeViolations(text, parsed), []);
    for (const { message } of [...parsed.syntaxProblems, ...parsed.structureProblems]) assert.match(message, /[.!?]$/u);
    if (parsed.syntaxProblems.length > 0) return;
    assert.deepEqual(disagreementsWithYaml(text, parsed), []);
    // A merge key is no node with anchor and tag, though YAML allows them there.
    if (!/[&!]\S*\s+<</u.test(text)) assert.equal(uncoveredText(text, parsed), "");
  },
};
