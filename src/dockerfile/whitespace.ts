/** Whether a UTF-16 unit is white space for BuildKit, which asks Go's `unicode.IsSpace` (JavaScript's `\s` differs). */
export function isSpace(code: number): boolean {
  if (code <= 0xff) return code === 32 || (code >= 9 && code <= 13) || code === 0x85 || code === 0xa0;
  return isWideSpace(code);
}

function isWideSpace(code: number): boolean {
  if (code >= 0x2000 && code <= 0x200a) return true;
  return code === 0x1680 || code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000;
}

/** Whether a unit is white space of ASCII. */
export function isAsciiSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** Whether a unit separates arguments: BuildKit splits argument lists at `[\t\v\f\r ]+` only. */
export function isArgumentSeparator(code: number): boolean {
  return code === 32 || code === 9 || (code >= 11 && code <= 13);
}

/** The first offset in [from, to) that is not white space, or `to`. */
export function skipSpace(text: string, from: number, to: number): number {
  let offset = from;
  while (offset < to && isSpace(text.charCodeAt(offset))) offset += 1;
  return offset;
}

/** The end of the text in [from, to) without the white space at its end. */
export function trimSpaceEnd(text: string, from: number, to: number): number {
  let offset = to;
  while (offset > from && isSpace(text.charCodeAt(offset - 1))) offset -= 1;
  return offset;
}

/** Lower case as Go's `strings.ToLower` has it: one letter stays one letter. */
export function toLower(text: string): string {
  return text.replaceAll("\u0130", "i").toLowerCase();
}
