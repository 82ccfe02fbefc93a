import { parentPort, workerData } from "node:worker_threads";
import type { NamesOfFolders } from "../folder-names.js";
import type { ScopeParts } from "../project-files.js";
import type { Output } from "../output.js";
import { readRestOfProgram } from "../read-rest-of-program.js";
import { UsageError } from "../usage-error.js";
import type { LintExecutor, LintTask } from "./lint-task.js";
import { loadFor, openSession, type SessionPlan } from "./open-session.js";

export type WorkerRequest =
  | { call: "survey"; files: readonly string[]; isWhole: boolean }
  | { call: "begin"; scope: ScopeParts; names: NamesOfFolders }
  | { call: "lint"; tasks: readonly LintTask[] };

export type WorkerMessage =
  | { kind: "loaded" }
  | { kind: "tell"; text: string }
  | { kind: "answer"; answer: unknown }
  /** The user's to mend. */
  | { kind: "refusal"; message: string }
  | { kind: "fault"; error: Error };

/** Answers requests of the main thread, until that ends the thread. */
export function serve(): void {
  const port = parentPort;
  if (port === null) return;
  const plan = workerData as SessionPlan;
  const post = (message: WorkerMessage): void => {
    port.postMessage(message);
  };
  const output: Output = {
    print: () => undefined,
    tell: (text) => {
      post({ kind: "tell", text });
    },
    columns: null,
    colour: false,
    links: false,
  };
  readRestOfProgram();
  post({ kind: "loaded" });
  let last: Promise<unknown> = Promise.resolve();
  const open = async (): Promise<LintExecutor> => openSession(plan, await loadFor(plan.given, plan.surroundings, output));
  // While the main thread still looks for files.
  const session = open();
  // What went wrong is told to the first request.
  session.catch(() => undefined);
  port.on("message", (request: WorkerRequest) => {
    // One after the other, and answered in this order.
    last = last.then(async () => answerTo(request, await session)).then(
      (answer) => {
        post({ kind: "answer", answer });
      },
      (error: unknown) => {
        if (error instanceof UsageError) post({ kind: "refusal", message: error.message });
        else post({ kind: "fault", error: error instanceof Error ? error : new Error(String(error)) });
      },
    );
  });
}

function answerTo(request: WorkerRequest, executor: LintExecutor): Promise<unknown> {
  switch (request.call) {
    case "survey":
      return executor.survey(request.files, request.isWhole);
    case "begin":
      return executor.begin(request.scope, request.names);
    case "lint":
      return executor.lint(request.tasks);
  }
}
