const firstOfWord = /^[-+.~\dnNtTfF]/u;
const firstOfNumber = /^[-+.\d]/u;
const decimal = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/u;
// As many digits as a number has without rounding.
const mostDigits = 15;

const words = new Map<string, boolean | null>([
  ...["~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
]);

/**
 * What the core schema of YAML 1.2 makes of a plain scalar that is not empty; undefined for the numbers that are rarely
 * written: hexadecimal, octal, infinite and very long ones.
 */
export function coreValue(text: string): string | number | boolean | null | undefined {
  if (!firstOfWord.test(text)) return text;
  const word = words.get(text);
  if (word !== undefined) return word;
  // Most words that come here are none of these either, and a file may have no number: V8 need not compile what is below.
  if (!firstOfNumber.test(text)) return text;
  if (decimal.test(text)) return text.length > mostDigits ? undefined : Number(text);
  return /^(?:0[ox]|[-+]?\.(?:inf|nan)$)/iu.test(text) ? undefined : text;
}
