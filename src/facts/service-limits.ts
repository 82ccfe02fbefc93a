import { parseByteSize } from "../compose/byte-size.js";
import type { ProjectService } from "../compose/service.js";
import type { Value } from "../compose/value.js";

/** A limit that a service sets on its container. */
export interface ServiceLimit {
  /** The key, such as `deploy.resources.limits.pids`. */
  readonly key: string;
  /** Processes and threads, or bytes. */
  readonly amount: number;
  readonly value: Value;
}

const processPaths = [["pids_limit"], ["deploy", "resources", "limits", "pids"]] as const;
const nprocPaths = [["ulimits", "nproc"], ["ulimits", "nproc", "soft"], ["ulimits", "nproc", "hard"]] as const;
const memoryPaths = [["mem_limit"], ["deploy", "resources", "limits", "memory"]] as const;

/** The limits on processes and threads, lowest first; -1 and 0 are none, and of `nproc` the soft one counts. */
export function processLimits(service: ProjectService): ServiceLimit[] {
  return limitsAt(service, [...processPaths, ...nprocPaths], countOf);
}

/** The limits on memory in bytes, lowest first. */
export function memoryLimits(service: ProjectService): ServiceLimit[] {
  return limitsAt(service, memoryPaths, bytesOf);
}

/** What the container may use of memory and swap together; null where that is not limited by itself. */
export function swapLimit(service: ProjectService): ServiceLimit | null {
  return limitsAt(service, [["memswap_limit"]], bytesOf)[0] ?? null;
}

function limitsAt(
  service: ProjectService,
  paths: readonly (readonly string[])[],
  read: (value: Value) => number | null,
): ServiceLimit[] {
  const limits: ServiceLimit[] = [];
  for (const path of paths) {
    const value = service.get(...path);
    const amount = value === undefined ? null : read(value);
    if (value !== undefined && amount !== null && amount > 0) limits.push({ key: path.join("."), amount, value });
  }
  return limits.sort((a, b) => a.amount - b.amount);
}

function countOf(value: Value): number | null {
  const text = textOf(value);
  return text !== null && /^\d{1,9}$/u.test(text) ? Number(text) : null;
}

function bytesOf(value: Value): number | null {
  const text = textOf(value);
  return text === null ? null : parseByteSize(text);
}

function textOf(value: Value): string | null {
  if (value.kind !== "scalar" || value.content.value === null) return null;
  return String(value.content.value).trim();
}
