import type { Random } from "./random.js";

/** What typing and deleting make of a text for a moment. */
export const kindsOfHalfTyped = ["the text up to a place", "without the end of a line", "without a line", "without a character"] as const;

export type KindOfHalfTyped = (typeof kindsOfHalfTyped)[number];

/** A text as it is while someone types in it. */
export function halfTyped(text: string, kind: KindOfHalfTyped, random: Random): string {
  const at = random.integer(0, Math.max(0, text.length - 1));
  const lineEnd = text.indexOf("\n", at);
  const end = lineEnd === -1 ? text.length : lineEnd;
  switch (kind) {
    case "the text up to a place":
      return text.slice(0, at);
    case "without the end of a line":
      return text.slice(0, at) + text.slice(end);
    case "without a line":
      return text.slice(0, text.lastIndexOf("\n", at - 1) + 1) + text.slice(end + 1);
    case "without a character":
      return text.slice(0, at) + text.slice(at + 1);
  }
}
