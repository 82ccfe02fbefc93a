import path from "node:path";
import type { FileResult } from "../../lint/lint-result.js";
import type { Output } from "../output.js";
import { describeWriteProblem, writeFileSafely } from "../write-file.js";
import { loadFormat, type Format, type FormatContext } from "./format.js";
import type { Report } from "./reports.js";

/** A report whose format is loaded. */
export interface LoadedReport extends Report {
  write: Format;
}

/**
 * Loads the formats, before anything is linted.
 * @throws UsageError for one that is not there.
 */
export async function loadReports(reports: readonly Report[], cwd: string): Promise<LoadedReport[]> {
  return Promise.all(reports.map(async (report) => ({ ...report, write: await loadFormat(report.format, cwd) })));
}

export interface ReportSurroundings {
  cwd: string;
  output: Output;
  codeFrame: boolean;
}

/** What a format knows that writes to a file, or to standard output (null). */
export function contextOf(file: string | null, { cwd, output, codeFrame }: ReportSurroundings): FormatContext {
  const { colour, columns, links } = file === null ? output : { colour: false, columns: null, links: false };
  return { cwd, colour, columns, links, codeFrame };
}

/** Writes the file of a report. Returns a line for one that could not be written. */
export function writeReportFile(file: string, text: string, cwd: string): string[] {
  try {
    writeFileSafely(path.resolve(cwd, file), text);
    return [];
  } catch (error) {
    return [`${file} was not written: ${describeWriteProblem(error)}.`];
  }
}

/** Prints the reports, or writes them to their files. Returns a line for each that could not be written. */
export async function writeReports(
  reports: readonly LoadedReport[],
  results: readonly FileResult[],
  surroundings: ReportSurroundings,
): Promise<string[]> {
  const { cwd, output } = surroundings;
  const failures: string[] = [];
  for (const { file, write } of reports) {
    const text = await write(results, contextOf(file, surroundings));
    if (file === null) output.print(text);
    else failures.push(...writeReportFile(file, text, cwd));
  }
  return failures;
}
