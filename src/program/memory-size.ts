// One factor for each letter, as a power of 1024.
const powers = "kmgtpe";

// A number as Go's ParseFloat reads it, for what comes before a unit: sign, underscores between digits, exponent.
const goNumber = /^\+?(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:e[+-]?\d{1,3})?$/i;

/**
 * Bytes of a size as Compose reads it in `mem_limit`, `deploy.resources.limits.memory`, `shm_size` and the like: a
 * number, or a number, at most one blank and a unit (`b`, `k`, `kb`, `kib`, `m` ... `p`, in any case, each 1024 times
 * the one before). Null where Compose refuses it or takes it for no limit (negative numbers, YAML's with a fraction).
 * Source: what `docker compose config` 2.40.3 answered for each form (see test/program/memory-size.test.ts).
 */
export function composeBytes(size: string | number): number | null {
  if (typeof size === "number") return Number.isSafeInteger(size) && size >= 0 ? size : null;
  // The unit starts behind the last digit, point or blank, so that `1e3` is a number and `1e` is not.
  const match = size.length > 64 ? null : /^(.*[0-9.]) ?(|b|[kmgtp](?:i?b)?)$/i.exec(size);
  const number = match?.[1] ?? "";
  if (!goNumber.test(number)) return null;
  return scaled(Number(number.replaceAll("_", "")), (match?.[2] ?? "").replace(/i?b$/i, ""), 1024);
}

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
