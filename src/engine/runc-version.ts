import { threeNumbers } from "./three-numbers.js";

/** A runc version in numbers that can be ordered. */
export interface RuncVersion {
  major: number;
  minor: number;
  patch: number;
  /** Number of the release candidate; Infinity for a release. */
  candidate: number;
}

const ENDING = /^(?:[-~]?rc\.?(\d+))?(?:[-+~].*)?$/;
const MOST_DIGITS = 4;
const CANDIDATE_OF_1_0 = /^rc(\d{1,3})$/;

/**
 * Reads a runc version as runc, Docker or a distribution writes it: `1.0.0-rc93`, `1.1.12`, `1.0.0~rc93+ds1-5`, `rc93`,
 * `1.0.0-rc5+69663f0` (a commit after that candidate).
 *
 * @returns null for anything else
 */
export function parseRuncVersion(text: string): RuncVersion | null {
  const written = text.trim().toLowerCase();
  const short = written.startsWith("rc") ? CANDIDATE_OF_1_0.exec(written) : null;
  if (short) return { major: 1, minor: 0, patch: 0, candidate: Number(short[1]) };
  const numbers = threeNumbers(written.startsWith("runc") ? written.replace(/^runc[\s-]*/, "") : written, MOST_DIGITS);
  if (numbers === null) return null;
  const { major, minor, patch, rest } = numbers;
  if (rest === "") return { major, minor, patch, candidate: Infinity };
  const ending = ENDING.exec(rest);
  const digits: string | undefined = ending?.[1];
  if (ending === null || (digits ?? "").length > MOST_DIGITS) return null;
  return { major, minor, patch, candidate: digits === undefined ? Infinity : Number(digits) };
}

/** Whether a runc is at least the given one. */
export function runcAtLeast(
  version: RuncVersion,
  major: number,
  minor: number,
  patch: number,
  candidate = Infinity,
): boolean {
  const difference = version.major - major || version.minor - minor || version.patch - patch;
  return difference === 0 ? version.candidate >= candidate : difference > 0;
}
