import type { FileProblem } from "../../compose/file-system.js";
import { OverlayFileSystem } from "../../compose/overlay-file-system.js";
import { fileKindOf, type FileKind } from "../../eslint/file-kind.js";
import { lintTexts, type LintOptions, type LintRun, type PlannedFile, type RequiredFile } from "../../lint/lint-files.js";
import type { Finding } from "../../lint/lint-result.js";
import { LineIndex } from "../../text/line-index.js";
import { applyEdits, type TextEdit } from "../../text/text-edit.js";

const BOM = "\uFEFF";

/** What was found in one text of a file. */
export interface Judgement {
  /** Absolute. */
  path: string;
  kind: FileKind;
  /** As it is in the file, but for a byte order mark. */
  text: string;
  hasMark: boolean;
  /** In the order of their places. */
  findings: readonly Finding[];
  /** The files that fixes of these findings refer to. */
  planned: ReadonlyMap<Finding, readonly PlannedFile[]>;
  offsetOf: (finding: Finding) => number;
}

/** Judges one file at a time, as it is now or as a change would make it. */
export class FileJudge {
  readonly #options: LintOptions;
  readonly #withoutKnown: (run: LintRun) => void;

  /** @param withoutKnown Takes out of a run what a baseline knows. */
  constructor(options: LintOptions, withoutKnown: (run: LintRun) => void) {
    this.#options = options;
    this.#withoutKnown = withoutKnown;
  }

  /** The file as it is on the disk, or why it cannot be read any more. */
  current(path: string): Judgement | FileProblem {
    const content = this.#options.fileSystem.read(path);
    return content.ok ? this.#judge(path, content.text, []) : content.problem;
  }

  /** The file as edits would make it, with the files that they refer to. */
  changed({ path, text, hasMark }: Judgement, edits: readonly TextEdit[], written: readonly RequiredFile[]): Judgement {
    return this.#judge(path, (hasMark ? BOM : "") + applyEdits(text, edits), written);
  }

  #judge(path: string, whole: string, written: readonly RequiredFile[]): Judgement {
    const fileSystem = new OverlayFileSystem(this.#options.fileSystem);
    for (const file of written) fileSystem.set(file.path, file.text);
    const planned = new Map<Finding, readonly PlannedFile[]>();
    // Other texts of this file, and files that were written since, may be remembered.
    this.#options.scope?.memory.clear();
    const run = lintTexts([{ path, text: whole }], {
      ...this.#options,
      fileSystem,
      fix: false,
      writesFiles: true,
      takePlannedFiles: (finding, files) => planned.set(finding, files),
    });
    this.#options.scope?.memory.clear();
    this.#withoutKnown(run);
    const hasMark = whole.startsWith(BOM);
    const text = hasMark ? whole.slice(1) : whole;
    const lines = new LineIndex(text);
    const offsetOf = ({ line, column }: Finding): number => lines.offsetAt({ line, column: column - 1 });
    return { path, kind: fileKindOf(path, text), text, hasMark, findings: run.results[0]?.messages ?? [], planned, offsetOf };
  }
}

/** The whole content of the file that was judged. */
export function contentOf({ text, hasMark }: Judgement): string {
  return (hasMark ? BOM : "") + text;
}
