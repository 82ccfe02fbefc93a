/**
 * Versions from one to another, as `[1.2,2.0)`: a bracket takes the bound in, a parenthesis leaves it out, "" is no
 * bound.
 */
export interface VersionInterval {
  from: string;
  takesFrom: boolean;
  to: string;
  takesTo: boolean;
}

const INTERVAL = /^([[(])([^,]*),([^\])]*)([\])])$/;

export function parseInterval(text: string): VersionInterval | null {
  const match = INTERVAL.exec(text);
  if (match === null) return null;
  const [, open = "", from = "", to = "", close = ""] = match;
  return { from, takesFrom: open === "[", to, takesTo: close === "]" };
}

/**
 * Whether the image of a tag's version is of an interval.
 *
 * A tag with fewer numbers than the bound floats: `1.2` is the newest `1.2.x`.
 */
export function isInInterval(version: string, interval: VersionInterval): boolean {
  const low = interval.from === "" ? 1 : compareToBound(version, interval.from);
  const reaches = interval.takesTo && floatsOver(version, interval.to);
  const high = interval.to === "" ? -1 : reaches ? 0 : compareToBound(version, interval.to);
  return (interval.takesFrom ? low >= 0 : low > 0) && (interval.takesTo ? high <= 0 : high < 0);
}

/** Whether a tag's version is the beginning of a bound, so that the tag stands for the newest that begins so. */
export function floatsOver(version: string, bound: string): boolean {
  const left = partsOf(version);
  const right = partsOf(bound);
  return left.length < right.length && left.every((part, index) => part === right[index]);
}

/** Negative if a tag's version is below a bound, 0 if it is the bound, positive if above. */
export function compareToBound(version: string, bound: string): number {
  const left = partsOf(version);
  const right = partsOf(bound);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = compareParts(left[index], right[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function partsOf(version: string): (number | string)[] {
  const parts = version.toLowerCase().match(/\d+|[a-z]+/g) ?? [];
  return parts.map((part) => (/^\d/.test(part) ? Number(part) : part));
}

function compareParts(version: number | string | undefined, bound: number | string | undefined): number {
  if (typeof version === "number" && typeof bound === "number") return version - bound;
  if (version === undefined) return 1; // the tag floats over everything that begins like it
  if (bound === undefined) return isPreRelease(version) ? -1 : Number(version !== 0);
  if (typeof version === "string" && typeof bound === "string") return version < bound ? -1 : Number(version > bound);
  // `26.05-ls1` against `26.05.2-ls2`: the word ends the numbers, so that the next one is 0.
  return typeof version === "string" ? -1 : 1;
}

function isPreRelease(part: number | string): boolean {
  return typeof part === "string" && /^(?:a|alpha|b|beta|rc|m|pre|preview|dev|ea)$/.test(part);
}
