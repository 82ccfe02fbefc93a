const multipliers: Record<string, number> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4, p: 1024 ** 5 };

/** What is as large no longer goes into Go's int64, and becomes the smallest number of that. */
export const sizeOverflow = 2 ** 63;

// A number as Go's ParseFloat reads it, underscores between digits included, perhaps a space, and a unit of at most three letters: `512m`, `1.5 GiB`, `100b`.
const sizePattern = /^(?<number>[-+]?(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:e[-+]?\d+)?) ?(?:(?<unit>[kmgtp])(?:i?b)?|b)?$/iu;

/**
 * The bytes of a size as Docker's client and Compose read it (go-units, RAMInBytes) in `mem_limit`, `--memory` and the like,
 * all units being powers of 1024; null for what they refuse. From `sizeOverflow` on they make a negative number of it.
 */
export function parseByteSize(text: string): number | null {
  const groups = sizePattern.exec(text)?.groups;
  if (groups === undefined) return null;
  const { number = "", unit } = groups;
  const size = Number(number.replaceAll("_", "")) * (unit === undefined ? 1 : (multipliers[unit.toLowerCase()] ?? 1));
  return size < 0 || !Number.isFinite(size) ? null : Math.trunc(size);
}
