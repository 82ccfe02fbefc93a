import { scalarText } from "../compose/yaml-style.js";
import type { TextEdit } from "../text/text-edit.js";
import type { LimitPlace } from "./service-limit.js";

/** The edits that put another value in all of the places; null where one of them cannot be edited here, or is none of this file. */
export function setLimit(places: readonly (LimitPlace | null)[], value: string): TextEdit[] | null {
  const edits: TextEdit[] = [];
  const written = new Set(places.map((place) => place?.scalar ?? null));
  for (const place of places) {
    const node = place?.pair.value;
    // An alias of what is edited changes with it.
    if (node?.type === "YamlAlias" && node.target?.type === "YamlScalar" && written.has(node.target)) continue;
    const scalar = place?.scalar ?? null;
    if (scalar === null) return null;
    const isPlainNumber = scalar.style === "plain" && /^-?\d+$/.test(value);
    edits.push({ range: scalar.range, text: isPlainNumber ? value : scalarText(value, scalar.style) });
  }
  return edits;
}
