import { versionNumbers } from "../text/leading-numbers.js";

/** From which version on an exact version's image has which release. */
export interface VersionBoundary {
  from: string;
  /** Null: nothing is known of versions above this one. */
  release: string | null;
}

/** A tag that names one version of a program: `3.11.4-slim` is version `3.11.4` with the suffix `-slim`. */
export interface ExactVersion {
  version: string;
  suffix: string;
}

/**
 * Words after the number that belong to the version: `-rc1`, `-beta.2`, `-M3`, and a build number as in `8.0.27-18`.
 */
const VERSION_PART = /^(?:(?:rc|beta|alpha|m|preview|ea)[.\d]*|\d{1,2})$/i;

/** Splits a tag that starts with a version of at least three numbers; null for any other tag. */
export function parseExactVersion(tag: string): ExactVersion | null {
  if (versionNumbers(tag).length < 3) return null;
  const [first = "", ...rest] = tag.split("-");
  const end = rest.findIndex((word) => !VERSION_PART.test(word));
  const parts = end === -1 ? rest : rest.slice(0, end);
  const version = [first, ...parts].join("-");
  return { version: version.replace(/^v/, ""), suffix: tag.slice(version.length) };
}

/** Where a version lies among the boundaries of its image. */
export type VersionPlace = { kind: "known"; release: string } | { kind: "older" } | { kind: "newer" };

/**
 * The release of an exact version: that of the highest boundary which is not above it.
 *
 * @param boundaries lowest first
 */
export function placeOfVersion(version: string, boundaries: readonly VersionBoundary[]): VersionPlace {
  const newest = boundaries.findLast(({ release }) => release === null)?.from;
  if (newest !== undefined && compareVersions(version, newest) > 0) return { kind: "newer" };
  const boundary = boundaries.findLast(({ from, release }) => release !== null && compareVersions(from, version) <= 0);
  return boundary?.release == null ? { kind: "older" } : { kind: "known", release: boundary.release };
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
  const parts =
    version
      .toLowerCase()
      .replace(/^v(?=\d)/, "")
      .match(/\d+|[a-z]+/g) ?? [];
  return parts.map((part) => (/^\d/.test(part) ? Number(part) : part));
}

function compareParts(left: number | string | undefined, right: number | string | undefined): number {
  if (typeof left === "string" && typeof right === "string") return left < right ? -1 : Number(left > right);
  if (typeof left === "string") return -1;
  if (typeof right === "string") return 1;
  return (left ?? 0) - (right ?? 0);
}
