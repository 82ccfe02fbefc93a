import { threeNumbers } from "./three-numbers.js";

/** A Docker Engine version, taken apart. */
export interface EngineVersion {
  /** As it was written, such as `20.10.5+dfsg1-1+deb11u1`. */
  text: string;
  /** The release as Docker writes it, such as `18.09.9`: the calendar versions have two digits in the middle. */
  release: string;
  major: number;
  minor: number;
  patch: number;
  /** What follows the three numbers, such as `+dfsg1` or `-ce`; "" for none. */
  suffix: string;
}

const SUFFIX = /^(?:[-+~]|[cC][eE]\b)[^\s|<>=,]*$/;
const MOST_DIGITS = 5;

/** The releases of 2017 to 2020 were named after year and month. */
const FIRST_CALENDAR_MAJOR = 17;
const LAST_CALENDAR_MAJOR = 20;

/** The release number as Docker writes it: `18.09.1`, `20.10.9`, `23.0.6`, `1.13.1`. */
export function releaseName(major: number, minor: number, patch: number): string {
  const calendar = major >= FIRST_CALENDAR_MAJOR && major <= LAST_CALENDAR_MAJOR;
  return `${major}.${calendar ? String(minor).padStart(2, "0") : minor}.${patch}`;
}

/**
 * Reads one engine version as `docker version` or a package manager prints it.
 *
 * @returns null for anything else, a range included
 */
export function parseEngineVersion(text: string): EngineVersion | null {
  const written = text.trim();
  const lower = written.toLowerCase();
  const numbers = threeNumbers(lower, MOST_DIGITS);
  if (numbers === null) return null;
  const { major, minor, patch, rest } = numbers;
  const suffix = written.slice(lower.length - rest.length);
  if (suffix !== "" && !SUFFIX.test(suffix)) return null;
  return {
    text: written,
    release: releaseName(major, minor, patch),
    major,
    minor,
    patch,
    suffix,
  };
}

/** Orders by the three numbers; what follows them does not count. */
export function compareEngineVersions(
  a: Pick<EngineVersion, "major" | "minor" | "patch">,
  b: Pick<EngineVersion, "major" | "minor" | "patch">,
): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}
