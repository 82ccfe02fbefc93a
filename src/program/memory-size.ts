// One factor for each letter, as a power of 1024.
const powers = "kmgtpe";

/** Bytes of a Java size (`-Xmx512m`): whole numbers, k, m, g or t in any case, without a letter bytes. */
export function javaBytes(size: string): number | null {
  const match = /^([0-9]{1,15})([kmgt]?)$/i.exec(size.trim());
  return match === null ? null : scaled(Number(match[1]), match[2] ?? "", 1024);
}

/** Bytes of an option of MySQL and MariaDB (`1G`): K, M, G, T, P or E in any case. */
export function mysqlBytes(size: string): number | null {
  const match = /^([0-9]{1,15})([kmgtpe]?)$/i.exec(size.trim());
  return match === null ? null : scaled(Number(match[1]), match[2] ?? "", 1024);
}

/**
 * Bytes of a memory setting of PostgreSQL (`512MB`, `'1 GB'`): its units are B, kB, MB, GB and TB, written so; without
 * a unit it counts blocks, of 8 KiB for `shared_buffers`.
 */
export function postgresBytes(size: string, blockBytes = 8192): number | null {
  const plain = size.trim().replace(/^'(.*)'$/, "$1").trim();
  const match = /^([0-9]{1,15}(?:\.[0-9]{1,9})?)\s?(B|kB|MB|GB|TB)?$/.exec(plain);
  if (match === null) return null;
  const [, number, unit] = match;
  if (unit === undefined) return Math.floor(Number(number) * blockBytes);
  return scaled(Number(number), unit.slice(0, -1), 1024);
}

/** Bytes of a size in Redis' configuration: `k`, `m`, `g` are powers of 1000, `kb`, `mb`, `gb` powers of 1024. */
export function redisBytes(size: string): number | null {
  const match = /^([0-9]{1,15})([kmg]?)(b?)$/i.exec(size.trim());
  if (match === null) return null;
  return scaled(Number(match[1]), match[2] ?? "", match[3] === "" ? 1000 : 1024);
}

/** Bytes of Go's GOMEMLIMIT: a number with B, KiB, MiB, GiB or TiB, written so. */
export function goBytes(size: string): number | null {
  const match = /^([0-9]{1,15})(?:(B)|([KMGT])iB)?$/.exec(size.trim());
  return match === null ? null : scaled(Number(match[1]), match[3] ?? "", 1024);
}

/** Bytes of PHP's `memory_limit`: K, M or G in any case; `-1` (no limit) and others are null. */
export function phpBytes(size: string): number | null {
  const match = /^([0-9]{1,15})([kmg]?)$/i.exec(size.trim());
  return match === null ? null : scaled(Number(match[1]), match[2] ?? "", 1024);
}

/** A size for people: `512 MiB`, `1.5 GiB`, `900 B`. */
export function readableBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  let value = bytes;
  let index = 0;
  while (value >= 1024 && index < units.length - 1) {
    value /= 1024;
    index += 1;
  }
  return `${Math.round(value * 10) / 10} ${units[index] ?? "B"}`;
}

function scaled(number: number, letter: string, base: number): number | null {
  const power = letter === "" ? 0 : powers.indexOf(letter.toLowerCase()) + 1;
  const bytes = Math.floor(number * base ** power);
  return Number.isSafeInteger(bytes) ? bytes : null;
}
