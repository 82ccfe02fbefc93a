import assert from "node:assert/strict";
import { disableParts, inlineConfigs, disableDirectives } from "../../../src/eslint/directive-comments.js";
import { foreignDirectives } from "../../../src/eslint/foreign-directives.js";
import { LineIndex } from "../../../src/text/line-index.js";
import type { SourceRange } from "../../../src/text/source-range.js";
import type { FuzzTarget } from "../fuzz-target.js";
import { assertPlace } from "../places.js";

export const directive: FuzzTarget = {
  seeds: () => [
    " compose-lint-disable-next-line thread-creation, thread-limit -- reason\n eslint-disable compose-lint/syntax\n",
    " eslint compose-lint/image-moved: [error, {\"days\": 3}], compose-lint/syntax: off\n compose-lint-enable\n",
    "// eslint-disable-next-line compose-lint/syntax\n/* eslint-disable compose-lint/syntax -- x */\n",
  ],
  pieces: ["compose-lint-disable", "eslint-disable-line", "-next-line", " -- ", ",", ":", "[", "{", "}", "]", "error", "\"", "thread-creation", "compose-lint/", "// ", "/* ", " */", "eslint "],
  check(text) {
    const lines = new LineIndex(text);
    let start = 0;
    const comments = text.split("\n").map((value) => {
      const range: SourceRange = [start, start + value.length];
      start = range[1] + 1;
      return { value: value.slice(1), range, loc: lines.locationOf(range) };
    });
    disableDirectives(comments, lines);
    for (const comment of comments) {
      for (const { place } of disableParts(comment, lines)) {
        assertPlace("what is removed with a directive", text, place.range);
        const { start, end } = place.loc;
        assertPlace("a directive", text, [lines.offsetAt(start), lines.offsetAt(end)]);
      }
    }
    const { problems } = inlineConfigs(comments);
    for (const { message } of problems) assert.notEqual(message, "");
    for (const { range, comment } of foreignDirectives(text)) {
      assertPlace(comment, text, range);
    }
  },
};
