import type { RelatedLocation } from "../eslint/lint-host.js";
import { toldText } from "../text/told-text.js";
import type { RelatedPlace } from "./lint-result.js";

/** A second place of a finding as results have it, with lines and columns from 1. */
export function relatedPlace({ path: filePath, loc: { start, end }, message }: RelatedLocation): RelatedPlace {
  return {
    filePath,
    line: start.line,
    column: start.column + 1,
    endLine: end.line,
    endColumn: end.column + 1,
    message: toldText(message),
  };
}
