import { readRegularFile } from "../../compose/read-regular-file.js";
import { withoutByteOrderMark } from "../../text/byte-order-mark.js";
import { UsageError } from "../usage-error.js";
import { describeWriteProblem, writeFileSafely } from "../write-file.js";

const MAXIMUM_SIZE = 64 * 1024 * 1024;

/** How many findings of each rule are known in each file, by its path from the folder of the baseline; ESLint's shape. */
export type Baseline = Record<string, Record<string, { count: number }>>;

/**
 * Reads a baseline.
 * @param mayBeMissing Whether one that is not there is empty: it is about to be written.
 * @throws UsageError for a file that is not there, or is no baseline.
 */
export function readBaseline(file: string, name: string, mayBeMissing: boolean): Baseline {
  const content = readRegularFile(file, MAXIMUM_SIZE);
  if (!content.ok) {
    const isMissing = content.problem === "not-found";
    if (isMissing && mayBeMissing) return {};
    const why = isMissing ? "is not there: write it with --update-baseline" : "cannot be read";
    throw new UsageError(`The baseline ${name} ${why}.`);
  }
  const value = parsed(withoutByteOrderMark(Buffer.from(content.bytes).toString("utf8")));
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
