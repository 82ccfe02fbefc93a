import type { FileResult } from "../../lint/lint-result.js";
import type { Output } from "../output.js";
import { fileFormatName, loadFileFormat } from "./file-format.js";
import { addCounts, noCounts, type Counts } from "./finding-words.js";
import { rendererFor, type RenderedFile, type RenderFile, type ReportOfFiles } from "./render-file.js";
import { ReportInParts } from "./report-in-parts.js";
import type { Report } from "./reports.js";
import { contextOf, writeReportFile, type ReportSurroundings } from "./write-reports.js";

/** What is printed at once: a run that ends with an error before it is known to be wrong prints no half report. */
const CHARACTERS_AT_ONCE = 65_536;

interface Running {
  report: ReportInParts;
  /** Writes what is left. Returns a line for what could not be written. */
  finish: () => string[];
}

/** Reports that are written while files are linted, and keep nothing of them but counts. */
export class RunningReports {
  readonly counts: Counts = noCounts();
  /** For those who lint, who may be in other threads. */
  readonly described: readonly ReportOfFiles[];
  readonly #running: readonly Running[];
  readonly #render: RenderFile;

  private constructor(described: readonly ReportOfFiles[], running: readonly Running[], render: RenderFile) {
    this.described = described;
    this.#running = running;
    this.#render = render;
  }

  /** Null where one of the reports needs all files at once. */
  static async of(reports: readonly Report[], surroundings: ReportSurroundings): Promise<RunningReports | null> {
    const described: ReportOfFiles[] = [];
    const running: Running[] = [];
    for (const { format: name, file } of reports) {
      const format = fileFormatName(name);
      if (format === null) return null;
      const context = contextOf(file, surroundings);
      described.push({ format, context });
      const texts: string[] = [];
      const { cwd, output } = surroundings;
      const { write, finish } = file === null ? printing(texts, output) : filing(texts, file, cwd);
      running.push({ report: new ReportInParts(await loadFileFormat(format), context, write), finish });
    }
    return new RunningReports(described, running, await rendererFor(described));
  }

  /** To be called in the order of the files. */
  add({ parts, counts }: RenderedFile): void {
    addCounts(this.counts, counts);
    this.#running.forEach(({ report }, index) => { report.add(parts[index] ?? ""); });
  }

  addResult(result: FileResult): void {
    this.add(this.#render(result));
  }

  /** Writes the ends. Returns a line for each report that could not be written. */
  end(): string[] {
    const failures: string[] = [];
    for (const { report, finish } of this.#running) {
      report.end(this.counts);
      failures.push(...finish());
    }
    return failures;
  }
}

type Sink = Pick<Running, "finish"> & { write: (text: string) => void };

function printing(texts: string[], output: Output): Sink {
  let waiting = 0;
  const flush = (): string[] => {
    output.print(texts.splice(0).join(""));
    waiting = 0;
    return [];
  };
  const write = (text: string): void => {
    texts.push(text);
    waiting += text.length;
    if (waiting >= CHARACTERS_AT_ONCE) flush();
  };
  return { write, finish: flush };
}

/** A file is written when its whole text is there: whoever reads it finds the old one or the new one. */
function filing(texts: string[], file: string, cwd: string): Sink {
  return { write: (text) => { texts.push(text); }, finish: () => writeReportFile(file, texts.join(""), cwd) };
}
