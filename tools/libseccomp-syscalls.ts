// Writes src/data/libseccomp-syscalls.tsv: which syscall names libseccomp can resolve, since which release, and to which
// number on each architecture.
//
//   node --import tsx tools/libseccomp-syscalls.ts LIBSECCOMP_CHECKOUT
//
// LIBSECCOMP_CHECKOUT is a git clone of seccomp/libseccomp with tags. Until 2.4 every architecture has a table of its own
// in src/arch-*-syscalls.c, from 2.5.0 on there is one src/syscalls.csv.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";

const OUTPUT = new URL("../src/data/libseccomp-syscalls.tsv", import.meta.url);
const ARCHITECTURES = ["x86_64", "x86", "x32", "arm", "aarch64"] as const;
const FIRST_RELEASE = [2, 1, 1];
/** A backport to the 2.4 line that was made after 2.5.0. */
const LATE_BACKPORT = "2.4.4";

/** A name without a number of its own on an architecture, which libseccomp accepts nevertheless. */
const PSEUDO = "-";
/** A name that libseccomp does not know on an architecture. */
const UNKNOWN = ".";

type Numbers = Map<string, string>;

function git(checkout: string, ...args: string[]): string {
  return execFileSync("git", ["-C", checkout, ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
    stdio: ["ignore", "pipe", "ignore"],
  });
}

function releases(checkout: string): string[] {
  const numbers = (release: string): number[] => release.split(".").map(Number);
  const difference = (a: number[], b: number[]): number =>
    a.map((part, index) => part - (b[index] ?? 0)).find((value) => value !== 0) ?? 0;
  return git(checkout, "tag")
    .split("\n")
    .flatMap((tag) => /^v(\d+\.\d+\.\d+)$/.exec(tag)?.[1] ?? [])
    .filter((release) => difference(numbers(release), FIRST_RELEASE) >= 0)
    .sort((a, b) => difference(numbers(a), numbers(b)));
}

/** Name -> "n,n,n,n,n" in the order of ARCHITECTURES. */
function tableOf(checkout: string, release: string): Map<string, string> {
  const perArchitecture = csvTables(checkout, release) ?? cTables(checkout, release);
  const names = new Set(perArchitecture.flatMap((numbers) => [...numbers.keys()]));
  return new Map([...names].map((name) => [name, perArchitecture.map((n) => n.get(name) ?? UNKNOWN).join(",")]));
}

function csvTables(checkout: string, release: string): Numbers[] | null {
  let text: string;
  try {
    text = git(checkout, "show", `v${release}:src/syscalls.csv`);
  } catch {
    return null;
  }
  const [header = "", ...lines] = text.trim().split("\n");
  const columns = header.split(",");
  const rows = lines.filter((line) => !line.startsWith("#")).map((line) => line.split(","));
  return ARCHITECTURES.map((architecture) => {
    const column = columns.indexOf(architecture);
    if (column < 0) throw new Error(`${release}: no column ${architecture}`);
    return new Map(
      rows.map((row) => {
        const number = row[column] ?? "";
        return [row[0] ?? "", number === "PNR" ? PSEUDO : number];
      }),
    );
  });
}

const C_ENTRY = /^[ \t]*\{[ \t]*"(\w+)",([^}\n]*)\}/gm;

function cTables(checkout: string, release: string): Numbers[] {
  return ARCHITECTURES.map((architecture) => {
    const text = cTable(checkout, release, architecture);
    return new Map([...text.matchAll(C_ENTRY)].map((match) => [match[1] ?? "", cNumber(match[2]?.trim() ?? "", release)]));
  });
}

/** The C source of one table; "" where the release does not know the architecture (aarch64 came with 2.2). */
function cTable(checkout: string, release: string, architecture: string): string {
  try {
    return git(checkout, "show", `v${release}:src/arch-${architecture}-syscalls.c`);
  } catch {
    return "";
  }
}

const BASES: Record<string, number> = { __ARM_NR_BASE: 0x0f0000, __SCMP_ARM_NR_BASE: 0x0f0000 };

/** `43`, `__PNR_accept`, `(__NR_SYSCALL_BASE + (__ARM_NR_BASE + 1))`, `(X32_SYSCALL_BIT + 43)`: bases that are not ARM's are 0 here. */
function cNumber(expression: string, release: string): string {
  if (/^\(?__PNR_\w+\)?$/.test(expression)) return PSEUDO;
  const terms = expression.replace(/[()\s]/g, "").split("+");
  const number = terms.reduce((sum, term) => {
    if (/^\d+$/.test(term)) return sum + Number(term);
    if (!/^_*(?:NR_SYSCALL_BASE|SCMP_NR_BASE|X32_SYSCALL_BIT|ARM_NR_BASE|SCMP_ARM_NR_BASE)$/.test(term)) return NaN;
    return sum + (BASES[term] ?? 0);
  }, 0);
  if (Number.isNaN(number)) throw new Error(`${release}: cannot read ${expression}`);
  return String(number);
}

function main(): void {
  const checkout = process.argv[2];
  if (checkout === undefined) {
    process.stderr.write("usage: tools/libseccomp-syscalls.ts LIBSECCOMP_CHECKOUT\n");
    process.exit(2);
  }
  const history = new Map<string, string[]>();
  const line = releases(checkout).filter((release) => release !== LATE_BACKPORT);
  let before = new Map<string, string>();
  for (const release of line) {
    const table = tableOf(checkout, release);
    for (const name of new Set([...before.keys(), ...table.keys()])) {
      const now = table.get(name) ?? ARCHITECTURES.map(() => UNKNOWN).join(",");
      if (now !== before.get(name)) history.set(name, [...(history.get(name) ?? []), `${release}:${now}`]);
    }
    before = table;
  }
  checkBackport(checkout);
  const date = new Date().toISOString().slice(0, 10);
  const header = [
    `# Syscall name, then since which libseccomp release which numbers: ${ARCHITECTURES.join(",")}.`,
    `# "${PSEUDO}" is a name that libseccomp accepts without a number there, "${UNKNOWN}" one that it does not know. Numbers of`,
    `# x32 are without their bit 30. Source: seccomp/libseccomp, tags up to ${line.at(-1) ?? ""}, read ${date} by`,
    `# tools/libseccomp-syscalls.ts. ${LATE_BACKPORT} is a later backport that knows what 2.5.0 knows.`,
  ];
  const lines = [...history].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, rows]) => `${name}\t${rows.join("\t")}`);
  writeFileSync(OUTPUT, [...header, ...lines, ""].join("\n"));
  process.stdout.write(`${lines.length} names, ${line.length} releases\n`);
}

/** The reader of the table takes 2.4.4 for 2.5.0; this says where that is not so. */
function checkBackport(checkout: string): void {
  const [backport, model] = [tableOf(checkout, LATE_BACKPORT), tableOf(checkout, "2.5.0")];
  for (const [name, numbers] of model) {
    const own = backport.get(name);
    if (own !== numbers) process.stderr.write(`${LATE_BACKPORT} differs: ${name} ${own ?? "unknown"} / ${numbers}\n`);
  }
}

main();
