import type { YamlScalar } from "./ast.js";

/** A scalar as Compose reads it. `timestamp` is a plain date, which Compose cannot use anywhere. */
export type ScalarContent =
  | { type: "string"; value: string }
  | { type: "integer"; value: number | bigint }
  | { type: "float"; value: number }
  | { type: "boolean"; value: boolean }
  | { type: "timestamp"; value: string }
  | { type: "null"; value: null };

const words = new Map<string, ScalarContent>([
  ...["true", "True", "TRUE"].map((word): [string, ScalarContent] => [word, { type: "boolean", value: true }]),
  ...["false", "False", "FALSE"].map((word): [string, ScalarContent] => [word, { type: "boolean", value: false }]),
  ...["", "~", "null", "Null", "NULL"].map((word): [string, ScalarContent] => [word, { type: "null", value: null }]),
  ...[".nan", ".NaN", ".NAN"].map((word): [string, ScalarContent] => [word, { type: "float", value: Number.NaN }]),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word): [string, ScalarContent] => [
    word,
    { type: "float", value: Number.POSITIVE_INFINITY },
  ]),
  ...["-.inf", "-.Inf", "-.INF"].map((word): [string, ScalarContent] => [
    word,
    { type: "float", value: Number.NEGATIVE_INFINITY },
  ]),
]);

const floatPattern = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/u;
const timestampPattern =
  /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?)?$/u;
const integerPattern = /^(?<sign>[-+]?)(?:0[xX](?<hex>[\da-fA-F]+)|0[oO]?(?<octal>[0-7]+)|0[bB](?<binary>[01]+)|(?<decimal>0|[1-9]\d*))$/u;
const largest = 2n ** 64n - 1n;
const smallest = -(2n ** 63n);

/**
 * What go-yaml 3, which Compose reads YAML with, makes of a scalar: a mix of YAML 1.1 and 1.2 in which `0755` is octal,
 * `1_000` a number and `yes` a string.
 */
export function scalarContent(scalar: YamlScalar): ScalarContent {
  const tag = scalar.tag?.value;
  if (tag !== undefined && tag !== "!") return taggedContent(tag, scalar.text);
  return scalar.style === "plain" && tag === undefined ? plainContent(scalar.text) : { type: "string", value: scalar.text };
}

/** What go-yaml makes of a plain scalar's text. */
export function plainContent(text: string): ScalarContent {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (!/^[-+.\d]/u.test(text)) return { type: "string", value: text };
  if (timestampPattern.test(text)) return { type: "timestamp", value: text };
  const bare = text.startsWith(".") ? text : text.replaceAll("_", "");
  const integer = parseInteger(bare);
  if (integer !== null) return { type: "integer", value: integer };
  if (floatPattern.test(bare)) return { type: "float", value: Number(bare) };
  return { type: "string", value: text };
}

function parseInteger(text: string): number | bigint | null {
  const groups = integerPattern.exec(text)?.groups;
  if (groups === undefined) return null;
  const { sign = "", hex, octal, binary, decimal } = groups;
  const digits = hex !== undefined ? `0x${hex}` : octal !== undefined ? `0o${octal}` : binary !== undefined ? `0b${binary}` : (decimal ?? "");
  // More digits than this are out of range whatever they are.
  if (digits.length > 70) return null;
  const value = sign === "-" ? -BigInt(digits) : BigInt(digits);
  if (value > largest || value < smallest || (sign === "+" && value > -smallest - 1n)) return null;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function taggedContent(tag: string, text: string): ScalarContent {
  switch (tag.replace(/^!<tag:yaml\.org,2002:(?<name>\w+)>$/u, "!!$<name>")) {
    case "!!int":
    case "!!bool":
    case "!!null":
    case "!!timestamp":
      return plainContent(text);
    case "!!float": {
      const content = plainContent(text);
      return content.type === "integer" ? { type: "float", value: Number(content.value) } : content;
    }
    case "!!binary":
      return { type: "string", value: decodeBase64(text) };
    default:
      return { type: "string", value: text };
  }
}

function decodeBase64(text: string): string {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    return text;
  }
}
