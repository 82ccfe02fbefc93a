import type { YamlPair, YamlScalar } from "../compose/ast.js";
import { parseByteSize, sizeOverflow } from "../compose/byte-size.js";
import type { ScalarValue, Value } from "../compose/value.js";
import type { SourceLocation } from "../text/source-range.js";
import { containerUser } from "./container-user.js";
import { isOnlyAt, limitKeys } from "./meant-keys.js";
import { writtenAt } from "./project-services.js";
import type { ServiceFacts } from "./service-facts.js";
import type { ServiceModel } from "./service-model.js";

/** A limit that a service sets, and where. */
export interface ServiceLimit {
  /** The keys in the service, as a message names them: `pids_limit`, `deploy.resources.limits.pids`. */
  key: string;
  value: number;
  /** As it is after interpolation: `512m`. */
  text: string;
  from: ScalarValue;
}

/** A count, such as `pids_limit` or a soft limit of `ulimits`; null where it is missing or no number. */
export function countLimit(service: ServiceModel, ...path: string[]): ServiceLimit | null {
  const found = scalarAt(service, path);
  if (found === null || !/^[-+]?\d+(?:\.\d*)?$/.test(found.text)) return null;
  return { ...found, value: Math.trunc(Number(found.text)) };
}

/**
 * A size of memory in bytes, such as `mem_limit`; -1 is `-1`, which some keys take for none. Null as for counts, and for what
 * Compose cannot use: negative numbers, YAML's with a fraction, and what goes beyond 64 bits (see unusable-limits.ts).
 */
export function sizeLimit(service: ServiceModel, ...path: string[]): ServiceLimit | null {
  const found = scalarAt(service, path);
  if (found === null) return null;
  if (found.text === "-1") return { ...found, value: -1 };
  const { content } = found.from;
  const value = content.type === "integer" ? Number(content.value) : content.type === "string" ? parseByteSize(found.text) : null;
  return value === null || value < 0 || value >= sizeOverflow ? null : { ...found, value };
}

/**
 * The soft limit of an entry of `ulimits`, which is what programs meet; its short form sets soft and hard alike. Null also
 * for a limit that cannot be used (see unusable-limits.ts).
 */
export function softLimit(service: ServiceModel, name: string): ServiceLimit | null {
  const soft = countLimit(service, "ulimits", name, "soft");
  const hard = countLimit(service, "ulimits", name, "hard");
  const limit = soft === null ? countLimit(service, "ulimits", name) : hard === null || isAbove(soft, hard) ? null : soft;
  return limit?.from.content.type === "float" ? null : limit;
}

/** The hard limit of an entry of `ulimits` where it is below a number, which a soft one must not be above. */
export function hardLimitsBelow(service: ServiceModel, name: string, soft: number): ServiceLimit[] {
  const hard = countLimit(service, "ulimits", name, "hard");
  return hard !== null && hard.value >= 0 && hard.value < soft ? [hard] : [];
}

/** Negative numbers are no limit. */
function isAbove(soft: ServiceLimit, hard: ServiceLimit): boolean {
  return hard.value >= 0 && (soft.value < 0 || soft.value > hard.value);
}

/**
 * The limits on processes and threads that bind the program of a service, lowest first; of `nproc` its hard limit too,
 * which must not be below the soft one. Root is exempt from `nproc`.
 */
export function processLimits(facts: ServiceFacts): ServiceLimit[] {
  const { service } = facts;
  const nproc = softLimit(service, "nproc");
  const isBound = nproc !== null && nproc.value >= 0 && containerUser(facts).kind !== "root";
  return lowestFirst([
    countLimit(service, "pids_limit"),
    countLimit(service, "deploy", "resources", "limits", "pids"),
    ...(isBound ? [nproc, countLimit(service, "ulimits", "nproc", "hard")] : []),
  ]);
}

/** The limits on memory in bytes, lowest first. */
export function memoryLimits({ service }: ServiceFacts): ServiceLimit[] {
  return lowestFirst([sizeLimit(service, "mem_limit"), sizeLimit(service, "deploy", "resources", "limits", "memory")]);
}

/** What the container may use of memory and swap together; null where that is not limited by itself. */
export function swapLimit({ service }: ServiceFacts): ServiceLimit | null {
  return lowestFirst([sizeLimit(service, "memswap_limit")])[0] ?? null;
}

/** 0 and what is negative are no limit. */
function lowestFirst(limits: readonly (ServiceLimit | null)[]): ServiceLimit[] {
  return limits.filter((limit): limit is ServiceLimit => limit !== null && limit.value > 0).sort((a, b) => a.value - b.value);
}

function scalarAt({ merged }: ServiceModel, path: readonly string[]): Omit<ServiceLimit, "value"> | null {
  const from = merged.get(...path);
  if (from?.kind !== "scalar") return null;
  const { content } = from;
  if (content.type !== "string" && content.type !== "integer" && content.type !== "float") return null;
  return { key: path.join("."), text: String(content.value), from };
}

/** Where a limit of a service is reported in a file. */
export interface LimitPlace {
  /** The pair that sets it, or the `extends` through which it comes from another file. */
  pair: YamlPair;
  loc: SourceLocation;
  /** The number itself, where it can be replaced: not a variable, not an alias, not in another file, not what other keys get. */
  scalar: YamlScalar | null;
}

/** The place of a limit in `file`; null where only another file of the project says it, or tells of it. */
export function placeOfLimit({ from }: ServiceLimit, service: ServiceModel, file: string): LimitPlace | null {
  return placeOfValue(from, service, file);
}

/** The same for any value of a service. */
export function placeOfValue(from: Value, service: ServiceModel, file: string): LimitPlace | null {
  const { file: written, pair } = writtenAt(from);
  if (pair === null) return null;
  if (written !== file) {
    if (service.isToldIn(written)) return null;
    const base = service.node.extends?.node;
    return base === undefined ? null : { pair: base, loc: base.key.loc, scalar: null };
  }
  const { value } = pair;
  const isVariable = from.kind === "scalar" && from.template !== null;
  const isLiteral =
    value?.type === "YamlScalar" && !isVariable && value.style !== "literal" && value.style !== "folded" && isOnlyAt(value, limitKeys);
  // A whole map would be marked over many lines.
  const isCollection = value !== null && value.type !== "YamlScalar" && value.type !== "YamlAlias";
  return { pair, loc: (isCollection ? pair.key : (value ?? pair.key)).loc, scalar: isLiteral ? value : null };
}
