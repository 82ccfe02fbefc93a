import { readFileSync } from "node:fs";
import { UsageError } from "../usage-error.js";
import { describeWriteProblem, writeFileSafely } from "../write-file.js";

/** How many findings of each rule are known in each file, by its path from the folder of the baseline; ESLint's shape. */
export type Baseline = Record<string, Record<string, { count: number }>>;

/**
 * Reads a baseline.
 * @param mayBeMissing Whether one that is not there is empty: it is about to be written.
 * @throws UsageError for a file that is not there, or is no baseline.
 */
export function readBaseline(file: string, name: string, mayBeMissing: boolean): Baseline {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (isMissing && mayBeMissing) return {};
    const why = isMissing ? "is not there: write it with --update-baseline" : "cannot be read";
    throw new UsageError(`The baseline ${name} ${why}.`);
  }
  const value = parsed(text);
  if (!isBaseline(value)) {
    throw new UsageError(`${name} is no baseline: it must be JSON that counts findings by file and rule. Nothing was changed.`);
  }
  return value;
}

/** @throws UsageError if it cannot be written. */
export function writeBaseline(file: string, name: string, baseline: Baseline): void {
  try {
    writeFileSafely(file, `${JSON.stringify(baseline, null, 2)}\n`);
  } catch (error) {
    throw new UsageError(`The baseline ${name} was not written: ${describeWriteProblem(error)}.`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isBaseline(value: unknown): value is Baseline {
  return isRecord(value) && Object.values(value).every((rules) => isRecord(rules) && Object.values(rules).every(isCount));
}

function isCount(value: unknown): boolean {
  return isRecord(value) && Number.isInteger(value.count) && Number(value.count) >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
