import { sep as separator } from "node:path";
import type { FileSystem } from "../compose/file-system.js";
import type { LintRun } from "../lint/lint-files.js";
import { colours } from "./colour.js";
import { displayPath } from "./formats/display-path.js";
import type { Output } from "./output.js";
import { plainText } from "./plain-text.js";
import { canBeWritten, describeWriteProblem, writeFileSafely } from "./write-file.js";

/**
 * Writes what the fixes changed: first the files that they refer to, then the linted files. Returns a line for each
 * file that could not be written; without its profiles no linted file is written.
 */
export function applyFixes(run: LintRun, cwd: string, output: Output): string[] {
  const failures: string[] = [];
  const write = (path: string, text: string, verb: string): void => {
    try {
      writeFileSafely(path, text);
      output.tell(`${verb} ${displayPath(path, cwd)}\n`);
    } catch (error) {
      failures.push(`${displayPath(path, cwd)} was not written: ${describeWriteProblem(error)}.`);
    }
  };
  // Some fixes change no more than the file that they refer to.
  const changed = run.results.filter(({ source, output: text }) => text !== undefined && text !== source);
  // A profile that nothing could be made to name would lie there for no use.
  const isUseless = changed.length > 0 && !changed.some(({ filePath }) => canBeWritten(filePath));
  if (!isUseless) for (const { path, text } of run.requiredFiles) write(path, text, "Wrote");
  if (failures.length > 0) return failures;
  for (const { filePath, output: text } of changed) write(filePath, text ?? "", "Fixed");
  return failures;
}

/** What the fixes would change and write, as a unified diff; for a terminal without control characters of the files. */
export async function diffOfFixes(run: LintRun, fileSystem: FileSystem, cwd: string, output: Output): Promise<string> {
  const { createTwoFilesPatch } = await import("diff");
  const changes = [
    ...run.requiredFiles.map(({ path, text }) => {
      const before = fileSystem.read(path);
      return { path, before: before.ok ? before.text : null, after: text };
    }),
    ...run.results.map(({ filePath, source, output: fixed }) => ({ path: filePath, before: source, after: fixed ?? source })),
  ];
  const patches = changes
    .filter(({ before, after }) => before !== after)
    .map(({ path, before, after }) => {
      const name = displayPath(path, cwd).replaceAll(separator, "/").replace(/^\/+/u, "");
      const from = before === null ? "/dev/null" : `a/${name}`;
      return createTwoFilesPatch(from, `b/${name}`, before ?? "", after, undefined, undefined, { context: 3, headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true } });
    });
  const diff = patches.join("");
  return paintDiff(output.columns === null ? diff : plainText(diff.replaceAll("\r\n", "\n")), output.colour);
}

function paintDiff(diff: string, enabled: boolean): string {
  if (!enabled) return diff;
  const colour = colours(true);
  return diff
    .split("\n")
    .map((line) => {
      if (line.startsWith("+++") || line.startsWith("---")) return colour.bold(line);
      if (line.startsWith("+")) return colour.green(line);
      if (line.startsWith("-")) return colour.red(line);
      return line.startsWith("@@") ? colour.cyan(line) : line;
    })
    .join("\n");
}
