const multipliers: Record<string, number> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4, p: 1024 ** 5 };
// A number, perhaps a space, and a unit of at most three letters: `512m`, `1.5 GiB`, `100b`.
const sizePattern = /^(?<number>[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?) ?(?:(?<unit>[kmgtp])(?:i?b)?|b)?$/iu;

/** The bytes of a size as Docker reads it (go-units, RAMInBytes), all units being powers of 1024; null for what it refuses. */
export function parseByteSize(text: string): number | null {
  const groups = sizePattern.exec(text)?.groups;
  if (groups === undefined) return null;
  const { number = "", unit } = groups;
  const size = Number(number) * (unit === undefined ? 1 : (multipliers[unit.toLowerCase()] ?? 1));
  return size < 0 || !Number.isFinite(size) ? null : Math.trunc(size);
}
