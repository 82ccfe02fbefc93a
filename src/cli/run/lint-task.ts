import type { LintFailure } from "../../lint/lint-failure.js";
import type { RenderedFile } from "../formats/render-file.js";
import type { FileResult } from "../../lint/lint-result.js";
import type { FileProblem } from "../../compose/file-system.js";
import type { ScopeParts, TakenIn } from "../project-files.js";
import type { NamesOfFolders } from "../folder-names.js";
import type { Dependencies } from "./dependency.js";

/** How many files an executor is asked for at once. */
export const FILES_OF_A_BATCH = 24;

/** What came of one file. */
export interface FileOutcome {
  file: string;
  /** Null where it could not be read, or where nobody wants more of it than what is rendered. */
  result: FileResult | null;
  /** What reports say of it, where they were made known before it was linted. */
  rendered?: RenderedFile;
  problem: FileProblem | null;
  /** All warnings, those that `--quiet` leaves out of the result too. */
  warningCount: number;
  failures: LintFailure[];
  /** What was asked for; null where nobody wants to know. */
  dependencies: Dependencies | null;
}

/** What the project of a file takes in; `later` where only Dockerfiles can be, which are told when the file is linted. */
export interface Survey {
  file: string;
  takenIn: readonly TakenIn[] | "later";
  dependencies: Dependencies | null;
}

export interface LintTask {
  file: string;
  /** Not where the configuration leaves it out. */
  lints: boolean;
  /** Whether the Dockerfiles that its services are built from are to be told, and linted unless they are known. */
  follows: boolean;
}

export interface LintAnswer {
  file: string;
  outcomes: FileOutcome[];
  /** Where the task follows. */
  survey: Survey | null;
}

/** Lints files: in this thread, or in another. */
export interface LintExecutor {
  /** How many requests it takes at a time, so that it need not wait for the next one. */
  readonly requestsAtOnce: number;
  /** @param isWhole Whether `later` is no answer. */
  survey(files: readonly string[], isWhole: boolean): Promise<Survey[]>;
  /** Says what is known of the projects and their folders before the first file is linted. */
  begin(scope: ScopeParts, names: NamesOfFolders): Promise<void>;
  lint(tasks: readonly LintTask[]): Promise<LintAnswer[]>;
  close(): Promise<void>;
}
