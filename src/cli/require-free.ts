import path from "node:path";
import type { LintRun } from "../lint/lint-files.js";
import type { Arguments } from "./arguments.js";
import type { FlagName } from "./flags.js";
import { STANDARD_OUTPUT } from "./standard-output.js";
import { UsageError } from "./usage-error.js";
import { realTarget } from "./write-file.js";

/** Flags that name files which a run writes or reads behind its fixes, with a name that would do. */
const flags: readonly (readonly [flag: FlagName, example: string])[] = [
  ["output-file", "report.txt"],
  ["baseline", "compose-lint-baseline.json"],
];

/** @throws UsageError where a flag names a file that the fixes of a run are about to write, such as a profile that is not there yet. */
export function requireFree({ results, requiredFiles }: LintRun, { values }: Arguments, cwd: string): void {
  const mended = results.filter(({ source, output }) => output !== undefined && output !== source).map(({ filePath }) => filePath);
  const written = new Set([...mended, ...requiredFiles.map((file) => file.path)].map(realTarget));
  for (const [flag, example] of flags) {
    const name = values.get(flag)?.find((value) => value !== STANDARD_OUTPUT && written.has(realTarget(path.resolve(cwd, value))));
    if (name !== undefined) throw new UsageError(`--${flag} ${name} names a file that --fix would write, and one would replace the other. Nothing was changed. Name another file, such as ${example}.`);
  }
}
