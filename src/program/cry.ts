import { programSymptoms } from "../data/program-symptoms.js";
import type { Cause } from "./cause.js";
import type { Program, ProgramId } from "./program.js";
import { isDigit, leadingNumbers } from "../text/leading-numbers.js";

/** When the program notices. Each reads well behind "it dies" or "it stops". */
export type CryMoment =
  | "at start"
  | "at first start"
  | "when it creates a thread"
  | "when it starts a program"
  | "when it resolves a name"
  | "when it unpacks a package"
  | "when it talks to its agent"
  | "when memory runs out"
  | "with thread pools";

/** What a program does and prints when it is refused what it needs. */
export interface Cry {
  /** The decisive words as printed, without times and process ids; empty where nothing is printed. */
  readonly words: string;
  /** The exit status (128 + signal); null where the process goes on or hangs. */
  readonly exit: number | null;
  readonly when: CryMoment;
  readonly then: "exits" | "goes on" | "hangs" | "stays up";
  /** The version that this was seen with; null where the report does not tell. */
  readonly seenWith: string | null;
  /** `measured`, or the report on GitHub that has the words, such as `dotnet/sdk#37661`. */
  readonly source: string;
}

/**
 * How a program cries when a cause stops it; null where nothing was measured, or where it goes on unharmed.
 * `version` picks the wording of that release where the wording changed (`18`, `18.20`, a tag such as `18-alpine`).
 * Source: src/data/program-symptoms.ts. `memory` was measured as a limit of the address space; a container that reaches
 * its memory limit is killed by the kernel without a word (exit status 137).
 */
export function cry(program: Program | ProgramId, cause: Cause, version?: string | null): Cry | null {
  const rows = cries(program, cause);
  const wanted = numbersOf(version ?? null);
  if (wanted.length === 0) return rows[0] ?? null;
  const moment = rows[0]?.when;
  let best: Cry | null = null;
  for (const row of rows.filter(({ when }) => when === moment)) {
    const older = compare(numbersOf(row.seenWith), wanted) <= 0;
    if (older && (best === null || compare(numbersOf(row.seenWith), numbersOf(best.seenWith)) > 0)) best = row;
  }
  return best ?? oldest(rows) ?? null;
}

/** Everything that was measured for a program and a cause, the most telling first. */
export function cries(program: Program | ProgramId, cause: Cause): Cry[] {
  const id = typeof program === "string" ? program : program.id;
  const found: Cry[] = [];
  for (const line of programSymptoms) {
    if (!line.startsWith(`${id}\t`)) continue;
    const [, seenWith, rowCause, when, then, exit, words, source] = line.split("\t");
    if (rowCause !== cause || seenWith === undefined || words === undefined || source === undefined) continue;
    found.push({
      words,
      exit: exit === "-" ? null : Number(exit),
      when: when as CryMoment,
      then: then as Cry["then"],
      seenWith: seenWith === "-" ? null : seenWith,
      source,
    });
  }
  return found;
}

function oldest(rows: readonly Cry[]): Cry | undefined {
  return [...rows].sort((a, b) => compare(numbersOf(a.seenWith), numbersOf(b.seenWith)))[0];
}

/** What may stand before a number: `alpine3.20`. */
const LONGEST_WORD = 8;

// Only the number in front counts: `18.20-bookworm` is 18.20, `lts-alpine` has none. A missing part is the newest one.
function numbersOf(version: string | null): number[] {
  const text = version ?? "";
  let start = 0;
  while (start < LONGEST_WORD && !isDigit(text.charCodeAt(start))) start += 1;
  return leadingNumbers(text.slice(start));
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < 3; index += 1) {
    const difference = (a[index] ?? Infinity) - (b[index] ?? Infinity);
    if (Number.isNaN(difference)) return 0;
    if (difference !== 0) return difference;
  }
  return 0;
}
