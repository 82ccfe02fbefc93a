// Writes src/data/joiner-scripts.ts: the letters that ZWNJ and ZWJ act on, by the properties of Unicode that perl carries.
// npx tsx tools/joiner-scripts.ts
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";

/** Scripts in use today (UAX 31, tables 5 and 7) whose letters join, or are stacked by a virama. */
const scripts = [
  "Adlam", "Arabic", "Balinese", "Batak", "Bengali", "Chakma", "Devanagari", "Gujarati", "Gurmukhi", "Hanifi_Rohingya", "Javanese",
  "Kannada", "Khmer", "Lao", "Malayalam", "Mandaic", "Meetei_Mayek", "Myanmar", "Newa", "Nko", "Oriya", "Saurashtra", "Sinhala",
  "Sundanese", "Syloti_Nagri", "Syriac", "Tai_Tham", "Tamil", "Telugu", "Thai", "Tibetan",
];

/** The sets of UAX 31, section 2.3. */
const sets = {
  left: "[\\p{Joining_Type=Dual_Joining}\\p{Joining_Type=Left_Joining}]",
  right: "[\\p{Joining_Type=Dual_Joining}\\p{Joining_Type=Right_Joining}]",
  virama: "\\p{Canonical_Combining_Class=Virama}",
};

const program = `
use Unicode::UCD;
print Unicode::UCD::UnicodeVersion(), "\\n";
for my $script (qw(${scripts.join(" ")})) {
${Object.entries(sets).map(([name, set]) => `  print "$script ${name}", map({ sprintf " %x", $_ } grep { my $c = chr; $c =~ /\\p{Script=$script}/ && $c =~ /${set}/ } 0x300 .. 0xd7ff, 0xe000 .. 0x1ffff), "\\n";`).join("\n")}
}`;

function ranges(codes: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const code of codes) {
    const last = parts.at(-1);
    if (last?.[1] === code - 1) last[1] = code;
    else parts.push([code, code]);
  }
  return parts.map(([first, last]) => (first === last ? first.toString(16) : `${first.toString(16)}-${last.toString(16)}`)).join(" ");
}

const [version = "", ...lines] = execFileSync("perl", ["-e", program], { encoding: "utf8" }).trimEnd().split("\n");
const found = new Map(lines.map((line) => {
  const [script, set, ...codes] = line.split(" ");
  return [`${script ?? ""} ${set ?? ""}`, ranges(codes.map((code) => Number.parseInt(code, 16)))] as const;
}));
const entries = scripts.map((script) => {
  const own = Object.keys(sets).flatMap((set) => {
    const text = found.get(`${script} ${set}`) ?? "";
    return text === "" ? [] : [`${set}: ${JSON.stringify(text)}`];
  });
  return `  { script: ${JSON.stringify(script)}, ${own.join(", ")} },\n`;
});
writeFileSync("src/data/joiner-scripts.ts", `// Made by tools/joiner-scripts.ts from Unicode ${version}; what the sets are is told there.

/** What ZWNJ and ZWJ act on in a script: ranges of code points in hexadecimal. */
export interface JoinerScript {
  script: string;
  /** Letters that join the one behind them. */
  left?: string;
  /** Letters that join the one before them. */
  right?: string;
  virama?: string;
}

export const joinerScripts: readonly JoinerScript[] = [
${entries.join("")}];
`);
