/** Breaks a text at spaces into lines of at most `width` characters; a longer word stands alone. Line feeds are kept. */
export function wrapText(text: string, width: number): string[] {
  return text.split("\n").flatMap((paragraph) => wrapParagraph(paragraph, width));
}

function wrapParagraph(paragraph: string, width: number): string[] {
  const lines: string[] = [];
  // A list item's further lines start below its text.
  const hanging = " ".repeat(/^\s*(?:[-*]|\d+\.)\s+|^\s*/u.exec(paragraph)?.[0].length ?? 0);
  let line = "";
  for (const word of paragraph.trimEnd().split(/(?<=\S) +/u)) {
    if (line === "") line = word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = hanging + word;
    }
  }
  return [...lines, line];
}
