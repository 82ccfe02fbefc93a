import { parentPort, workerData } from "node:worker_threads";
import { FuzzInputs } from "./fuzz-input.js";
import { loadTarget } from "./fuzz-targets.js";

/** What the thread is to do: inputs of a seed, or one text. */
export interface FuzzWork {
  target: string;
  /** Number of the input at hand and its start in milliseconds of CPU, for who watches. */
  progress: SharedArrayBuffer;
  run: { seed: number; from: number; until: number; endsAt: number } | { text: string };
}

export type FuzzReport = { kind: "failed"; index: number; error: string; text: string } | { kind: "slow"; index: number; milliseconds: number; text: string } | { kind: "done"; count: number };

const MOST_MILLISECONDS = 1000;

const work = workerData as FuzzWork;
const progress = new Int32Array(work.progress);
const target = await loadTarget(work.target);

function report(message: FuzzReport): void {
  parentPort?.postMessage(message);
}

/** The time in milliseconds of CPU that a check takes. */
async function check(text: string): Promise<number> {
  const start = process.cpuUsage();
  await target.check(text);
  return process.cpuUsage(start).user / 1000;
}

/** Whether a text takes too long, again and again: other work of the machine and of the collector is no fault. */
async function slowness(text: string, first: number): Promise<number> {
  let least = first;
  for (let time = 0; time < 2 && least > MOST_MILLISECONDS; time += 1) least = Math.min(least, await check(text));
  return least;
}

async function judge(text: string, index: number): Promise<boolean> {
  try {
    const least = await slowness(text, await check(text));
    if (least <= MOST_MILLISECONDS) return true;
    report({ kind: "slow", index, milliseconds: least, text });
  } catch (error) {
    report({ kind: "failed", index, error: error instanceof Error ? (error.stack ?? error.message) : String(error), text });
  }
  return false;
}

const { run } = work;
if ("text" in run) {
  Atomics.add(progress, 1, 1);
  await judge(run.text, 0);
  report({ kind: "done", count: 1 });
} else {
  const inputs = new FuzzInputs(target, run.seed);
  let index = run.from;
  for (; index < run.until && Date.now() < run.endsAt; index += 1) {
    Atomics.store(progress, 0, index);
    Atomics.add(progress, 1, 1);
    await judge(inputs.at(index), index);
  }
  report({ kind: "done", count: index - run.from });
}
