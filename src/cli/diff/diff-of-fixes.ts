import { sep as separator } from "node:path";
import type { FileSystem } from "../../compose/file-system.js";
import type { LintRun } from "../../lint/lint-files.js";
import { plainText } from "../../text/plain-text.js";
import { colours } from "../colour.js";
import { relativePath } from "../formats/display-path.js";
import type { Output } from "../output.js";
import { unifiedDiff } from "./unified-diff.js";

/** What the fixes would change and write, as a unified diff; for a terminal without control characters of the files. */
export function diffOfFixes(run: LintRun, fileSystem: FileSystem, cwd: string, output: Output): string {
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
      // Quoted where it holds what is not printable ASCII.
      const name = relativePath(path, cwd).replaceAll(separator, "/").replace(/^\/+/u, "");
      const from = before === null ? "/dev/null" : `a/${name}`;
      return unifiedDiff(from, `b/${name}`, before ?? "", after);
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
