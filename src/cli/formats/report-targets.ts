import { statSync } from "node:fs";
import path from "node:path";
import { fileKind } from "../../eslint/file-kind.js";
import type { Arguments } from "../arguments.js";
import { UsageError } from "../usage-error.js";
import { realPath } from "../walk-folder.js";

/** Keeps the files that are linted from being replaced by reports on them. */
export class ReportTargets {
  /** By their paths without links, the names that the user gave to the files of reports that are there already. */
  readonly #names = new Map<string, string>();

  /** @throws UsageError for a file that is there already and has the name of one that we lint. */
  constructor({ values }: Arguments, cwd: string) {
    for (const name of values.get("output-file") ?? []) {
      const file = path.resolve(cwd, name);
      if (!isReplaced(file)) continue;
      const real = realPath(file);
      const kind = fileKind(file) ?? fileKind(real);
      if (kind !== null) throw refusal(name, kind === "compose" ? "a Compose file" : "a Dockerfile");
      this.#names.set(real, name);
    }
  }

  /** @throws UsageError for a file that is linted, by its absolute path, and that a report would replace. */
  require(file: string): void {
    if (this.#names.size === 0) return;
    const name = this.#names.get(realPath(file));
    if (name !== undefined) throw refusal(name, "a file that is linted");
  }
}

/** Whether a report would take the place of a file; a device or a pipe is written to. */
function isReplaced(file: string): boolean {
  if (/^\/(?:dev|proc)\//u.test(file)) return false;
  try {
    return statSync(file).isFile();
  } catch {
    // What keeps it from being written is told of when it is.
    return false;
  }
}

function refusal(name: string, what: string): UsageError {
  return new UsageError(`--output-file ${name} names ${what}, which the report would replace. Name another file, such as report.txt.`);
}
