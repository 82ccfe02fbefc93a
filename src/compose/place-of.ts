import type { Place } from "./project-problem.js";
import type { Origin, Value } from "./value.js";

/** Where a value is written. */
export function placeOf(value: Value): Place {
  return placeOfOrigin(value.origin);
}

/** An origin as a place. */
export function placeOfOrigin({ file, node }: Origin): Place {
  return { file, range: node.range, loc: node.loc };
}
