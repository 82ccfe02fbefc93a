import { reachedPaths } from "../compose/reached-paths.js";
import type { TextEdit } from "../text/text-edit.js";
import type { LoggedService } from "./log-evidence.js";
import { swapLimit, type ServiceLimit } from "./service-limit.js";
import { addToList } from "../memory/add-to-list.js";

/** The edits that raise what was too low, by the absolute path of their file. */
export interface RaisedLimits {
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  /** What was raised to what, a phrase each, such as "`pids_limit` from 4 to 11". */
  readonly changes: readonly string[];
  /** Why a limit is left as it is, a sentence each. */
  readonly left: readonly string[];
}

const mebibyte = 1024 * 1024;
/** What is granted on top of what a program's own settings let it take: its code, its stacks, its libraries. */
const margin = 1.25;

/**
 * How many processes and threads the service needs: what its program takes in full work. Where it was refused one within
 * that, or nothing is known, twice what was too little.
 */
export function processesNeeded({ processLimits: [lowest], threads }: LoggedService): number | null {
  if (lowest === undefined) return null;
  const working = threads?.working ?? 0;
  return working > lowest.value ? working : lowest.value * 2;
}

/** As `processesNeeded`, in bytes, by whole mebibytes. */
export function memoryNeeded({ memoryLimits: [lowest], memory }: LoggedService): number | null {
  if (lowest === undefined) return null;
  const known = Math.max(memory?.floor ?? 0, (memory?.configured ?? 0) * margin);
  const needed = known > lowest.value ? known : lowest.value * 2;
  return Math.ceil(needed / mebibyte) * mebibyte;
}

/** Raises every limit on processes that is below what the service needs. */
export function raiseProcessLimits(logged: LoggedService): RaisedLimits {
  const needed = processesNeeded(logged);
  return raise(logged.processLimits, needed, (amount) => String(amount));
}

/** Raises every limit on memory that is below what the service needs, and the one on swap, which must not be lower. */
export function raiseMemoryLimits(logged: LoggedService): RaisedLimits {
  const swap = swapLimit(logged.facts);
  return raise([...logged.memoryLimits, ...(swap === null ? [] : [swap])], memoryNeeded(logged), memoryText);
}

/** An amount as Compose reads it: `256m`. */
export function memoryText(bytes: number): string {
  return bytes % mebibyte === 0 ? `${bytes / mebibyte}m` : String(bytes);
}

function raise(limits: readonly ServiceLimit[], needed: number | null, write: (amount: number) => string): RaisedLimits {
  const edits = new Map<string, TextEdit[]>();
  const changes: string[] = [];
  const left: string[] = [];
  for (const { key, value, from } of limits) {
    if (needed === null || value >= needed) continue;
    const { node, file } = from.origin;
    const isVariable = (from.template?.variables.length ?? 0) > 0;
    if (isVariable) left.push(`\`${key}\` comes from a variable: set that to ${write(needed)}.`);
    else if (from.via.length > 0 || (node.type === "YamlScalar" && reachedPaths(node).length > 1)) left.push(`\`${key}\` is shared through an anchor: set it to ${write(needed)} where it is written.`);
    else if (node.type !== "YamlScalar") left.push(`\`${key}\` cannot be changed where it is written: set it to ${write(needed)}.`);
    else {
      const quote = node.style === "single-quoted" ? "'" : node.style === "double-quoted" ? '"' : "";
      addToList(edits, file, { range: node.range, text: `${quote}${write(needed)}${quote}` });
      changes.push(`\`${key}\` from ${write(value)} to ${write(needed)}`);
    }
  }
  return { edits, changes, left };
}
