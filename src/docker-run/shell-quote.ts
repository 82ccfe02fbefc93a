/**
 * A value in the form of Compose (see `ShellWord.text`) as a word for a shell: as it is where it may be, in double quotes
 * where it holds variables, else in single quotes.
 */
export function shellQuote(value: string): string {
  const hasVariable = /(?:^|[^$])(?:\$\$)*\$\{/u.test(value);
  if (!hasVariable) {
    const text = value.replaceAll("$$", "$");
    if (/^[\w@%+=:,./-]+$/u.test(text)) return text;
    return `'${text.replaceAll("'", `'\\''`)}'`;
  }
  const escaped = value.replaceAll(/["\\`]/gu, "\\$&").replaceAll("$$", "\\$");
  return `"${escaped}"`;
}
