import { spawnSync } from "node:child_process";

export interface Measured {
  /** Milliseconds of each run, in order. */
  first: number[];
  second: number[];
}

/** Runs two commands in turn, so that what else the machine does hits both alike. The first pair is not counted. */
export function timePairs(first: readonly string[], second: readonly string[], pairs: number): Measured {
  const measured: Measured = { first: [], second: [] };
  for (let pair = 0; pair <= pairs; pair += 1) {
    const times = [milliseconds(first), milliseconds(second)] as const;
    if (pair === 0) continue;
    measured.first.push(times[0]);
    measured.second.push(times[1]);
  }
  return measured;
}

function milliseconds([command = "", ...args]: readonly string[]): number {
  const start = process.hrtime.bigint();
  const { error, signal } = spawnSync(command, args, { stdio: "ignore" });
  if (error !== undefined || signal !== null) throw new Error(`${command} ${args.join(" ")} did not run`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** A line: the ratio of the medians, the quartiles of the pairs' ratios, the medians. */
export function ratioRow(what: string, aim: string, { first, second }: Measured): string {
  const ratios = first.map((time, index) => time / (second[index] ?? Number.NaN));
  const ratio = quantile(first, 0.5) / quantile(second, 0.5);
  const spread = `${quantile(ratios, 0.25).toFixed(2)} to ${quantile(ratios, 0.75).toFixed(2)}`;
  const times = `${quantile(first, 0.5).toFixed(0)} ms / ${quantile(second, 0.5).toFixed(0)} ms`;
  return `${what.padEnd(66)} ${ratio.toFixed(2).padStart(6)}  (${spread})  aim: ${aim}  [${times}]`;
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}
