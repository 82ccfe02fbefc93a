import type { VersionBoundary } from "./official-image.js";

/** A tag that names one version of a program: `3.11.4-slim` is version `3.11.4` with the suffix `-slim`. */
export interface ExactVersion {
  version: string;
  suffix: string;
}

const EXACT = /^v?\d+(?:\.\d+){2}/;

/** Splits a tag that starts with a version of at least three numbers; null for any other tag. */
export function parseExactVersion(tag: string): ExactVersion | null {
  if (!EXACT.test(tag)) return null;
  const dash = tag.indexOf("-");
  return dash === -1 ? { version: tag, suffix: "" } : { version: tag.slice(0, dash), suffix: tag.slice(dash) };
}

/**
 * The release of an exact version: that of the highest boundary which is not above it.
 *
 * @param boundaries lowest first
 * @returns null where the version is older than the first boundary
 */
export function releaseOfVersion(version: string, boundaries: readonly VersionBoundary[]): string | null {
  const boundary = boundaries.findLast(({ from }) => compareVersions(from, version) <= 0);
  return boundary?.release ?? null;
}

/**
 * Orders versions as release managers mean them: numbers by value, and `a1`, `beta2`, `RC1` before the version itself.
 * `9.0.0_11` and `1.2.3.4` count further parts as newer.
 */
export function compareVersions(a: string, b: string): number {
  const left = versionParts(a);
  const right = versionParts(b);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = compareParts(left[index], right[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function versionParts(version: string): (number | string)[] {
  const parts = version.toLowerCase().replace(/^v(?=\d)/, "").match(/\d+|[a-z]+/g) ?? [];
  return parts.map((part) => (/^\d/.test(part) ? Number(part) : part));
}

function compareParts(left: number | string | undefined, right: number | string | undefined): number {
  if (typeof left === "string" && typeof right === "string") return left < right ? -1 : Number(left > right);
  if (typeof left === "string") return -1;
  if (typeof right === "string") return 1;
  return (left ?? 0) - (right ?? 0);
}
