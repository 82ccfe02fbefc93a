import { holdSignals } from "./signals.js";
import type { OutputStream } from "./standard-stream.js";

/** A run that is over sooner needs no bar. */
const PATIENCE_MS = 500;
const BETWEEN_MS = 100;
const BAR_WIDTH = 24;
const WIDTH_UNKNOWN = 80;

/**
 * Shows on the terminal how much of a long run is done, in one line that is taken away when something else is to be
 * written. No colour and no more control characters than the return to the start of the line.
 */
export class ProgressBar {
  readonly #stream: OutputStream;
  readonly #now: () => number;
  readonly #start: number;
  #last = 0;
  #shown = 0;
  #letGo: (() => void) | null = null;

  constructor(stream: OutputStream, now: () => number = Date.now) {
    this.#stream = stream;
    this.#now = now;
    this.#start = now();
  }

  update(done: number, all: number): void {
    const now = this.#now();
    if (now - this.#start < PATIENCE_MS || now - this.#last < BETWEEN_MS) return;
    this.#last = now;
    this.#letGo ??= holdSignals(() => { this.clear(); });
    const line = lineOf(done, all).slice(0, (this.#stream.columns ?? WIDTH_UNKNOWN) - 1);
    this.#stream.write(`\r${line.padEnd(this.#shown)}`);
    this.#shown = line.length;
  }

  /** Leaves the line empty. */
  clear(): void {
    if (this.#shown === 0) return;
    this.#stream.write(`\r${" ".repeat(this.#shown)}\r`);
    this.#shown = 0;
    this.#letGo?.();
    this.#letGo = null;
  }
}

/** Whether somebody looks at this stream: it is a terminal that can go back in a line, and not one of a CI job. */
export function showsProgress(stream: OutputStream, { CI, TERM }: NodeJS.ProcessEnv): boolean {
  if (TERM === "dumb" || (CI !== undefined && CI !== "" && CI !== "false")) return false;
  return stream.isTTY;
}

function lineOf(done: number, all: number): string {
  const filled = Math.round((BAR_WIDTH * done) / Math.max(all, 1));
  return `[${"#".repeat(filled)}${".".repeat(BAR_WIDTH - filled)}] ${done} of ${all} files`;
}
