import path from "node:path";
import type { LintInput } from "../lint/lint-files.js";
import type { Arguments } from "./arguments.js";
import type { Environment } from "./main.js";
import { UsageError } from "./usage-error.js";

const DEFAULT_NAME = "compose.yaml";

/** @throws UsageError for what does not go together with a text on standard input. */
export function checkStandardInput({ paths, command }: Arguments): void {
  if (paths.length > 0) throw new UsageError(`--stdin ${command}s the text on standard input: give no files beside it, or leave it out.`);
}

/** The text on standard input under the name that it is to have. */
export async function standardInput({ values }: Arguments, environment: Environment): Promise<LintInput> {
  const name = values.get("stdin-filename")?.[0] ?? DEFAULT_NAME;
  return { path: path.resolve(environment.cwd, name), text: await environment.readStdin() };
}
