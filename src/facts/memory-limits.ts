import { memoryNeeds, type MemoryNeeds } from "../program/memory-needs.js";
import type { Program } from "../program/program.js";
import type { Target } from "../engine/target.js";
import { compareEngineVersions, parseEngineVersion } from "../engine/engine-version.js";
import { programSettings } from "./program-settings.js";
import type { ServiceFacts } from "./service-facts.js";
import { FindingsByPlace } from "./findings-by-place.js";
import { LimitSharers } from "./limit-sharers.js";
import { hardLimitsBelow, placeOfLimit, sizeLimit, softLimit, type LimitPlace, type ServiceLimit } from "./service-limit.js";

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
  /** Bytes: what the limit should be so that nothing else is wrong with it either. */
  raiseTo: number;
  /** The limit that it is compared with, for what contradicts another setting. */
  other: ServiceLimit | null;
  /** Whether all is well once the limit is as the other one. */
  isMendedByOther: boolean;
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
/** What Linux gives. */
const usualStack = 8 * 1024 * 1024;

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
  const finding: MemoryLimitFinding = { program: null, needs: null, enough: 0, other: null, isMendedByOther: true, bystanders: [], ...own, raiseTo, at, twins, services: [facts] };
  const same = findings.get(finding);
  if (same === undefined) {
    findings.add(finding);
    return;
  }
  const isMendedByOther = finding.isMendedByOther && same.isMendedByOther;
  Object.assign(same, { isMendedByOther });
  Object.assign(finding, { isMendedByOther });
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
  const swap = sizeLimit(service, "memswap_limit");
  const limit = memory.counts;
  // Asked for where there is a limit, which most services have not.
  const room = (): MemoryRoom => roomOf(facts, target);
  const isGoodLimit = (value: number): boolean =>
    value === 0 ? (swap?.value ?? 0) <= 0 : value >= room().enough && !isBelow(swap, value) && (reservation.counts?.value ?? 0) <= value;
  const isGoodReservation = (value: number): boolean => limit === null || value <= limit.value;
  const contradictions = conflictOf(memory, isGoodLimit);
  return [
    ...contradictions,
    ...conflictOf(reservation, isGoodReservation),
    ...swapFindings(facts, limit),
    ...reservationFindings(limit, reservation),
    ...stackFindings(facts),
    ...(limit === null || contradictions.length > 0 ? [] : programFindings(limit, room()).map((found) => ({ ...found, along: along(found, swap, memory.twin) }))),
  ];
}

/** What has to change with a limit: the same under its other key, and memory and swap together, which must not be lower. */
function along({ enough = 0, raiseTo = enough }: Found, swap: ServiceLimit | null, twin: ServiceLimit | null): ServiceLimit[] {
  return [...(twin === null ? [] : [twin]), ...(swap !== null && isBelow(swap, wholeMebibytes(raiseTo) * mebibyte) ? [swap] : [])];
}

/** Whether there is a limit that is below a number. */
function isBelow(limit: ServiceLimit | null, bytes: number): boolean {
  return limit !== null && limit.value > 0 && limit.value < bytes;
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

function conflictOf({ old, deploy }: TwoKeys, isGood: (value: number) => boolean): Found[] {
  // As Compose compares them: only where the old key says more than 0.
  if (old === null || deploy === null || old.value === 0 || old.value === deploy.value) return [];
  return [{ kind: "conflict", limit: old, other: deploy, isMendedByOther: isGood(deploy.value) }];
}

function swapFindings({ service }: ServiceFacts, limit: ServiceLimit | null): Found[] {
  const swap = sizeLimit(service, "memswap_limit");
  if (swap === null || swap.value <= 0) return [];
  if (limit === null) return [{ kind: "swapWithoutMemory", limit: swap }];
  return swap.value < limit.value ? [{ kind: "swapBelowMemory", limit: swap, other: limit }] : [];
}

function reservationFindings(limit: ServiceLimit | null, { counts, twin }: TwoKeys): Found[] {
  if (limit === null || counts === null || counts.value <= limit.value) return [];
  return [{ kind: "reservationAbove", limit: counts, other: limit, along: twin === null ? [] : [twin] }];
}

function stackFindings({ service, program }: ServiceFacts): Found[] {
  const stack = softLimit(service, "stack");
  if (stack === null || stack.value < 0) return [];
  const isNode = program?.id === "node";
  const least = isNode ? leastStack.node : leastStack.any;
  const good = isNode ? leastStack.v8 : leastStack.any;
  if (stack.value >= good) return [];
  // What `ulimit -s` counts in KiB stands here in bytes.
  const meant = stack.value * 1024;
  const raiseTo = stack.value < least && meant >= good ? meant : usualStack;
  const common = { limit: stack, program, raiseTo, along: hardLimitsBelow(service, "stack", raiseTo) };
  return [{ ...common, ...(stack.value < least ? { kind: "stackTooSmall", enough: least } : { kind: "stackShort", enough: good }) }];
}

/** What a service's limit on memory has to hold. */
interface MemoryRoom {
  program: Program | null;
  needs: MemoryNeeds | null;
  /** What the engine asks for at least. */
  least: number;
  /** Whether it has swap for what the program's settings let it take. */
  isThoughtOf: boolean;
  /** What the program's settings let it take, with what it needs beside it. */
  roomy: number;
  /** The least with which there is nothing to say. */
  enough: number;
}

function roomOf(facts: ServiceFacts, target: Target | null): MemoryRoom {
  const { program } = facts;
  const least = leastOf(target);
  if (program === null) return { program, needs: null, least, isThoughtOf: true, roomy: 0, enough: least };
  const needs = memoryNeeds(program, programSettings(facts));
  const { configured } = needs;
  const floor = needs.floor ?? 0;
  const swap = sizeLimit(facts.service, "memswap_limit")?.value ?? 0;
  // Whoever gives it swap for the rest has thought of it.
  const isThoughtOf = configured === 0 || swap === -1 || swap > configured;
  // Go's limit counts nearly all of the program, the runtime included.
  const isWhole = program.id === "go" || program.id === "go-cgo";
  const roomy = isWhole ? configured : configured + Math.max(floor, mebibyte);
  const enough = Math.max(least, floor, ...(isThoughtOf ? [] : [roomy, configured + (needs.stacks?.bytes ?? 0)]));
  return { program, needs, least, isThoughtOf, roomy, enough };
}

function programFindings(limit: ServiceLimit, { program, needs, least, isThoughtOf, roomy, enough }: MemoryRoom): Found[] {
  if (limit.value < least) return [{ kind: "belowEngine", limit, enough: least, raiseTo: meantMebibytes(limit, enough) ?? enough }];
  if (program === null || needs === null) return [];
  const common = { limit, program, needs, raiseTo: enough };
  const { configured } = needs;
  const floor = needs.floor ?? 0;
  if (limit.value < floor) return [{ ...common, kind: "tooLow", enough: floor }];
  if (isThoughtOf) return [];
  if (configured > limit.value) return [{ ...common, kind: "belowSettings", enough: configured + floor }];
  if (roomy > limit.value) return [{ ...common, kind: "noRoom", enough: roomy }];
  const all = configured + (needs.stacks?.bytes ?? 0);
  return all > limit.value ? [{ ...common, kind: "stacks", enough: all }] : [];
}

/** What a number without a unit was meant to be where that is enough; null where it is not. */
function meantMebibytes({ text, value }: ServiceLimit, enough: number): number | null {
  return isBareNumber(text) && value * mebibyte >= enough ? value * mebibyte : null;
}

export function isBareNumber(text: string): boolean {
  return /^\d+$/.test(text);
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
