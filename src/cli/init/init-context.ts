import { existsSync } from "node:fs";
import path from "node:path";
import { shellQuote } from "../../docker-run/shell-quote.js";
import { withSlashes } from "../with-slashes.js";
import type { ProjectSigns } from "./project-signs.js";

/** What the texts that `init` writes have in common. */
export interface InitContext {
  cwd: string;
  signs: ProjectSigns;
  /** Of compose-lint. */
  version: string;
  /** The baseline of the project, absolute; null for none. */
  baseline: string | null;
}

/** The folder of the project seen from the repository: `.` or `deploy`. */
export function folderInRoot({ cwd, signs }: InitContext): string {
  return withSlashes(path.relative(signs.root, cwd)) || ".";
}

/** The options of the baseline, with its path from a folder. */
export function baselineWords({ baseline }: InitContext, folder: string): string[] {
  return baseline === null ? [] : ["--baseline", withSlashes(path.relative(folder, baseline))];
}

/** Whether the package is installed in a folder, so that its command needs no download there. */
export function isInstalledIn(folder: string): boolean {
  return existsSync(path.join(folder, "node_modules", "compose-lint"));
}

/** The command with which a shell in a folder starts this version. */
export function shellCommand({ version }: InitContext, folder: string): string {
  return isInstalledIn(folder) ? "npx compose-lint" : `npx --yes compose-lint@${version}`;
}

/** A word of a command line, for a shell. */
export function shellWord(word: string): string {
  return shellQuote(word.replaceAll("$", "$$$$"));
}

/** A text as a value of YAML, in quotes where it would mean something else without. */
export function yamlScalar(text: string): string {
  return /^[\w./-][\w ./@={}-]*$/u.test(text) && !text.endsWith(" ") ? text : JSON.stringify(text);
}
