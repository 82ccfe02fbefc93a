import { engineReleases } from "./engine-releases.js";
import type { EngineSetup } from "./engine-setup.js";

const NAMED_RANGES = 6;

/**
 * Names engines for people: `20.10.0 to 20.10.3, 20.10.6 to 20.10.9`. Neighbours among the known releases become a
 * range; after six parts the rest is counted.
 */
export function describeEngines(setups: readonly EngineSetup[]): string {
  const [only, ...more] = setups;
  if (only !== undefined && more.length === 0) return only.engine ?? only.label;
  const releases = engineReleases();
  const position = new Map(releases.map(({ version }, index) => [version.release, index]));
  const names = [...new Set(setups.map((setup) => setup.engine ?? setup.label))];
  const ranges: { first: string; last: string; end: number | null }[] = [];
  for (const name of names) {
    const at = position.get(name) ?? null;
    const before = ranges.at(-1);
    if (before !== undefined && at !== null && before.end === at - 1) {
      before.last = name;
      before.end = at;
    } else {
      ranges.push({ first: name, last: name, end: at });
    }
  }
  const parts = ranges.map(({ first, last }) => (first === last ? first : `${first} to ${last}`));
  return parts.length === 2 ? parts.join(" and ") : firstOf(parts);
}

/** Names setups in full; after six the rest is counted. */
export function describeSetups(setups: readonly EngineSetup[]): string {
  return firstOf(setups.map(({ label }) => label));
}

function firstOf(parts: readonly string[]): string {
  if (parts.length <= NAMED_RANGES) return parts.join(", ");
  return `${parts.slice(0, NAMED_RANGES).join(", ")} and ${parts.length - NAMED_RANGES} more`;
}
