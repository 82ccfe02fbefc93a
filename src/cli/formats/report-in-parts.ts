import type { FileResult } from "../../lint/lint-result.js";
import type { FileFormat } from "./file-format.js";
import { addCounts, countsOfFile, noCounts, type Counts } from "./finding-words.js";
import type { FormatContext } from "./format.js";

/** Puts a report together from the parts of its files, and hands on its text as it comes. */
export class ReportInParts {
  readonly #format: FileFormat;
  readonly #context: FormatContext;
  readonly #write: (text: string) => void;
  #isEmpty = true;

  constructor(format: FileFormat, context: FormatContext, write: (text: string) => void) {
    this.#format = format;
    this.#context = context;
    this.#write = write;
  }

  /** @param part What the format says of a file. */
  add(part: string): void {
    if (part === "") return;
    this.#write((this.#isEmpty ? this.#format.head : this.#format.separator) + part);
    this.#isEmpty = false;
  }

  /** @param counts Those of all files. */
  end(counts: Counts): void {
    this.#write(this.#isEmpty ? this.#format.empty : this.#format.tail(counts, this.#context));
  }
}

/** The report of files that are all at hand. */
export function wholeReport(format: FileFormat, results: readonly FileResult[], context: FormatContext): string {
  const texts: string[] = [];
  const report = new ReportInParts(format, context, (text) => { texts.push(text); });
  const counts = noCounts();
  for (const result of results) {
    report.add(format.part(result, context));
    addCounts(counts, countsOfFile(result));
  }
  report.end(counts);
  return texts.join("");
}
