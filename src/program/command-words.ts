/**
 * Splits a command line into words as Compose does for `command: text`: quotes and backslashes, no expansion.
 * Unbalanced quotes end with the text. Runs in linear time.
 */
export function commandWords(text: string): string[] {
  const words: string[] = [];
  let word = "";
  let inWord = false;
  let quote: string | null = null;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charAt(index);
    if (unit === "\\" && quote !== "'" && index + 1 < text.length) {
      index += 1;
      const escaped = text.charAt(index);
      // Inside double quotes a backslash is itself before anything but a quote, a dollar or a backslash.
      word += quote === '"' && !'"\\$`'.includes(escaped) ? `\\${escaped}` : escaped;
      inWord = true;
    } else if (quote !== null) {
      if (unit === quote) quote = null;
      else word += unit;
    } else if (unit === '"' || unit === "'") {
      quote = unit;
      inWord = true;
    } else if (" \t\r\n".includes(unit)) {
      if (inWord) words.push(word);
      word = "";
      inWord = false;
    } else {
      word += unit;
      inWord = true;
    }
  }
  if (inWord) words.push(word);
  return words;
}
