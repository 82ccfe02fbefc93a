const units: Record<string, bigint> = {
  ns: 1n,
  us: 1000n,
  "µs": 1000n,
  "μs": 1000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  w: 604_800_000_000_000n,
};
const largest = 2n ** 63n - 1n;
const piecePattern = /(?<whole>\d*)(?:\.(?<fraction>\d*))?(?<unit>[^.\d]+)/uy;

/** The nanoseconds of a duration as Compose writes them (`1m30s`, `1.5h`, `2d`); null for what it refuses. */
export function parseDuration(text: string): bigint | null {
  const isNegative = text.startsWith("-");
  const rest = /^[-+]/u.test(text) ? text.slice(1) : text;
  if (rest === "0") return 0n;
  if (rest === "") return null;
  let total = 0n;
  for (let position = 0; position < rest.length; ) {
    piecePattern.lastIndex = position;
    const piece = piecePattern.exec(rest);
    const amount = piece?.groups === undefined ? null : nanoseconds(piece.groups);
    if (piece === null || amount === null) return null;
    total += amount;
    if (total > largest) return null;
    position += piece[0].length;
  }
  return isNegative ? -total : total;
}

function nanoseconds(groups: Record<string, string | undefined>): bigint | null {
  const { whole = "", fraction = "", unit = "" } = groups;
  const size = units[unit];
  if (size === undefined || (whole === "" && fraction === "") || whole.length > 19) return null;
  const amount = BigInt(whole === "" ? "0" : whole) * size;
  // Go computes the fraction in floating point, and cuts it off.
  const digits = fraction.slice(0, 18);
  const part = digits === "" ? 0 : Math.trunc(Number(digits) * (Number(size) / 10 ** digits.length));
  return amount > largest ? null : amount + BigInt(part);
}

/** A duration as Go prints it: `1m30s`, `2h0m0s`, `1.5s`, `0s`. */
export function durationText(duration: bigint): string {
  if (duration === 0n) return "0s";
  const sign = duration < 0n ? "-" : "";
  const amount = duration < 0n ? -duration : duration;
  if (amount < 1000n) return `${sign}${amount}ns`;
  if (amount < 1_000_000n) return `${sign}${decimal(amount, 3)}µs`;
  if (amount < 1_000_000_000n) return `${sign}${decimal(amount, 6)}ms`;
  const seconds = amount % 60_000_000_000n;
  const minutes = (amount / 60_000_000_000n) % 60n;
  const hours = amount / 3_600_000_000_000n;
  const secondsText = `${decimal(seconds, 9)}s`;
  if (hours > 0n) return `${sign}${hours}h${minutes}m${secondsText}`;
  return minutes > 0n ? `${sign}${minutes}m${secondsText}` : `${sign}${secondsText}`;
}

/** An amount divided by a power of ten, without zeros at the end. */
function decimal(amount: bigint, digits: number): string {
  const scale = 10n ** BigInt(digits);
  const fraction = String(amount % scale).padStart(digits, "0").replace(/(?<!0)0+$/u, "");
  return fraction === "" ? String(amount / scale) : `${amount / scale}.${fraction}`;
}
