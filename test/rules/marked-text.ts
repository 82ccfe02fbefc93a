/** A text before and after a change. */
export interface MarkedText {
  before: string;
  after: string;
}

/**
 * Reads a text in which the change is marked as in a diff: a line that begins with `+` is only in the text after it, one
 * that begins with `-` only in the text before it. A line `---` is as it is: it starts a YAML document.
 */
export function markedText(marked: string): MarkedText {
  const lines = marked.split("\n");
  const without = (mark: string): string =>
    lines
      .filter((line) => line === "---" || !line.startsWith(mark))
      .map((line) => (line === "---" ? line : line.replace(/^[+-]/u, "")))
      .join("\n");
  return { before: without("+"), after: without("-") };
}
