type Line = readonly [start: number, end: number];

/**
 * What the text may have been before a mistake was made near a place: the line, or one beside it, left out or made the
 * key, the entry or the two lines that it may have been; or without the deeper lines above it, whose key is missing. All
 * other places stay.
 */
export function* yamlMends(text: string, offset: number): Generator<string> {
  const own = lineOf(text, offset);
  // The parser may notice only in the next line that the one before was wrong.
  const before = lineAbove(text, own);
  yield blanked(text, own);
  yield* asKey(text, own, indentOf(text, own));
  yield* asItem(text, own);
  yield* asTwoLines(text, own);
  yield blanked(text, lineBelow(text, own));
  if (before === null) return;
  yield blanked(text, before);
  yield* asKey(text, before, indentOf(text, before));
  const outer = outerLine(text, own);
  if (outer !== null) {
    yield* asKey(text, before, indentOf(text, outer));
    yield* asKey(text, own, indentOf(text, lineBelow(text, outer)));
  }
  yield blanked(text, [outerEnd(text, own), before[1]]);
}

function lineOf(text: string, offset: number): Line {
  let start = offset;
  while (start > 0 && !isLineBreak(text[start - 1])) start -= 1;
  let end = offset;
  while (end < text.length && !isLineBreak(text[end])) end += 1;
  return [start, end];
}

/** The nearest line above that is neither empty nor a comment; null if there is none. */
function lineAbove(text: string, [lineStart]: Line): Line | null {
  let start = lineStart;
  while (start > 0) {
    const line = lineOf(text, start - 1);
    if (isWritten(text, line)) return line;
    [start] = line;
  }
  return null;
}

/** The nearest line below that is neither empty nor a comment; the line itself if there is none. */
function lineBelow(text: string, line: Line): Line {
  for (let below = line; below[1] < text.length; ) {
    below = lineOf(text, below[1] + 1);
    if (isWritten(text, below)) return below;
  }
  return line;
}

function isWritten(text: string, line: Line): boolean {
  return /^[ \t]*[^\s#]/u.test(text.slice(...line));
}

/** The nearest line above that is indented by less. */
function outerLine(text: string, line: Line): Line | null {
  const indent = indentOf(text, line);
  let above = lineAbove(text, line);
  while (above !== null && indentOf(text, above) >= indent) above = lineAbove(text, above);
  return above;
}

/** Where the lines begin that stand above a line and are indented by more. */
function outerEnd(text: string, line: Line): number {
  const indent = indentOf(text, line);
  let [start] = line;
  for (let above = lineAbove(text, line); above !== null && indentOf(text, above) > indent; above = lineAbove(text, above)) {
    [start] = above;
  }
  return start;
}

function indentOf(text: string, [start, end]: Line): number {
  let at = start;
  while (at < end && text[at] === " ") at += 1;
  return at - start;
}

/** The text with spaces in the place of a part of it. */
function blanked(text: string, [start, end]: Line): string {
  if (end <= start) return text;
  return text.slice(0, start) + text.slice(start, end).replace(/[^\n\r]/gu, " ") + text.slice(end);
}

/** The text with an empty key without a value in the place of a line, if the line is long enough for it. */
function* asKey(text: string, [start, end]: Line, indent: number): Generator<string> {
  const key = `${" ".repeat(indent)}:`;
  if (end - start >= key.length) yield text.slice(0, start) + key.padEnd(end - start) + text.slice(end);
}

/** The text with an entry of a list, whose keys follow below, in the place of a line that lost its dash or a space. */
function* asItem(text: string, [start, end]: Line): Generator<string> {
  const indent = indentOf(text, [start, end]);
  const isItem = text[start + indent] === "-";
  for (const column of isItem ? [indent, indent + 1] : [Math.max(0, indent - 1)]) {
    const item = `${" ".repeat(column)}-`;
    if (end - start >= item.length) yield text.slice(0, start) + item.padEnd(end - start) + text.slice(end);
  }
}

// Two lines that became one: an indentation in front of a key or of an entry of a list.
const indentInside = /\S(?<indent> {2,})(?<dashes>(?:- +)*)(?<key>[^\s:#][^\s:]*:(?= |$))?/gu;

/** The text with a line break where one is missing in a line; what follows it becomes shorter by as much. */
function* asTwoLines(text: string, [start, end]: Line): Generator<string> {
  for (const { index, groups = {} } of text.slice(start, end).matchAll(indentInside)) {
    const { indent = "", dashes = "", key } = groups;
    if (dashes === "" && key === undefined) continue;
    const at = start + index + 1;
    // The first of the spaces may have stood at the end of the first line.
    for (const indentation of [indent, indent.slice(1)]) {
      const line = `\n${indentation}${dashes}${key === undefined ? "x" : ":"}`;
      if (end - at >= line.length) yield text.slice(0, at) + line.padEnd(end - at) + text.slice(end);
    }
    return;
  }
}

function isLineBreak(character: string | undefined): boolean {
  return character === "\n" || character === "\r";
}
