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
const LONGEST = 2 ** 63;

/** The nanoseconds of a duration in Go's notation, such as `1m30s` or `1.5h`; null when it is none. */
export function parseGoDuration(text: string): number | null {
  const sign = text.startsWith("-") ? -1 : 1;
  const rest = text.replace(/^[-+]/, "");
  if (rest === "0") return 0;
  if (rest === "") return null;
  let total = 0;
  let at = 0;
  while (at < rest.length) {
    const part = /([0-9]*)(\.[0-9]*)?(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/y;
    part.lastIndex = at;
    const match = part.exec(rest);
    if (match === null) return null;
    const [whole, integer = "", fraction = "", unit = ""] = match;
    if (integer === "" && (fraction === "" || fraction === ".")) return null;
    const value = Number(`${integer === "" ? "0" : integer}${fraction === "." ? "" : fraction}`);
    total += value * (NANOSECONDS[unit] ?? 0);
    if (total > LONGEST) return null;
    at += whole.length;
  }
  if (total >= LONGEST && sign === 1) return null;
  return sign * total;
}
