import { type Distribution, releaseOfDistribution } from "./distribution.js";

/** Distributions whose extended support anybody gets, and in its images too: Debian LTS. Others sell theirs. */
const FREE_EXTENDED = new Set(["debian"]);

/**
 * The day on which a release gets its last security updates without a contract, `YYYY-MM-DD`; null for a rolling release
 * and where it is not known.
 */
export function supportEnd(distribution: Readonly<Distribution>): string | null {
  const release = releaseOfDistribution(distribution);
  if (release === null) return null;
  return (FREE_EXTENDED.has(distribution.id) ? release.extendedEnd : null) ?? release.endOfLife;
}
