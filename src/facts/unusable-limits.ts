import { parseByteSize, sizeOverflow } from "../compose/byte-size.js";
import { entryValue, isNull, type ScalarValue, type Value } from "../compose/value.js";
import { FindingsByPlace } from "./findings-by-place.js";
import type { ServiceFacts } from "./service-facts.js";
import { countLimit, placeOfValue, type LimitPlace, type ServiceLimit } from "./service-limit.js";
import type { ServiceModel } from "./service-model.js";

/** The key stands there without a value, or with a list or a mapping: Compose refuses the file. */
export type WithoutValue = "noValue";

export type UnusableSize =
  | WithoutValue
  /** Compose cannot read it as a size, and refuses the file. */
  | "notASize"
  /** More than 64 bits hold: Compose makes a negative number of it, which the engine refuses. */
  | "tooLarge"
  /** The same where nobody refuses it, so that there is no limit. */
  | "overflows"
  /** A number without quotes below `deploy`, where Compose wants a text. */
  | "sizeUnquoted"
  /** The engine refuses it. */
  | "negative"
  /** YAML's number with a fraction, which Compose drops without a word. */
  | "dropped"
  | "swappiness";

export type UnusableUlimit =
  | WithoutValue
  /** Compose cannot read it as a whole number, and refuses the file. */
  | "notACount"
  /** Linux has no such limit. */
  | "unknownUlimit"
  /** `soft` without `hard`, or the other way round. */
  | "halfUlimit"
  /** The soft limit is above the hard one: the container does not start. */
  | "softAboveHard"
  /** More open files than any kernel lets a process have; -1 is that too. */
  | "tooManyFiles";

/** `tooManyPids`: more than the kernel's control group of processes can count. */
export type UnusableCount = UnusableUlimit | "tooManyPids";

/** A limit that Compose or the engine refuses, or that Compose drops, whatever runs in the container. */
export interface UnusableLimit<Kind extends UnusableSize | UnusableCount> {
  kind: Kind;
  /** The keys in the service, as a message names them. */
  key: string;
  text: string;
  at: LimitPlace;
  /** What it is compared with: the hard limit, the key that is missing, what stands for a value; empty for others. */
  other: string;
  /** The number of the limit in Linux, as the runtime names it; null for others. */
  rlimit: number | null;
  services: [ServiceFacts, ...ServiceFacts[]];
}

interface Found<Kind> {
  kind: Kind;
  key: string;
  text: string;
  from: Value;
  other?: string;
  rlimit?: number;
}

// What is told here was seen with Docker Compose 2.40.3 and Engine 25.0.9 (test/e2e/limit-values.test.ts).
const sizePaths = [
  ["mem_limit"],
  ["memswap_limit"],
  ["mem_reservation"],
  ["shm_size"],
  ["deploy", "resources", "limits", "memory"],
  ["deploy", "resources", "reservations", "memory"],
] as const;

const pidsPaths = [["pids_limit"], ["deploy", "resources", "limits", "pids"]] as const;

/** Sizes below which the engine creates no container; of the others a negative one is none. */
const refusedBelowZero: ReadonlySet<string> = new Set(["mem_limit", "shm_size"]);

/** Linux' numbers of the limits (include/uapi/asm-generic/resource.h); the runtime takes their names in any case. */
const rlimits: Readonly<Record<string, number>> = {
  cpu: 0,
  fsize: 1,
  data: 2,
  stack: 3,
  core: 4,
  rss: 5,
  nproc: 6,
  nofile: 7,
  memlock: 8,
  as: 9,
  locks: 10,
  sigpending: 11,
  msgqueue: 12,
  nice: 13,
  rtprio: 14,
  rttime: 15,
};

/** The limits of `ulimits` that are about memory. */
const memoryRlimits: ReadonlySet<string> = new Set(["data", "stack", "rss", "memlock", "as", "msgqueue"]);

/** PIDS_MAX of the kernel (kernel/cgroup/pids.c) on 64-bit systems. */
const mostPids = 4_194_304;

/** The most that `fs.nr_open` can be (fs/file.c, sysctl_nr_open_max) on 64-bit systems; its default is 1048576. */
const mostFiles = 2_147_483_584;

/** The limits on memory in a file that cannot be used as they are written. */
export function unusableMemoryLimits(file: string, services: readonly ServiceFacts[]): UnusableLimit<UnusableSize | UnusableUlimit>[] {
  return gather(file, services, (service): Found<UnusableSize | UnusableUlimit>[] => [
    ...sizePaths.flatMap((path) => sizeFindings(service, path)),
    ...swappinessFindings(service),
    ...[...sizePaths, ["mem_swappiness"]].flatMap((path) => withoutValue(service, path)),
    ...ulimitFindings(service, (name) => memoryRlimits.has(name)),
  ]);
}

/** The limits on processes, and the others of `ulimits`, that cannot be used as they are written. */
export function unusableCountLimits(file: string, services: readonly ServiceFacts[]): UnusableLimit<UnusableCount>[] {
  return gather(file, services, (service): Found<UnusableCount>[] => [
    ...pidsFindings(service),
    ...pidsPaths.flatMap((path) => withoutValue(service, path)),
    ...ulimitFindings(service, (name) => !memoryRlimits.has(name)),
  ]);
}

function gather<Kind extends UnusableSize | UnusableCount>(
  file: string,
  services: readonly ServiceFacts[],
  find: (service: ServiceModel) => Found<Kind>[],
): UnusableLimit<Kind>[] {
  const limits = new FindingsByPlace<UnusableLimit<Kind>>();
  for (const facts of services) {
    for (const { from, ...found } of find(facts.service)) {
      const at = placeOfValue(from, facts.service, file);
      if (at === null) continue;
      const same = limits.get({ kind: found.kind, at });
      if (same === undefined) limits.add({ other: "", rlimit: null, ...found, at, services: [facts] });
      else same.services.push(facts);
    }
  }
  return limits.all;
}

/** A key of a service that has no scalar for a value. */
function withoutValue({ merged }: ServiceModel, path: readonly string[]): Found<WithoutValue>[] {
  let from: Value | undefined = merged.value;
  for (const key of path) from = entryValue(from, key);
  if (from === undefined) return [];
  // Compose checks each file of a project by itself: one that gives the value later does not help. What is extended it does not.
  const earlier = from.earlier.filter((value) => isNull(value) && value.via.every(({ kind }) => kind !== "extends"));
  return [from, ...earlier].flatMap((value) => noValue(path.join("."), value));
}

function noValue(key: string, from: Value): Found<WithoutValue>[] {
  if (isNull(from)) return [{ kind: "noValue", key, text: "", from, other: "empty" }];
  if (from.kind === "scalar") return [];
  return [{ kind: "noValue", key, text: "", from, other: from.kind === "list" ? "a list" : "a mapping" }];
}

function sizeFindings({ merged }: ServiceModel, path: readonly string[]): Found<UnusableSize>[] {
  const from = merged.get(...path);
  if (from?.kind !== "scalar") return [];
  const { content } = from;
  const key = path.join(".");
  const found = (kind: UnusableSize): Found<UnusableSize>[] => [{ kind, key, text: writtenText(from), from }];
  const isText = path.length > 1;
  if (content.type === "integer") {
    if (isText) return found("sizeUnquoted");
    if (content.value >= sizeOverflow) return [{ kind: "overflows", key, text: writtenText(from), from, other: "drops it without a word, as if it was not there" }];
    return content.value < 0 && refusedBelowZero.has(key) ? found("negative") : [];
  }
  if (content.type === "float") return found(isText ? "sizeUnquoted" : "dropped");
  if (isUnset(from)) return [];
  // In quotes, -1 is none either.
  const size = content.type === "string" ? parseByteSize(content.value) : null;
  if (size === null) return found("notASize");
  if (size < sizeOverflow) return [];
  const isRefused = refusedBelowZero.has(key) || key === "deploy.resources.limits.memory";
  const other = `makes a negative number of it, ${isRefused ? "with which Docker Engine creates no container" : "which is no limit"}`;
  return [{ kind: isRefused ? "tooLarge" : "overflows", key, text: writtenText(from), from, other }];
}

/** As it stands in the file where that is at hand: YAML's `1e9` is a number that prints otherwise; blanks show in quotes. */
function writtenText(from: ScalarValue): string {
  const { node } = from.origin;
  const text = from.template === null && node.type === "YamlScalar" ? node.text : String(from.content.value ?? "");
  return text === text.trim() ? text : `"${text}"`;
}

/** What is empty for want of a variable's value is told by another rule. */
function isUnset({ content, template }: ScalarValue): boolean {
  return content.value === "" && template !== null;
}

function swappinessFindings(service: ServiceModel): Found<UnusableSize>[] {
  const found = countLimit(service, "mem_swappiness");
  return found === null || (found.value >= -1 && found.value <= 100) ? [] : [{ ...found, kind: "swappiness" }];
}

function pidsFindings(service: ServiceModel): Found<UnusableCount>[] {
  return pidsPaths.flatMap((path): Found<UnusableCount>[] => {
    const limit = countLimit(service, ...path);
    if (limit !== null) {
      const isFraction = path.length > 1 && limit.from.content.type === "float";
      if (isFraction) return [{ ...limit, kind: "notACount" }];
      // Beyond 64 bits it turns into no limit.
      return limit.value > mostPids && limit.value < 2 ** 63 ? [{ ...limit, kind: "tooManyPids" }] : [];
    }
    const from = service.merged.get(...path);
    if (from?.kind !== "scalar" || isUnset(from)) return [];
    // Compose makes a number of a text in the old key while it replaces variables, which the rule file-structure tells.
    if (path.length === 1 && from.content.type === "string") return [];
    return [{ kind: "notACount", key: path.join("."), text: writtenText(from), from }];
  });
}

function ulimitFindings(service: ServiceModel, isWanted: (name: string) => boolean): Found<UnusableUlimit>[] {
  const ulimits = service.merged.get("ulimits");
  if (ulimits?.kind !== "map") return [];
  return [...ulimits.entries].flatMap(([written, { value }]) => {
    const name = written.toLowerCase();
    return isWanted(name) ? ulimitFinding(service, written, rlimits[name], value) : [];
  });
}

function ulimitFinding(service: ServiceModel, name: string, rlimit: number | undefined, value: Value): Found<UnusableUlimit>[] {
  const key = `ulimits.${name}`;
  if (rlimit === undefined) return [{ kind: "unknownUlimit", key, text: name, from: value }];
  if (value.kind === "scalar") {
    const limit = countLimit(service, "ulimits", name);
    if (limit !== null) return [...fractionFinding(limit), ...fileFindings(limit, rlimit)];
    if (isNull(value)) return noValue(key, value);
    return value.content.type === "string" ? [] : [{ kind: "notACount", key, text: writtenText(value), from: value }];
  }
  if (value.kind !== "map") return noValue(key, value);
  const missing = ["soft", "hard"].find((part) => !value.entries.has(part));
  if (missing !== undefined) return [{ kind: "halfUlimit", key, text: name, other: missing, from: value }];
  const empty = ["soft", "hard"].flatMap((part) => withoutValue(service, ["ulimits", name, part]));
  if (empty.length > 0) return empty;
  const soft = countLimit(service, "ulimits", name, "soft");
  const hard = countLimit(service, "ulimits", name, "hard");
  if (soft === null || hard === null) return [];
  const fractions = [soft, hard].flatMap(fractionFinding);
  if (fractions.length > 0) return fractions;
  if (unsigned(soft.value) > unsigned(hard.value)) return [{ ...soft, kind: "softAboveHard", other: hard.text, rlimit }];
  return fileFindings(hard, rlimit);
}

function fractionFinding(limit: ServiceLimit): Found<UnusableUlimit>[] {
  return limit.from.content.type === "float" ? [{ ...limit, kind: "notACount" }] : [];
}

function fileFindings(limit: ServiceLimit, rlimit: number): Found<UnusableUlimit>[] {
  return rlimit === rlimits.nofile && unsigned(limit.value) > mostFiles ? [{ ...limit, kind: "tooManyFiles", rlimit }] : [];
}

/** The runtime takes limits for numbers without a sign, so that -1 is the largest one: no limit. */
function unsigned(value: number): number {
  return value < 0 ? value + 2 ** 64 : value;
}
