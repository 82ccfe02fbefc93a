/**
 * A glob in which parentheses around a name stand for themselves, as in `app (1)/*.yaml`: picomatch takes them for a group of a
 * regular expression, and finds `app 1`. Where they say something, as in `@(a|b)` and `(a|b)`, they stay.
 */
export function withPlainParentheses(glob: string): string {
  return glob.replaceAll(/(?<![\\?*+@!])\(([^()|\\]*)\)/gu, (_group, name: string) => `\\(${name}\\)`);
}
