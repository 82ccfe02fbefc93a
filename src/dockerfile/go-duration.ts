const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  "\u00b5s": 1e3,
  "\u03bcs": 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

// Go keeps a duration in a signed 64-bit number of nanoseconds.
const LIMIT = 2n ** 63n;

/** The nanoseconds of a duration in Go's notation, such as `1m30s` or `1.5h`; null when it is none. */
export function parseGoDuration(text: string): bigint | null {
  const isNegative = text.startsWith("-");
  const rest = text.replace(/^[-+]/, "");
  if (rest === "0") return 0n;
  if (rest === "") return null;
  let total = 0n;
  let at = 0;
  while (at < rest.length) {
    const part = /([0-9]*)(\.[0-9]*)?(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/y;
    part.lastIndex = at;
    const match = part.exec(rest);
    if (match === null) return null;
    const [whole, integer = "", fraction = "", unit = ""] = match;
    if (integer === "" && fraction.length < 2) return null;
    const scale = NANOSECONDS[unit] ?? 0;
    total += BigInt(integer) * BigInt(scale) + BigInt(Math.trunc(Number(`0${fraction}`) * scale));
    if (total > LIMIT) return null;
    at += whole.length;
  }
  if (isNegative) return -total;
  return total === LIMIT ? null : total;
}
