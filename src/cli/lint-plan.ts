import type { Arguments } from "./arguments.js";
import { reportsOf, type Report } from "./formats/reports.js";
import { concurrencyOf, type Concurrency } from "./run/concurrency.js";
import { shardOf, type Shard } from "./shard.js";
import { UsageError } from "./usage-error.js";

/** What a run of the linter does with what it finds. */
export interface LintPlan {
  reports: readonly Report[];
  maxWarnings: number;
  fix: "no" | "write" | "diff";
  /** The types of `--fix-type` as they were given; null for all fixes. */
  fixTypes: readonly string[] | null;
  quiet: boolean;
  codeFrame: boolean;
  /** Whether the person at the terminal is asked about each finding. */
  interactive: boolean;
  concurrency: Concurrency;
  /** The part of the files that this run lints; null for all. */
  shard: Shard | null;
  /** Whether it runs again when something changes. */
  watch: boolean;
  /** Whether results are kept for the next run. */
  cache: boolean;
  baseline: { file: string; update: boolean } | null;
}

/**
 * Reads the flags of a run.
 * @throws UsageError for those that do not go together.
 */
export function planOf(given: Arguments): LintPlan {
  const { switches, values, paths } = given;
  if (switches.has("stdin") && switches.has("fix")) {
    throw new UsageError("--fix cannot write to standard input. With --fix-dry-run you get the change as a diff.");
  }
  if (values.has("print-config") && paths.length > 0) {
    throw new UsageError("--print-config prints what holds for one file and lints none: give no files beside it.");
  }
  checkShard(given);
  if (switches.has("watch")) checkWatch(given);
  const reports = reportsOf(given);
  if (switches.has("interactive")) checkInteractive(given, reports);
  return {
    reports,
    maxWarnings: maximumOf(values.get("max-warnings")?.[0]),
    fix: switches.has("fix") ? "write" : switches.has("fix-dry-run") ? "diff" : "no",
    fixTypes: values.get("fix-type") ?? null,
    quiet: switches.has("quiet"),
    codeFrame: switches.has("code-frame"),
    interactive: switches.has("interactive"),
    watch: switches.has("watch"),
    concurrency: concurrencyOf(values.get("concurrency")?.[0]),
    shard: shardOf(values.get("shard")?.[0]),
    cache: switches.has("cache"),
    baseline: baselineOf(given),
  };
}

function maximumOf(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (!/^\d+$/u.test(text)) throw new UsageError(`--max-warnings takes a whole number from 0, not ${text}.`);
  return Number(text);
}

function baselineOf({ values, switches }: Arguments): LintPlan["baseline"] {
  const file = values.get("baseline")?.[0];
  const update = switches.has("update-baseline");
  if (update && switches.has("fix-dry-run")) {
    throw new UsageError("--update-baseline writes what is left, and --fix-dry-run mends nothing: give --fix, or neither.");
  }
  return file === undefined ? null : { file, update };
}

/** @throws UsageError for what does not go together with questions at the terminal. */
function checkInteractive({ switches }: Arguments, reports: readonly Report[]): void {
  const other = (["fix", "fix-dry-run", "stdin", "update-baseline"] as const).find((name) => switches.has(name));
  if (other !== undefined) throw new UsageError(`--interactive asks about each finding, which --${other} leaves no place for: give one of them.`);
  const printed = reports.find(({ file, format }) => file === null && format !== "stylish");
  if (printed !== undefined) {
    throw new UsageError(`--interactive prints its questions where ${printed.format} would go: give the report a file with --output-file.`);
  }
}

/** @throws UsageError for what needs all files at once. */
function checkShard({ switches, values }: Arguments): void {
  if (!values.has("shard")) return;
  const other = (["fix", "fix-dry-run", "interactive", "stdin", "inspect-images"] as const).find((name) => switches.has(name));
  if (other !== undefined) throw new UsageError(`--shard lints a part of the files, and --${other} needs all of them: give one of the two.`);
}

/** Flags of runs that write files, ask somebody, or have their text from elsewhere. */
const onceFlags = ["fix", "fix-dry-run", "interactive", "stdin", "inspect-images", "update-baseline", "print-config"] as const;

function checkWatch({ switches, values }: Arguments): void {
  const once = onceFlags.find((flag) => switches.has(flag) || values.has(flag));
  if (once !== undefined) throw new UsageError(`--watch reports what it finds at each change, and --${once} is for one run: give one of them.`);
}
