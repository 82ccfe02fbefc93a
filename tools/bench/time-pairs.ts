import { spawnSync } from "node:child_process";

/** Runs of two things in turn; milliseconds, or whatever both are measured in. */
export interface Measured {
  first: number[];
  second: number[];
}

/** In the first runs programs write what later ones read: ours keeps compiled code three times. */
export const UNCOUNTED_ROUNDS = 4;

/** Runs commands in turn, so that what else the machine does hits all alike. The first rounds are not counted. */
export function timeInTurn<Name extends string>(commands: Readonly<Record<Name, readonly string[]>>, rounds: number, cwd: string): Record<Name, number[]> {
  const names = Object.keys(commands) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 1 - UNCOUNTED_ROUNDS; round <= rounds; round += 1) {
    for (const name of names) {
      const time = milliseconds(commands[name], cwd);
      if (round > 0) times[name].push(time);
    }
  }
  return times;
}

/** @throws Error if the command does not run, or ends as linters do that could not lint. */
function milliseconds([command = "", ...args]: readonly string[], cwd: string): number {
  const start = process.hrtime.bigint();
  const { error, signal, status } = spawnSync(command, args, { stdio: "ignore", cwd });
  const time = Number(process.hrtime.bigint() - start) / 1e6;
  if (error !== undefined || signal !== null || (status !== 0 && status !== 1)) {
    throw new Error(`${command} ${args.slice(0, 6).join(" ")} did not run: ${error?.message ?? signal ?? `exit status ${status}`}`);
  }
  return time;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}
