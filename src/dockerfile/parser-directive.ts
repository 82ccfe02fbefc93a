import { skipSpace, toLower } from "./whitespace.js";

/** The parts of a parser directive's line; offsets are into the file. */
export interface DirectiveLine {
  name: "escape" | "syntax" | "check";
  value: string;
  start: number;
  valueStart: number;
  end: number;
}

/**
 * Reads `# name=value` in [start, end) of a text, one line without the white space at its start; null when it is not
 * one of the three directives.
 */
export function readDirective(text: string, start: number, end: number): DirectiveLine | null {
  if (text[start] !== "#") return null;
  const nameStart = skipSpace(text, start + 1, end);
  const match = /^([a-zA-Z][a-zA-Z0-9]*)([\t\n\f\r ]*=)/.exec(text.slice(nameStart, end));
  if (match === null) return null;
  const name = toLower(match[1] ?? "");
  if (name !== "escape" && name !== "syntax" && name !== "check") return null;
  const afterSign = nameStart + match[0].length;
  let valueStart = afterSign;
  while (valueStart < end && isBlank(text, valueStart)) valueStart += 1;
  let valueEnd = end;
  while (valueEnd > valueStart && isBlank(text, valueEnd - 1)) valueEnd -= 1;
  if (valueStart === valueEnd) {
    // BuildKit's expression finds a value of one blank where blanks are all that follows.
    if (afterSign === end) return null;
    valueStart = end - 1;
    valueEnd = end;
  }
  return { name, value: text.slice(valueStart, valueEnd), start, valueStart, end: valueEnd };
}

function isBlank(text: string, at: number): boolean {
  return "\t\n\f\r ".includes(text[at] ?? "none");
}
