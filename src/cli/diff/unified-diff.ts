import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatchHunk } from "diff";
import { lineChanges, type MarkedLine } from "./line-changes.js";

const CONTEXT = 3;

/** A unified diff of two texts, with file names quoted as git quotes them. */
export function unifiedDiff(oldName: string, newName: string, before: string, after: string): string {
  const hunks = hunksOf(lineChanges(linesOf(before), linesOf(after)));
  const diff = formatPatch({ oldFileName: oldName, newFileName: newName, oldHeader: undefined, newHeader: undefined, hunks }, FILE_HEADERS_ONLY);
  const [oldHead = "", newHead = "", ...rest] = diff.split("\n");
  return [oldHead + endOf(oldName), newHead + endOf(newName), ...rest].join("\n");
}

/** As in git's diffs a tab ends a name that has a space, at which `patch` would take it to end. */
function endOf(name: string): string {
  return name.includes(" ") ? "\t" : "";
}

/** The lines of a text as diffs count them, each with its line feed. */
function linesOf(text: string): string[] {
  const lines = text.split(/(?<=\n)/u);
  return text === "" ? [] : lines;
}

/** Changes with the lines around them; those whose surroundings touch are one hunk. */
function hunksOf(marked: readonly MarkedLine[]): StructuredPatchHunk[] {
  const hunks: StructuredPatchHunk[] = [];
  let [oldLine, newLine] = [1, 1];
  /** Where the next line is, and where the lines begin that no hunk has. */
  let [at, free] = [0, 0];
  const changes = marked.flatMap(([mark], index) => (mark === " " ? [] : [index]));
  for (let next = 0; next < changes.length; ) {
    const first = changes[next] ?? 0;
    let last = first;
    for (next += 1; (changes[next] ?? Infinity) - last <= 2 * CONTEXT + 1; next += 1) last = changes[next] ?? last;
    const start = Math.max(free, first - CONTEXT);
    // All lines between two hunks are in both texts.
    oldLine += start - at;
    newLine += start - at;
    at = Math.min(marked.length, last + CONTEXT + 1);
    free = at;
    const lines = marked.slice(start, at);
    const [oldLines, newLines] = [lines.filter(([mark]) => mark !== "+").length, lines.filter(([mark]) => mark !== "-").length];
    hunks.push({ oldStart: oldLine, oldLines, newStart: newLine, newLines, lines: lines.flatMap(shownLine) });
    oldLine += oldLines;
    newLine += newLines;
  }
  return hunks;
}

function shownLine([mark, line]: MarkedLine): string[] {
  return line.endsWith("\n") ? [mark + line.slice(0, -1)] : [mark + line, "\\ No newline at end of file"];
}
