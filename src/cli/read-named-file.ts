import type { FileProblem, FileSystem } from "../compose/file-system.js";
import type { LintInput } from "../lint/lint-files.js";
import { onOneLine } from "../text/plain-text.js";
import { displayPath } from "./formats/display-path.js";
import { pathInBytes } from "./shown-bytes.js";
import { UsageError } from "./usage-error.js";

const problemWords: Record<FileProblem, string> = {
  "not-found": "and there is nothing of that name",
  "no-permission": "which you may not read (permission denied)",
  "not-a-file": "which is no file but a folder, a pipe or a device",
  "too-large": "which is too large to be one",
  "not-text": "which is not text in UTF-8",
  unreadable: "which cannot be read",
};

/**
 * Reads the one file that a flag names.
 * @param advice What to name instead, a sentence.
 * @throws UsageError if it cannot be read.
 */
export function readNamedFile(file: string, flag: string, advice: string, fileSystem: FileSystem, cwd: string): LintInput {
  const content = fileSystem.read(file);
  if (content.ok) return { path: file, text: content.text };
  const inBytes = content.problem === "not-found" ? pathInBytes(file) : null;
  const name = onOneLine(displayPath(inBytes ?? file, cwd));
  if (inBytes !== null) throw new UsageError(`${flag} names ${name}, which is not valid UTF-8 and so cannot be opened. Rename it.`);
  throw new UsageError(`${flag} names ${name}, ${problemWords[content.problem]}. ${advice}`);
}
