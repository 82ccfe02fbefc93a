import assert from "node:assert/strict";
import type { SourceLocation, SourceRange } from "../../src/text/source-range.js";
import { LineIndex } from "../../src/text/line-index.js";

/** Fails unless a range lies in a text and has its own location. */
export function assertPlace(what: string, text: string, range: Readonly<SourceRange>, loc?: SourceLocation): void {
  const [start, end] = range;
  const isInside = Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= text.length;
  assert.ok(isInside, `${what} [${start},${end}] does not lie in the text of ${text.length} characters`);
  if (loc !== undefined) assert.deepEqual(loc, new LineIndex(text).locationOf([start, end]), `location of ${what}`);
}
