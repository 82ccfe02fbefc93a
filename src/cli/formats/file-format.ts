import type { FileResult } from "../../lint/lint-result.js";
import type { Counts } from "./finding-words.js";
import type { FormatContext } from "./format.js";

/** A format that tells of one file after the other, so that a report needs no more than one of them at hand. */
export interface FileFormat {
  /** What is said of a file; empty where there is nothing to say. */
  part: (result: FileResult, context: FormatContext) => string;
  /** What stands before the first part, and between two. */
  head: string;
  separator: string;
  /** What stands after the last part. */
  tail: (counts: Counts, context: FormatContext) => string;
  /** The report without any part. */
  empty: string;
}

const byFile = ["stylish", "compact", "json", "github"] as const;

export type FileFormatName = (typeof byFile)[number];

/** Each is loaded when it is asked for. */
const fileFormats: Readonly<Record<FileFormatName, () => Promise<FileFormat>>> = {
  stylish: async () => (await import("./stylish.js")).stylishByFile,
  compact: async () => (await import("./compact.js")).compactByFile,
  json: async () => (await import("./json.js")).jsonByFile,
  github: async () => (await import("./github.js")).githubByFile,
};

/** The name, where it is that of a format that tells of one file after the other; else null. */
export function fileFormatName(name: string): FileFormatName | null {
  return byFile.find((known) => known === name) ?? null;
}

export function loadFileFormat(name: FileFormatName): Promise<FileFormat> {
  return fileFormats[name]();
}
