import { memoryNeeds, type MemoryNeeds } from "../program/memory-needs.js";
import type { Program } from "../program/program.js";
import type { Target } from "../engine/target.js";
import { compareEngineVersions, parseEngineVersion } from "../engine/engine-version.js";
import { programSettings } from "./program-settings.js";
import type { ServiceFacts } from "./service-facts.js";
import type { ServiceModel } from "./service-model.js";
import { FindingsByPlace } from "./findings-by-place.js";
import { LimitSharers } from "./limit-sharers.js";
import { placeOfLimit, sizeLimit, softLimit, type LimitPlace, type ServiceLimit } from "./service-limit.js";

export type MemoryLimitKind =
  /** The engine refuses to create a container with so little. */
  | "belowEngine"
  /** Under this limit the program does not start. */
  | "tooLow"
  /** The service's own settings let the program take more than the limit. */
  | "belowSettings"
  /** They let it take all of the limit, or leave less than the program itself needs. */
  | "noRoom"
  /** Only with the stacks of its threads it would be more. */
  | "stacks"
  /** The old key and that below `deploy` differ, which Compose refuses. */
  | "conflict"
  | "swapBelowMemory"
  | "swapWithoutMemory"
  | "reservationAbove"
  /** So small a stack that the program dies at its start. */
  | "stackTooSmall"
  /** A stack below what V8 takes for granted. */
  | "stackShort";

export interface MemoryLimitFinding {
  kind: MemoryLimitKind;
  limit: ServiceLimit;
  at: LimitPlace;
  /**
   * The other places that have to change with it: of a limit that stands twice, and of one on swap that must not be lower.
   * Null for one that only another file says.
   */
  twins: readonly (LimitPlace | null)[];
  services: [ServiceFacts, ...ServiceFacts[]];
  program: Program | null;
  needs: MemoryNeeds | null;
  /** Bytes: the least limit with which this finding goes, or the limit that it is compared with. */
  enough: number;
  /** Bytes: the least limit with which its own settings let the program take no more either. */
  raiseTo: number;
  /** The limit that it is compared with, for what contradicts another setting. */
  other: ServiceLimit | null;
  /** Services that get the same limit from the same place and are well with it. */
  bystanders: readonly ServiceFacts[];
}

const mebibyte = 1024 * 1024;

// moby, daemon/daemon_unix.go, verifyPlatformContainerResources: 6 MB since 20.10, which a container needs by itself
// since runc counts its own memory; 4 MB before. Seen on 18.09.9, 19.03.15, 20.10.9 and 25.0.9.
const leastMemory = { now: 6 * mebibyte, before: 4 * mebibyte, since: "20.10.0" };

// Measured on Debian 12 under Engine 25.0.9: `true` dies below 16 KiB, Node below 64 KiB. V8 checks its stack against
// 984 KiB whatever the limit is: with 900,000 bytes endless recursion was a SIGSEGV, with 1,100,000 a RangeError.
const leastStack = { any: 16 * 1024, node: 64 * 1024, v8: 1024 * 1024 };

/** The memory limits in a file that Docker refuses, that contradict each other, or that the program cannot keep to. */
export function memoryLimits(file: string, services: readonly ServiceFacts[], target: Target | null): MemoryLimitFinding[] {
  const findings = new FindingsByPlace<MemoryLimitFinding>();
  for (const facts of services) {
    for (const found of findingsOf(facts, target)) addTo(findings, found, facts, file);
  }
  const sharers = new LimitSharers(services, file);
  return findings.all.map((finding) => ({ ...finding, bystanders: sharers.beside(finding) }));
}

type Found = Pick<MemoryLimitFinding, "kind" | "limit"> & Partial<Omit<MemoryLimitFinding, "twins">> & { along?: readonly ServiceLimit[] };

function addTo(findings: FindingsByPlace<MemoryLimitFinding>, found: Found, facts: ServiceFacts, file: string): void {
  const at = placeOfLimit(found.limit, facts.service, file);
  if (at === null) return;
  const { along = [], ...own } = found;
  const twins = along.map((limit) => placeOfLimit(limit, facts.service, file));
  const raiseTo = found.raiseTo ?? found.enough ?? 0;
  const finding: MemoryLimitFinding = { program: null, needs: null, enough: 0, other: null, bystanders: [], ...own, raiseTo, at, twins, services: [facts] };
  const same = findings.get(finding);
  if (same === undefined) {
    findings.add(finding);
    return;
  }
  if (raiseTo > same.raiseTo) Object.assign(same, { raiseTo, twins });
  else Object.assign(finding, { raiseTo: same.raiseTo, twins: same.twins });
  if (finding.enough > same.enough) Object.assign(same, { ...finding, services: [facts, ...same.services] });
  else same.services.push(facts);
}

function findingsOf(facts: ServiceFacts, target: Target | null): Found[] {
  const { service } = facts;
  const memory = pairOf(sizeLimit(service, "mem_limit"), sizeLimit(service, "deploy", "resources", "limits", "memory"));
  const reservation = pairOf(
    sizeLimit(service, "mem_reservation"),
    sizeLimit(service, "deploy", "resources", "reservations", "memory"),
  );
  const contradictions = [memory, reservation].flatMap(conflictOf);
  const limit = memory.counts;
  return [
    ...contradictions,
    ...swapFindings(facts, limit),
    ...reservationFindings(limit, reservation.counts),
    ...stackFindings(facts),
    ...(limit === null || contradictions.length > 0 ? [] : programFindings(facts, limit, target).map((found) => ({ ...found, along: along(found, service, memory.twin) }))),
  ];
}

/** What has to change with a limit: the same under its other key, and memory and swap together, which must not be lower. */
function along({ enough = 0, raiseTo = enough }: Found, service: ServiceModel, twin: ServiceLimit | null): ServiceLimit[] {
  const swap = sizeLimit(service, "memswap_limit");
  const isTooLow = swap !== null && swap.value > 0 && swap.value < wholeMebibytes(raiseTo) * mebibyte;
  return [...(twin === null ? [] : [twin]), ...(isTooLow ? [swap] : [])];
}

function wholeMebibytes(bytes: number): number {
  return Math.ceil(bytes / mebibyte);
}

/** A setting that Compose knows under an old key and under one below `deploy`. */
interface TwoKeys {
  old: ServiceLimit | null;
  deploy: ServiceLimit | null;
  /** The one that counts; null where there is no limit. */
  counts: ServiceLimit | null;
  /** The other one where both say the same. */
  twin: ServiceLimit | null;
}

function pairOf(old: ServiceLimit | null, deploy: ServiceLimit | null): TwoKeys {
  const said = [old, deploy].filter((limit) => limit !== null && limit.value > 0);
  return { old, deploy, counts: said[0] ?? null, twin: said[1] ?? null };
}

function conflictOf({ old, deploy }: TwoKeys): Found[] {
  // As Compose compares them: only where the old key says more than 0.
  if (old === null || deploy === null || old.value === 0 || old.value === deploy.value) return [];
  return [{ kind: "conflict", limit: old, other: deploy }];
}

function swapFindings({ service }: ServiceFacts, limit: ServiceLimit | null): Found[] {
  const swap = sizeLimit(service, "memswap_limit");
  if (swap === null || swap.value <= 0) return [];
  if (limit === null) return [{ kind: "swapWithoutMemory", limit: swap }];
  return swap.value < limit.value ? [{ kind: "swapBelowMemory", limit: swap, other: limit }] : [];
}

function reservationFindings(limit: ServiceLimit | null, reservation: ServiceLimit | null): Found[] {
  if (limit === null || reservation === null || reservation.value <= limit.value) return [];
  return [{ kind: "reservationAbove", limit: reservation, other: limit }];
}

function stackFindings({ service, program }: ServiceFacts): Found[] {
  const stack = softLimit(service, "stack");
  if (stack === null || stack.value < 0) return [];
  const isNode = program?.id === "node";
  const least = isNode ? leastStack.node : leastStack.any;
  if (stack.value < least) return [{ kind: "stackTooSmall", limit: stack, program, enough: least }];
  return isNode && stack.value < leastStack.v8 ? [{ kind: "stackShort", limit: stack, program, enough: leastStack.v8 }] : [];
}

function programFindings(facts: ServiceFacts, limit: ServiceLimit, target: Target | null): Found[] {
  const { program } = facts;
  const least = leastOf(target);
  if (limit.value < least) return [{ kind: "belowEngine", limit, enough: least }];
  if (program === null) return [];
  const needs = memoryNeeds(program, programSettings(facts));
  const common = { limit, program, needs };
  const floor = needs.floor ?? 0;
  const swap = sizeLimit(facts.service, "memswap_limit")?.value ?? 0;
  // Whoever gives it swap for the rest has thought of it.
  const isThoughtOf = needs.configured === 0 || swap === -1 || swap > needs.configured;
  // Go's limit counts nearly all of the program, the runtime included.
  const isWhole = program.id === "go" || program.id === "go-cgo";
  const roomy = needs.configured + Math.max(floor, mebibyte);
  if (limit.value < floor) return [{ ...common, kind: "tooLow", enough: floor, raiseTo: isThoughtOf ? floor : roomy }];
  if (isThoughtOf) return [];
  if (needs.configured > limit.value) return [{ ...common, kind: "belowSettings", enough: needs.configured + floor }];
  if (!isWhole && needs.configured + Math.max(floor, 1) > limit.value) return [{ ...common, kind: "noRoom", enough: roomy }];
  const stacks = needs.stacks?.bytes ?? 0;
  const all = needs.configured + stacks;
  return stacks > 0 && all > limit.value ? [{ ...common, kind: "stacks", enough: all }] : [];
}

/** What the engine asks for at least; the larger one where the engine is not declared. */
function leastOf(target: Target | null): number {
  const since = parseEngineVersion(leastMemory.since);
  const isBefore = target?.members.every(({ engine }) => {
    const version = engine === null ? null : parseEngineVersion(engine);
    return version !== null && since !== null && compareEngineVersions(version, since) < 0;
  });
  return isBefore === true ? leastMemory.before : leastMemory.now;
}

/** A size in the style of another: `640m` beside `512m`, `2GB` beside `1GB`; whole mebibytes, rounded up. */
export function sizeLike(bytes: number, text: string): string {
  const count = wholeMebibytes(bytes);
  const unit = /(?<letter>[kmgtp])(?<rest>i?b)?$/i.exec(text)?.groups;
  const isUpper = /[A-Z]/.test(unit?.letter ?? "");
  const [number, letter] = count % 1024 === 0 ? [count / 1024, "g"] : [count, "m"];
  return `${number}${isUpper ? letter.toUpperCase() : letter}${unit?.rest ?? ""}`;
}
