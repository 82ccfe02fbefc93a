import path from "node:path";

/**
 * A project as one text, so that it can be changed and made smaller like any other: each file behind a line that names it,
 * the first one without is `compose.yaml`.
 */
export interface ProjectText {
  /** Text by absolute path, below `/project`. */
  readonly files: Record<string, string>;
}

export const projectFolder = "/project";
const heading = /^=== ([\w.~/-]{1,60}) ===\n/mu;

export function readProjectText(text: string): ProjectText {
  const [first = "", ...parts] = text.split(heading);
  const files: Record<string, string> = { [`${projectFolder}/compose.yaml`]: first };
  for (let index = 0; index + 1 < parts.length; index += 2) {
    files[path.resolve(projectFolder, parts[index] ?? "")] = parts[index + 1] ?? "";
  }
  return { files };
}

/** The first file has no heading. */
export function writeProjectText(files: readonly (readonly [name: string, text: string])[]): string {
  return files.map(([name, text], index) => (index === 0 ? "" : `=== ${name} ===\n`) + (text.endsWith("\n") ? text : `${text}\n`)).join("");
}
