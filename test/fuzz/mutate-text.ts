import type { Random } from "../compose/random.js";
import { LONGEST_INPUT } from "./fuzz-target.js";

type Mutation = (text: string, random: Random, material: Material) => string;

export interface Material {
  readonly pieces: readonly string[];
  /** Texts of which lines are taken over. */
  readonly others: readonly string[];
}

// What has surprised readers of texts: numbers, characters, sizes.
const hazards = [
  "0", "-1", "00", "0x1F", "1e999", "-1e-999", "9".repeat(40), "1".repeat(400), ".inf", ".nan", "~", "null", "true", "yes", "2026-01-01", "12:34:56",
  "", " ", '""', "''", "{}", "[]", "[[]]", "\u0000", "\u0007", "\u001b[31m", "\u007f", "\u0085", "\u00a0", "\u200e", "\u2028", "\u202e", "\u2066", "\u200b", "\u00ad",
  "\ufeff", "\ufffe", "\uffff", "\ud800", "\udc00", "😀", "é", "e\u0301", "ſ", "İ", "中", "\\", "\\n", "\\x9b", "%00", "../../..", "/dev/zero", "~/x", "C:\\x",
  "__proto__", "constructor", "toString", "hasOwnProperty", "a".repeat(3000), "=".repeat(500), "#".repeat(500), " ".repeat(2000), "\t\t", "${", "${A:-${B:-${C}}}", "$$", "$A",
] as const;

const yamlTokens = [
  ": ", ":", "- ", "? ", ", ", "[", "]", "{", "}", "&a ", "*a", "<<: *a", "!!str ", "!reset ", "!override null", "! ", "|\n", ">-\n", "|2+\n", "'", '"', "# ", " #x", "---\n",
  "...\n", "%YAML 1.1\n", "@", "`", "\t", "\r", "\r\n", "\n", "\n\n", "\n  ", "\n    ", "\n- ",
] as const;

const textPlace = (text: string, random: Random): number => random.integer(0, text.length);
const insertAt = (text: string, at: number, piece: string): string => text.slice(0, at) + piece + text.slice(at);

function withLines(text: string, change: (lines: string[]) => void): string {
  const lines = text.split("\n");
  change(lines);
  return lines.join("\n");
}

/** A run of lines and where it starts. */
function someLines(lines: readonly string[], random: Random): [number, number] {
  const at = random.integer(0, lines.length - 1);
  return [at, random.integer(1, Math.min(8, lines.length - at))];
}

/** Changes a value: what stands behind the first `: `, `=` or `- ` of a line. */
function withValue(text: string, random: Random, change: (value: string) => string): string {
  return withLines(text, (lines) => {
    const at = random.integer(0, lines.length - 1);
    const line = lines[at] ?? "";
    const start = /[:=-] ?/u.exec(line);
    const from = start === null ? 0 : start.index + start[0].length;
    lines[at] = line.slice(0, from) + change(line.slice(from));
  });
}

const mutations: readonly Mutation[] = [
  (text, random, { pieces }) => insertAt(text, textPlace(text, random), random.pick(pieces)),
  (text, random, { pieces }) => insertAt(text, textPlace(text, random), random.pick(pieces)),
  (text, random) => insertAt(text, textPlace(text, random), random.pick(yamlTokens)),
  (text, random) => insertAt(text, textPlace(text, random), random.pick(hazards)),
  (text, random) => withValue(text, random, () => random.pick(hazards)),
  (text, random, { pieces }) => withValue(text, random, () => random.pick(pieces)),
  (text, random) => withValue(text, random, (value) => random.pick([`[${value}]`, `{a: ${value}}`, `'${value}'`, `"${value}"`, `&a ${value}`, `!!str ${value}`, `${value} ${value}`, `>\n      ${value}`])),
  (text, random) => withValue(text, random, () => random.pick(["*a", "*b", "[*a, *a]", "{<<: *a}", "&a", "&a {b: *a}"])),
  // Indentation.
  (text, random) => withLines(text, (lines) => {
    const [at, count] = someLines(lines, random);
    const by = random.integer(-4, 4);
    for (let index = at; index < at + count; index += 1) {
      const line = lines[index] ?? "";
      lines[index] = by >= 0 ? " ".repeat(by) + line : line.replace(new RegExp(`^ {0,${-by}}`, "u"), "");
    }
  }),
  (text, random) => withLines(text, (lines) => {
    const at = random.integer(0, lines.length - 1);
    lines[at] = (lines[at] ?? "").replace(/^ +/u, (spaces) => "\t".repeat(Math.ceil(spaces.length / 2)));
  }),
  // Lines.
  (text, random) => withLines(text, (lines) => void lines.splice(...someLines(lines, random))),
  (text, random) => withLines(text, (lines) => {
    const [at, count] = someLines(lines, random);
    lines.splice(random.integer(0, lines.length), 0, ...lines.slice(at, at + count));
  }),
  (text, random) => withLines(text, (lines) => {
    const [at, count] = someLines(lines, random);
    lines.splice(random.integer(0, lines.length - count), 0, ...lines.splice(at, count));
  }),
  (text, random, { others }) => withLines(text, (lines) => {
    const foreign = random.pick(others).split("\n");
    const [at, count] = someLines(foreign, random);
    lines.splice(random.integer(0, lines.length), 0, ...foreign.slice(at, at + count));
  }),
  (text, random, { pieces }) => withLines(text, (lines) => void lines.splice(random.integer(0, lines.length), 0, random.pick(pieces))),
  // Much of something.
  (text, random) => {
    const at = textPlace(text, random);
    const part = text.slice(at, at + random.integer(1, 30));
    return insertAt(text, at, part.repeat(random.pick([2, 10, 100, 500])));
  },
  (text, random) => {
    const [open, close] = random.pick([["[", "]"], ["{a: ", "}"], ["- ", ""], ["? ", ""], ["(", ")"], ["${A:-", "}"], ["\"", "\""], ["{\"a\":", "}"]] as const);
    const depth = random.pick([3, 50, 150, 300, 1500]);
    return insertAt(text, textPlace(text, random), open.repeat(depth) + random.pick(["x", "", "1"]) + close.repeat(random.chance(0.8) ? depth : 3));
  },
  (text, random) => insertAt(text, textPlace(text, random), random.pick(hazards).repeat(random.pick([3, 200]))),
  // Small.
  (text, random) => {
    const at = textPlace(text, random);
    return text.slice(0, at) + text.slice(at + random.integer(1, 4));
  },
  (text, random) => text.slice(0, textPlace(text, random)),
  (text, random) => {
    const at = textPlace(text, random);
    return text.slice(0, at) + String.fromCharCode(random.integer(0, random.chance(0.8) ? 127 : 0xffff)) + text.slice(at + 1);
  },
  (text, random) => text.replaceAll("\n", random.pick(["\r\n", "\r", "\n\n"])),
  (text) => `\ufeff${text}`,
  (text, random) => text + random.pick(["", "\n", " ", "\t", "\\", "#", "\r", "\0"]),
];

/** A text with one to six changes. */
export function mutateText(text: string, random: Random, material: Material): string {
  let result = text;
  for (let count = random.integer(1, random.chance(0.7) ? 2 : 6); count > 0; count -= 1) result = random.pick(mutations)(result, random, material);
  return result.slice(0, LONGEST_INPUT);
}
