/** A text without white space, in lower case and with plain quotes, that knows where each of its units came from. */
export interface SqueezedText {
  readonly text: string;
  /** The offset in the original text of each unit of `text`. */
  readonly offsets: Int32Array;
}

// Typed arrays have the byte order of the machine, and Node runs on little-endian ones.
const utf16 = new TextDecoder("utf-16le", { ignoreBOM: true });

const escape = 27;
const backslash = 92;

/** What a code unit is in squeezed text: the unit that stands for it, or 0 where it is left out. */
export function squeezedUnit(code: number): number {
  if (code >= 65 && code <= 90) return code + 32;
  if (code === 96) return 39;
  if (code > 32 && code < 127) return code === backslash ? 0 : code;
  if (code < 127) return 0;
  return foreignUnit(code);
}

/** The end of the terminal control sequence that starts at an escape character. */
export function endOfControlSequence(text: string, start: number): number {
  const kind = text.charCodeAt(start + 1);
  if (kind === 91) {
    let end = start + 2;
    while (end < text.length && !isFinalByte(text.charCodeAt(end)) && end < start + 64) end += 1;
    return Math.min(end + 1, text.length);
  }
  return Math.min(start + 2, text.length);
}

/**
 * Squeezes a piece of a log. Terminal colours vanish; in a line of JSON, escaped line breaks and letters are read as
 * what they stand for, so that a message matches inside Docker's `{"log":"..."}` too.
 */
export function squeeze(text: string): SqueezedText {
  const units = new Uint16Array(text.length);
  const offsets = new Int32Array(text.length);
  let length = 0;
  for (let index = 0; index < text.length; index += 1) {
    let code = text.charCodeAt(index);
    const offset = index;
    if (code === escape) {
      index = endOfControlSequence(text, index) - 1;
      continue;
    }
    if (code === backslash) {
      const decoded = escapedUnit(text, index);
      code = decoded.code;
      index += decoded.length - 1;
      if (code === escape) {
        index = endOfControlSequence(text, index) - 1;
        continue;
      }
    }
    const unit = squeezedUnit(code);
    if (unit === 0) continue;
    units[length] = unit;
    offsets[length] = offset;
    length += 1;
  }
  return { text: utf16.decode(units.subarray(0, length)), offsets: offsets.subarray(0, length) };
}

// `\n`, `\t` and `\r` may also be parts of Windows paths; there the loss of a letter does no harm.
function escapedUnit(text: string, index: number): { code: number; length: number } {
  const next = text.charAt(index + 1);
  if (next === "n" || next === "t" || next === "r") return { code: 32, length: 2 };
  if (next !== "u") return { code: backslash, length: 1 };
  const digits = text.slice(index + 2, index + 6);
  return /^[0-9a-fA-F]{4}$/.test(digits)
    ? { code: Number.parseInt(digits, 16), length: 6 }
    : { code: backslash, length: 1 };
}

function isFinalByte(code: number): boolean {
  return code >= 64 && code <= 126;
}

function foreignUnit(code: number): number {
  // Typographic quotes, as word processors make of plain ones.
  if (code === 0x2018 || code === 0x2019 || code === 0xb4 || code === 0x2032) return 39;
  if (code === 0x201c || code === 0x201d) return 34;
  const isSpace =
    code === 127 || code === 0xa0 || code === 0x85 || (code >= 0x2000 && code <= 0x200f) || code === 0x2028 ||
    code === 0x2029 || code === 0x202f || code === 0x3000 || code === 0xfeff || code === 0xad;
  return isSpace ? 0 : code;
}
