import { statSync } from "node:fs";
import path from "node:path";
import type { FileSystem } from "../../compose/file-system.js";
import { fileKind } from "../../eslint/file-kind.js";
import type { Arguments } from "../arguments.js";
import { cacheFileName } from "../cache/cache-file-name.js";
import { configurationNames } from "../configuration/configuration-names.js";
import type { FlagName } from "../flags.js";
import { ignoreFileNames } from "../ignore-files.js";
import { STANDARD_OUTPUT } from "../standard-output.js";
import { UsageError } from "../usage-error.js";
import { realPath } from "../walk-folder.js";
import { realTarget } from "../write-file.js";
import { NotedReads, type WantedFile } from "./noted-reads.js";

/** Flags that name files which a run reads or writes beside its reports, and what those are. */
const flaggedFiles: readonly (readonly [flag: FlagName, what: string])[] = [
  ["baseline", "the file of --baseline"],
  ["config", "the file of --config"],
  ["env-file", "a file of --env-file"],
  ["plugin", "a file of --plugin"],
  ["file", "a file of --file"],
  ["format", "the module of a --format"],
];

/** What is extended or included is both, and which comes first is chance. */
const LINTED = "a file that is linted, read, or named by a project";

/** Keeps the files that a run needs, and those of the projects, from being replaced by reports on them. */
export class ReportTargets {
  readonly #wanted: WantedFile[] = [];
  /** The files that were asked for, so that none is looked up twice. */
  readonly #required = new Set<string>();
  readonly #reads: NotedReads;

  /** @throws UsageError for a file that has a name of one that we lint or read, there or not, or that another flag names. */
  constructor(given: Arguments, cwd: string) {
    for (const name of given.values.get("output-file") ?? []) {
      if (name === STANDARD_OUTPUT) continue;
      const file = path.resolve(cwd, name);
      const real = realTarget(file);
      const flagged = flaggedAs(real, given, cwd);
      if (flagged !== null) throw refusal(name, flagged, placeOf(file) === "a file");
      const place = placeOf(file);
      if (place === "not a file") continue;
      const what = namedAs(file) ?? namedAs(real);
      if (what !== null) throw refusal(name, what, place === "a file");
      this.#wanted.push({ name, path: real, isThere: place === "a file" });
    }
    this.#reads = new NotedReads(this.#wanted);
  }

  /** Whether there are files of reports that a project could name. */
  get areWanted(): boolean {
    return this.#wanted.length > 0;
  }

  /** The same file system; where there are reports to be written, it is noted whether one of them is read or looked for. */
  noting(fileSystem: FileSystem): FileSystem {
    return this.areWanted ? this.#reads.noting(fileSystem) : fileSystem;
  }

  /** Notes a file that need not be read, since what it holds is known. */
  noteKnown(file: string): void {
    if (this.areWanted) this.#reads.note(file, realPath);
  }

  /** @throws UsageError for a file that is linted, by its absolute path, and that a report would replace, and for one that was read. */
  require(file: string): void {
    if (!this.areWanted) return;
    if (!this.#required.has(file)) {
      const name = this.#reads.nameOf(file, realPath);
      if (name !== null) throw this.#refusal(name);
      this.#required.add(file);
    }
    this.requireUnread();
  }

  /** @throws UsageError where a file was read that a report would replace. */
  requireUnread(): void {
    const { first } = this.#reads;
    if (first !== null) throw this.#refusal(first);
  }

  #refusal(name: string): UsageError {
    return refusal(name, LINTED, this.#wanted.some((wanted) => wanted.name === name && wanted.isThere));
  }
}

/** What another flag makes of a file, be it there or not; null for nothing. */
function flaggedAs(real: string, { values, switches }: Arguments, cwd: string): string | null {
  const isThere = (name: string): boolean => realTarget(path.resolve(cwd, name)) === real;
  // A format without a slash is one of ours, or a package.
  const isFile = (flag: FlagName, value: string): boolean => flag !== "format" || /[\\/]/u.test(value);
  const flag = flaggedFiles.find(([name]) => values.get(name)?.some((value) => isFile(name, value) && isThere(value)) === true);
  if (flag !== undefined) return flag[1];
  const cache = values.get("cache-location")?.[0] ?? cacheFileName;
  return switches.has("cache") && isThere(cache) ? "the file of --cache" : null;
}

/** What a file is by its name; null where that tells nothing. */
function namedAs(file: string): string | null {
  const name = path.basename(file);
  const kind = fileKind(file);
  if (kind !== null) return kind === "compose" ? "a Compose file" : "a Dockerfile";
  if (name === "package.json") return "the manifest of a package";
  if ((configurationNames as readonly string[]).includes(name)) return "a configuration";
  if ((ignoreFileNames as readonly string[]).includes(name) || name === ".dockerignore" || name.endsWith(".dockerignore")) return "a file of ignored names";
  return name === ".env" ? "a file of variables" : null;
}

/** What a report would take the place of; a device or a pipe is written to. */
function placeOf(file: string): "a file" | "nothing" | "not a file" {
  if (/^\/(?:dev|proc)\//u.test(file)) return "not a file";
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats === undefined) return "nothing";
    return stats.isFile() ? "a file" : "not a file";
  } catch {
    // What keeps it from being written is told of when it is.
    return "not a file";
  }
}

function refusal(name: string, what: string, isThere: boolean): UsageError {
  const harm = isThere ? "which the report would replace" : "and the report would be taken for it";
  return new UsageError(`--output-file ${name} names ${what}, ${harm}. Name another file, such as report.txt.`);
}
