import type { Arguments } from "../arguments.js";
import { STANDARD_OUTPUT } from "../standard-output.js";
import { UsageError } from "../usage-error.js";
import { formatNames } from "./format-names.js";

/** A report that is asked for: its format, and the file that it goes to; null for standard output. */
export interface Report {
  /** The name of a format, or of a module that is one. */
  format: string;
  file: string | null;
}

/**
 * The reports that the flags ask for: each `--output-file` takes what the `--format` before it gives, and the format
 * without a file, or with `-`, is printed.
 * @throws UsageError for two that would be printed, or go to one file.
 */
export function reportsOf({ inOrder }: Arguments): Report[] {
  const reports: Report[] = [];
  /** Those whose place is said to be standard output. */
  const printedByName = new Set<Report>();
  for (const { name, value } of inOrder) {
    if (name === "format") reports.push({ format: value, file: null });
    if (name !== "output-file") continue;
    if (/[\\/]$/u.test(value)) throw new UsageError(`--output-file ${value} names a folder: name the file in it.`);
    if (reports.length === 0) reports.push({ format: formatNames[0], file: null });
    const last = reports.at(-1);
    if (last?.file !== null || printedByName.has(last)) throw new UsageError(`--output-file ${value} has no --format of its own: give one before it.`);
    if (value === STANDARD_OUTPUT) printedByName.add(last);
    else last.file = value;
  }
  if (reports.length === 0) reports.push({ format: formatNames[0], file: null });
  const printed = reports.filter(({ file }) => file === null);
  if (printed.length > 1) {
    const names = printed.map(({ format }) => format).join(" and ");
    throw new UsageError(`Only one format can be printed, and ${names} both would be: give --output-file after one of them.`);
  }
  const files = reports.map(({ file }) => file).filter((file) => file !== null);
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined) throw new UsageError(`Two formats would be written to ${twice}: name different files.`);
  return reports;
}
