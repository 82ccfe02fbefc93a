import type { LineIndex } from "../text/line-index.js";
import type { SourceRange, SyntaxProblem } from "../text/source-range.js";
import type { YamlError } from "./read-yaml.js";

// `security_opt:    - seccomp=unconfined`, a list on the line of its key, as it is often pasted from a web page.
const listOnKeyLine = /^[ \t]*(?:- +)*(?<key>[\w.-]+):[ \t]+- +(?<item>\S.*)$/u;

/** The code of the problem that tabs indent lines; what stands below them is then not where it seems to be. */
export const TAB_INDENT = "tab-as-indentation";
const tabCodes = new Set(["TAB_AS_INDENT", "MISSING_CHAR", "BAD_INDENT"]);

/** The errors of `yaml` with their places. Warnings are left out: they are about tags that Compose knows itself. */
export function yamlProblems(text: string, errors: readonly YamlError[], lines: LineIndex): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  const explained = new Set<number>();
  const judged = new Set<number>();
  let tabs: SyntaxProblem | null = null;
  for (const error of errors) {
    const range: SourceRange = [beforeBreak(text, error.pos[0]), beforeBreak(text, error.pos[1])];
    const loc = lines.locationOf(range);
    const line = loc.start.line;
    // One mistake makes several errors of its line; once it is explained, the others say nothing new.
    if (explained.has(line)) continue;
    const start = lines.lineStart(line);
    if (tabCodes.has(error.code) && isTabIndented(text, start)) {
      explained.add(line);
      tabs ??= tabProblem(start, lines, text, problems);
      continue;
    }
    // A line may be long and have many errors.
    const list = judged.has(line) ? null : listOnKeyLine.exec(text.slice(start, lineEnd(text, start)));
    judged.add(line);
    if (list?.groups !== undefined) {
      explained.add(line);
      problems.push(listProblem(list.groups, start, lines, text));
      continue;
    }
    problems.push({ code: error.code, message: `Invalid YAML: ${sentence(error.message)}`, range, loc });
  }
  return problems;
}

/** An offset in the text; `yaml` takes the CR of a CRLF for a part of the line, and may end within the break. */
function beforeBreak(text: string, offset: number): number {
  const clamped = Math.min(offset, text.length);
  return text[clamped] === "\n" && text[clamped - 1] === "\r" ? clamped - 1 : clamped;
}

function isTabIndented(text: string, lineStart: number): boolean {
  for (let at = lineStart; at < text.length; at += 1) {
    if (text[at] === "\t") return true;
    if (text[at] !== " ") return false;
  }
  return false;
}

/** One problem for all lines that begin with tabs: it is one mistake, of an editor more than of a person. */
function tabProblem(lineStart: number, lines: LineIndex, text: string, problems: SyntaxProblem[]): SyntaxProblem {
  const start = text.indexOf("\t", lineStart);
  const range: SourceRange = [start, start + 1];
  const message =
    "Invalid YAML: a tab indents this line. YAML takes only spaces for indentation, so Docker Compose refuses the file. Replace the tabs at the start of lines by two spaces each.";
  const problem: SyntaxProblem = { code: TAB_INDENT, message, range, loc: lines.locationOf(range) };
  problems.push(problem);
  return problem;
}

function listProblem(
  groups: Record<string, string | undefined>,
  start: number,
  lines: LineIndex,
  text: string,
): SyntaxProblem {
  const { key = "", item = "" } = groups;
  const dash = text.indexOf("- ", text.indexOf(`${key}:`, start));
  const range: SourceRange = [dash, lineEnd(text, start)];
  return {
    code: "list-on-key-line",
    message: `Invalid YAML: the list of \`${key}\` starts on the line of its key. Write \`- ${item.trimEnd()}\` on a line of its own below \`${key}:\`, indented by two more spaces.`,
    range,
    loc: lines.locationOf(range),
  };
}

function lineEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && text[end] !== "\n" && text[end] !== "\r") end += 1;
  return end;
}

function sentence(message: string): string {
  const trimmed = message.trim();
  const text = trimmed.charAt(0).toLowerCase() + trimmed.slice(1);
  return /[.!?]$/u.test(text) ? text : `${text}.`;
}
