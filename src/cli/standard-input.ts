import { statSync } from "node:fs";
import path from "node:path";
import type { LintInput } from "../lint/lint-files.js";
import type { Arguments } from "./arguments.js";
import type { Environment } from "./main.js";
import { UsageError } from "./usage-error.js";

const DEFAULT_NAME = "compose.yaml";

/** @throws UsageError for what does not go together with a text on standard input, and for a name of it that is no file's. */
export function checkStandardInput({ paths, command, values }: Arguments, cwd: string): void {
  if (paths.length > 0) throw new UsageError(`--stdin ${command}s the text on standard input: give no files beside it, or leave it out.`);
  const name = values.get("stdin-filename")?.[0];
  if (name === undefined || !isFolder(name, cwd)) return;
  throw new UsageError(`--stdin-filename names a file, whose name says what the text is, and ${name} is a folder. Add the file's name: ${path.join(name, DEFAULT_NAME)}.`);
}

function isFolder(name: string, cwd: string): boolean {
  const isWritten = name.endsWith("/") || name.endsWith(path.sep) || [".", ".."].includes(path.basename(name));
  if (isWritten) return true;
  try {
    return statSync(path.resolve(cwd, name)).isDirectory();
  } catch {
    // Nothing there, or nothing that may be looked at: the text needs no file.
    return false;
  }
}

/** The text on standard input under the name that it is to have. */
export async function standardInput({ values }: Arguments, environment: Environment): Promise<LintInput> {
  const name = values.get("stdin-filename")?.[0] ?? DEFAULT_NAME;
  return { path: path.resolve(environment.cwd, name), text: await environment.readStdin() };
}
