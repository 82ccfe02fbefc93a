import { scalarText } from "../compose/yaml-style.js";
import type { TextEdit } from "../text/text-edit.js";
import type { LimitPlace } from "./service-limit.js";

/** The edits that put another value in all of the places; null where one of them cannot be edited here. */
export function setLimit(places: readonly LimitPlace[], value: string): TextEdit[] | null {
  const edits: TextEdit[] = [];
  for (const { scalar } of places) {
    if (scalar === null) return null;
    const isPlainNumber = scalar.style === "plain" && /^-?\d+$/.test(value);
    edits.push({ range: scalar.range, text: isPlainNumber ? value : scalarText(value, scalar.style) });
  }
  return edits;
}
