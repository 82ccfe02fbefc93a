import type { Cast } from "./cast-rules.js";
import type { ScalarContent } from "./yaml-scalar.js";

const integerPattern = /^[-+]?\d+$/u;
const floatPattern = /^[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?|inf(?:inity)?|nan)$/iu;
// YAML 1.1's words for booleans, which Compose takes with a warning.
const booleans = new Map([
  ...["true", "y", "yes", "on"].map((word): [string, boolean] => [word, true]),
  ...["false", "n", "no", "off"].map((word): [string, boolean] => [word, false]),
]);

const nouns: Record<Cast, string> = { integer: "a whole number", float: "a number", boolean: "`true` or `false`" };

/** What the wanted type is called in a message. */
export function castNoun(cast: Cast): string {
  return nouns[cast];
}

/** A text as the number or boolean that Compose makes of it; null if it can make none. */
export function castText(text: string, cast: Cast): ScalarContent | null {
  switch (cast) {
    case "boolean": {
      const value = booleans.get(text.toLowerCase());
      return value === undefined ? null : { type: "boolean", value };
    }
    case "integer": {
      if (!integerPattern.test(text) || text.length > 20) return null;
      const value = BigInt(text.replace(/^\+/u, ""));
      if (value > 2n ** 63n - 1n || value < -(2n ** 63n)) return null;
      return { type: "integer", value: Number.isSafeInteger(Number(value)) ? Number(value) : value };
    }
    case "float":
      return floatPattern.test(text) ? { type: "float", value: floatOf(text.toLowerCase()) } : null;
  }
}

function floatOf(text: string): number {
  if (text.includes("inf")) return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}
