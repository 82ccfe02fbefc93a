const [ZERO, NINE] = [0x30, 0x39];

/**
 * The numbers that a text starts with, between dots: 3 and 11 of `3.11-slim`; none where it starts with anything else.
 * Read without a regular expression, which V8 compiles twice for a few versions.
 */
export function leadingNumbers(text: string): number[] {
  const numbers: number[] = [];
  for (let at = 0; ; at += 1) {
    const start = at;
    while (isDigit(text.charCodeAt(at))) at += 1;
    if (at === start) return numbers;
    numbers.push(Number(text.slice(start, at)));
    if (text[at] !== ".") return numbers;
  }
}

/** The same, behind a `v` where there is one. */
export function versionNumbers(text: string): number[] {
  return leadingNumbers(text.startsWith("v") ? text.slice(1) : text);
}

export function isDigit(unit: number): boolean {
  return unit >= ZERO && unit <= NINE;
}
