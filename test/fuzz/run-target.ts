import { Worker } from "node:worker_threads";
import type { FuzzReport, FuzzWork } from "./fuzz-worker.js";

/** An input for which something does not hold. */
export interface FuzzFailure {
  target: string;
  kind: "failed" | "slow" | "hangs";
  error: string;
  /** Null where the thread had to be ended: the number makes the text again. */
  text: string | null;
  index: number;
}

export interface FuzzBounds {
  seed: number;
  count: number;
  seconds: number;
  /** How long one input may take before its thread is ended. */
  patience: number;
  /** How many failures are enough. */
  most?: number;
}

/** As much as the main thread of Node has. */
const STACK_MEGABYTES = 1;

/** How many times longer a thread may take until it is at its first input: it has to read TypeScript. */
const STARTING_PATIENCE = 20;

// A thread does not inherit that its starter reads TypeScript.
const startThread = `import("tsx/esm/api").then(({ register }) => { register(); return import(${JSON.stringify(new URL("./fuzz-worker.ts", import.meta.url).href)}); })`;

/** Runs a target over its inputs, in threads that are ended where one hangs. */
export async function runTarget(name: string, { seed, count, seconds, patience, most = 1 }: FuzzBounds): Promise<{ count: number; failures: FuzzFailure[] }> {
  const failures: FuzzFailure[] = [];
  const endsAt = Date.now() + seconds * 1000;
  let done = 0;
  for (let from = 0; from < count && failures.length < most; ) {
    const outcome = await watch(name, { seed, from, until: count, endsAt }, patience, failures, most);
    done += outcome.next - from;
    from = outcome.next;
    if (outcome.isDone) break;
  }
  return { count: done, failures };
}

/** What does not hold for one text; null if all does. */
export async function runText(target: string, text: string, patience: number): Promise<FuzzFailure | null> {
  const failures: FuzzFailure[] = [];
  await watch(target, { text }, patience, failures, 1);
  return failures[0] ?? null;
}

function watch(target: string, run: FuzzWork["run"], patience: number, failures: FuzzFailure[], most: number): Promise<{ next: number; isDone: boolean }> {
  const progress = new SharedArrayBuffer(8);
  const counters = new Int32Array(progress);
  const workerData: FuzzWork = { target, progress, run };
  const worker = new Worker(startThread, {
    eval: true, workerData, resourceLimits: { stackSizeMb: STACK_MEGABYTES, maxOldGenerationSizeMb: 2000 },
  });
  return new Promise((resolve) => {
    const start = "from" in run ? run.from : 0;
    let settled = false;
    let seen = 0;
    let ticks = 0;
    const settle = (next: number, isDone: boolean): void => {
      if (settled) return;
      settled = true;
      clearInterval(timer);
      void worker.terminate().then(() => {
        resolve({ next, isDone });
      });
    };
    const fail = (kind: FuzzFailure["kind"], error: string, text: string | null, index: number): void => {
      if (!settled && failures.length < most) failures.push({ target, kind, error, text, index });
    };
    const current = (): number => Math.max(start, counters[0] ?? 0);
    const timer = setInterval(() => {
      ticks += 1;
      if (counters[1] !== seen || (seen === 0 && ticks < STARTING_PATIENCE)) {
        seen = counters[1] ?? 0;
        return;
      }
      fail("hangs", `an input was not done after ${patience} seconds`, "text" in run ? run.text : null, current());
      settle(current() + 1, "text" in run);
    }, patience * 1000);
    worker.on("message", (message: FuzzReport) => {
      if (message.kind === "done") settle(start + message.count, true);
      else if (message.kind === "failed") fail("failed", message.error, message.text, message.index);
      else fail("slow", `takes ${Math.round(message.milliseconds)} ms`, message.text, message.index);
      if (message.kind !== "done" && failures.length >= most) settle(message.index + 1, false);
    });
    worker.on("exit", (code) => {
      if (settled) return;
      fail("failed", `the thread ended with ${code}`, "text" in run ? run.text : null, current());
      settle(current() + 1, "text" in run);
    });
    worker.on("error", (error) => {
      fail("failed", `the thread ended: ${error.stack ?? error.message}`, "text" in run ? run.text : null, current());
      settle(current() + 1, "text" in run);
    });
  });
}
