import { readsAsYamlDoes } from "../../compose/simple-yaml-agreement.js";
import type { FuzzTarget } from "../fuzz-target.js";
import { filesNamed } from "../seeds.js";
import { composePieces } from "./yaml-pieces.js";

const small = [
  "a:\n  b: c\n", "a:\n- b\n-   c: 1\n    d: 2\n", "a: {b: [c, 'd'], \"e\":f}\n", "x: &x\n  a: b\nl: [*x, *x]\nn:\n  <<: *x\n", "---\n# c\na: \"x\\n\" # d\n\n  # e\nb: 'it''s'\n", "a:\n  b: [\n    c,\n    d\n   ]\n",
];

/** The own reader of simple YAML against `yaml`. */
export const simpleYaml: FuzzTarget = {
  // Much of the small ones: a change in a long file mostly makes it one that is left to `yaml`.
  seeds: () => [...filesNamed(/\.ya?ml$/u), ...Array.from({ length: 30 }, () => small).flat()],
  pieces: [
    ...composePieces, "a: b\n", "  a: b\n", "- v\n", "  - v\n", "k:\n", "-\n", "- - v\n", ": ", " # c\n", "# c\n", "&a ", "&b ", "*a", "*b", "<<: *a\n", "{}", "[]", "[a, b]", "{a: b}", "{a: b,\n  c: d}", ", ", "'x'", '"y\\n"', '"\\u00e9\\x41"', "'it''s'",
    "0x1F", "0o17", "1_000", ".5", "1.", "-0", "+1", "1e3", ".inf", ".NaN", "~", "null", "yes", "---\n", "...\n", "\n", "\n\n", " ", "\r", "\r\n", "\u2028", "\u0085", "é", "😀", "\ufeff", "?", "!", "|", ">", "@", "%", "`", "\\", "=",
  ],
  check(text) {
    readsAsYamlDoes(text);
  },
};
