/** A backslash with what it stands for: in a pattern it takes away what the character behind it means. */
const escape = /\\(?<escaped>.?)/gsu;
/**
 * The pattern that was meant by one in which backslashes part folders, as in `old\dev`; null for one in which they only escape,
 * as in `app \[1\]`. Neither `ignore` nor picomatch takes them for separators, on Windows neither.
 */
export function withoutFolderBackslashes(pattern: string): string | null {
  // What means nothing in a pattern, so that nobody takes the meaning away.
  const plain = /^[\p{L}\p{N}_]?$/u;
  const parts = Array.from(pattern.matchAll(escape), ({ groups }) => groups?.escaped ?? "").some((escaped) => plain.test(escaped));
  return parts ? pattern.replaceAll(/\\+/gu, "/") : null;
}
