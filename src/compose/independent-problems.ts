import type { SyntaxProblem } from "../text/source-range.js";

// Each kept problem costs two more readings of the text, and nobody mends more than a few before looking again.
const MOST_PROBLEMS = 5;
const ownCodesOfYaml: readonly string[] = ["unclosed-quote", "unclosed-bracket", "list-on-key-line"];

/**
 * Leaves out what is only a consequence: a line that is half typed makes a parser stumble again and again below it. A
 * problem is one of its own if it is still there when the lines of those before it are left empty.
 * @param problems In reading order.
 * @param read Reads a text and gives its problems.
 */
export function independentProblems(
  problems: readonly SyntaxProblem[],
  text: string,
  read: (text: string) => readonly SyntaxProblem[],
): SyntaxProblem[] {
  const kept = new Set<SyntaxProblem>();
  let rest = text;
  let remaining = [...problems];
  while (kept.size < MOST_PROBLEMS) {
    const cause = remaining.find(isOfYaml);
    if (cause === undefined) break;
    kept.add(cause);
    const others = remaining.filter((problem) => problem !== cause);
    if (others.length === 0) break;
    // The parser may notice only in the next line that the one before was wrong.
    const tries = [lineOf(rest, cause.range[0]), lineBefore(rest, cause.range[0])].map((line) => {
      const mended = blanked(rest, line);
      const still = new Set(read(mended).map(nameOf));
      const left = others.filter((problem) => still.has(nameOf(problem)));
      return { mended, left, gone: !still.has(nameOf(cause)) };
    });
    const [own, before] = tries;
    const isBefore = own !== undefined && before?.gone === true && before.left.length < own.left.length;
    const best = isBefore ? before : own;
    if (best === undefined) break;
    rest = best.mended;
    remaining = best.left;
  }
  // What is left is not the parser's, or comes after as many problems as are told at once.
  const others = remaining.filter((problem) => !isOfYaml(problem));
  return problems.filter((problem) => kept.has(problem) || others.includes(problem));
}

/** Whether the parser of YAML itself stumbled, and not we over what it read. */
function isOfYaml({ code }: SyntaxProblem): boolean {
  return /^[A-Z_]+$/u.test(code) || ownCodesOfYaml.includes(code);
}

function nameOf({ code, range }: SyntaxProblem): string {
  return `${code} ${range.join(" ")}`;
}

type Line = [start: number, end: number];

function lineOf(text: string, offset: number): Line {
  let start = offset;
  while (start > 0 && !isLineBreak(text[start - 1])) start -= 1;
  let end = offset;
  while (end < text.length && !isLineBreak(text[end])) end += 1;
  return [start, end];
}

/** The nearest line above that is neither empty nor a comment. */
function lineBefore(text: string, offset: number): Line {
  let [start] = lineOf(text, offset);
  while (start > 0) {
    const line = lineOf(text, start - 1);
    if (/^[ \t]*[^\s#]/u.test(text.slice(...line))) return line;
    [start] = line;
  }
  return [0, 0];
}

/** The text with spaces in a line; all other places stay. */
function blanked(text: string, [start, end]: Line): string {
  return text.slice(0, start) + " ".repeat(end - start) + text.slice(end);
}

function isLineBreak(character: string | undefined): boolean {
  return character === "\n" || character === "\r";
}
