import type { FileResult } from "../../lint/lint-result.js";
import { loadFileFormat, type FileFormatName } from "./file-format.js";
import { countsOfFile, type Counts } from "./finding-words.js";
import type { FormatContext } from "./format.js";

/** A report that tells of one file after the other; it can be handed to another thread. */
export interface ReportOfFiles {
  format: FileFormatName;
  context: FormatContext;
}

/** What the reports say of a file, each in its place, and its counts: all that they need of it. */
export interface RenderedFile {
  parts: readonly string[];
  counts: Counts;
}

export type RenderFile = (result: FileResult) => RenderedFile;

export async function rendererFor(reports: readonly ReportOfFiles[]): Promise<RenderFile> {
  const loaded = await Promise.all(reports.map(async ({ format, context }) => ({ format: await loadFileFormat(format), context })));
  return (result) => ({ parts: loaded.map(({ format, context }) => format.part(result, context)), counts: countsOfFile(result) });
}
