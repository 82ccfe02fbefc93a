/** A runc version in numbers that can be ordered. */
export interface RuncVersion {
  major: number;
  minor: number;
  patch: number;
  /** Number of the release candidate; Infinity for a release. */
  candidate: number;
}

// Numbers are counted afterwards: V8 writes out each place of `{1,4}`, which takes longer than all that it is for.
const VERSION = /^(?:runc[\s-]*)?v?(\d+)\.(\d+)\.(\d+)(?:[-~]?rc\.?(\d+))?(?:[-+~].*)?$/;
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
  const short = CANDIDATE_OF_1_0.exec(written);
  if (short) return { major: 1, minor: 0, patch: 0, candidate: Number(short[1]) };
  const match = VERSION.exec(written);
  if (!match || match.slice(1).some((digits: string | undefined) => (digits ?? "").length > MOST_DIGITS)) return null;
  return {
    major: Number(match[1]),
    minor: Number(match[2]),
    patch: Number(match[3]),
    candidate: match[4] === undefined ? Infinity : Number(match[4]),
  };
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
