import type { Random } from "./random.js";
import type { SketchVariable } from "./sketch-writer.js";

const noise = [
  "# a comment",
  "",
  "   ",
  "PLAIN=value",
  "SPACED = around the sign ",
  "export EXPORTED=yes",
  "COLON: yaml style",
  "INLINE=value # comment",
  "HASH=va#lue",
  "SINGLE='single $PLAIN # not a comment'",
  'DOUBLE="double ${PLAIN} \\n new line \\t tab \\$kept"',
  'MULTI="first\nsecond"',
  "REF=$PLAIN/${NOPE:-default}/${PLAIN:+set}",
  "EMPTY=",
  'QUOTES="say \\"hi\\""',
  "APOSTROPHE='it\\'s'",
  'OCTAL="\\0101"',
  "INHERITED",
  "FOO=from file",
  "DOTS.and-dashes=1",
  "TRAIL=space   ",
  "  INDENTED=1",
  "TWO=a=b=c",
  'AFTER="quoted" # comment',
  "URL=http://x:80/?q=1&r=2",
  "ESC=a\\nb",
  "LIST[0]=x",
  "ÜMLAUT=ä",
  "DOLLAR=$$5",
  "COUNT=7",
];

/** A file of lines of every kind that `.env` files have. */
export function dotenvNoise(random: Random): string {
  const lines = random.some(noise, 10);
  const lineEnd = random.chance(0.15) ? "\r\n" : "\n";
  const text = lines.join(lineEnd);
  return (random.chance(0.05) ? "\ufeff" : "") + text + (random.chance(0.9) ? lineEnd : "");
}

/** A file that gives variables the values that a project needs. */
export function dotenvText(variables: readonly SketchVariable[], random: Random): string {
  const lines = variables.map(({ name, value }) => {
    const form = random.integer(0, 4);
    if (form === 0) return `${name}='${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
    const escaped = value.replaceAll("$", "$$$$");
    if (form === 1 && !/["\\]/u.test(value)) return `export ${name}="${escaped}"`;
    if (/^[\w./:-]+$/u.test(value)) return form === 2 ? `${name}: ${value}` : `${name}=${value}${form === 3 ? "  # note" : ""}`;
    return `${name}='${value.replaceAll("'", "\\'")}'`;
  });
  return `${lines.join("\n")}\n`;
}
