import { cries, type Cry } from "../program/cry.js";
import type { Program } from "../program/program.js";
import { threadNeeds, type NeedReason, type ThreadNeeds } from "../program/thread-needs.js";
import { containerUser, type ContainerUser } from "./container-user.js";
import { FindingsByPlace } from "./findings-by-place.js";
import { LimitSharers } from "./limit-sharers.js";
import { programSettings } from "./program-settings.js";
import type { ServiceFacts } from "./service-facts.js";
import { countLimit, hardLimitsBelow, placeOfLimit, softLimit, type LimitPlace, type ServiceLimit } from "./service-limit.js";
import { addToList } from "../memory/add-to-list.js";

export type ThreadLimitKind =
  /** Fewer than the program needs at its start or in its first ordinary work. */
  | "tooLow"
  /** It starts, but not all that it starts by itself. */
  | "notAllStart"
  /** Fewer than the service's own settings let it have. */
  | "belowSettings"
  /** `pids_limit` and `deploy.resources.limits.pids` differ, which Compose refuses. */
  | "conflict"
  /** The services of one user id together need more than `nproc`. */
  | "sharedUser"
  /** `nproc` would be too low, but the program runs as root, whom it does not bind. */
  | "rootExempt"
  /** `nproc` is too low, unless the program runs as root, which is not known. */
  | "userUnknown";

export interface ThreadLimitFinding {
  kind: ThreadLimitKind;
  limit: ServiceLimit;
  at: LimitPlace;
  /** All that get the limit from this place; the first one needs the most. */
  services: [ServiceFacts, ...ServiceFacts[]];
  /** Null for what is wrong whatever the program needs. */
  need: ProcessNeed | null;
  /** The least limit with which this finding goes; the other limit, for a conflict. */
  enough: number;
  /**
   * What the limit should be: enough for all that the program starts and that the settings of the service let it have. Null
   * where another value of this limit alone does not help.
   */
  better: number | null;
  /** The other places that have to change with it, for a limit that stands twice; null for one that only another file says. */
  twins: readonly (LimitPlace | null)[];
  /** All services of the same user id, for `sharedUser`. */
  ofUser: readonly ServiceFacts[];
  /** Services that get the same limit from the same place and are well with it. */
  bystanders: readonly ServiceFacts[];
}

/** What a service's program needs of processes and threads. */
export interface ProcessNeed {
  program: Program;
  needs: ThreadNeeds;
  atStart: number;
  floor: number;
  working: number;
}

/**
 * The limits on processes and threads in a file that are below what the service's program needs, or that cannot work.
 * Programs whose needs nobody measured are not judged.
 */
export function threadLimits(file: string, services: readonly ServiceFacts[]): ThreadLimitFinding[] {
  const findings = new FindingsByPlace<ThreadLimitFinding>();
  const users = new UserIndex(services);
  for (const facts of services) {
    for (const found of [...pidsFindings(facts, file), ...nprocFindings(facts, users, file)]) addTo(findings, found);
  }
  const sharers = new LimitSharers(services, file);
  return findings.all.map((finding) => ({ ...finding, bystanders: sharers.beside(finding) }));
}

/** The services by the id of their user, looked up once somebody asks. */
class UserIndex {
  readonly #services: readonly ServiceFacts[];
  #byId: Map<string, ServiceFacts[]> | null = null;
  readonly #floors = new Map<string, number>();

  constructor(services: readonly ServiceFacts[]) {
    this.#services = services;
  }

  /** All services of a user id. */
  of(id: string | null): readonly ServiceFacts[] {
    this.#byId ??= this.#index();
    return id === null ? [] : (this.#byId.get(id) ?? []);
  }

  /** What all services of a user id need at least, together. */
  floorOf(id: string): number {
    let floor = this.#floors.get(id);
    if (floor === undefined) {
      floor = this.of(id).reduce((total, facts) => total + (processNeed(facts)?.floor ?? 0) * replicas(facts), 0);
      this.#floors.set(id, floor);
    }
    return floor;
  }

  #index(): Map<string, ServiceFacts[]> {
    const byId = new Map<string, ServiceFacts[]>();
    for (const facts of this.#services) {
      const { id } = containerUser(facts);
      if (id !== null) addToList(byId, id, facts);
    }
    return byId;
  }
}

/** One finding for all services that get the same limit from the same place. */
function addTo(findings: FindingsByPlace<ThreadLimitFinding>, found: ThreadLimitFinding): void {
  const same = findings.get(found);
  if (same === undefined) {
    findings.add(found);
    return;
  }
  const { better, twins } = same.better === null || (found.better !== null && found.better <= same.better) ? same : found;
  Object.assign(same, { better, twins });
  Object.assign(found, { better, twins });
  if (found.enough > same.enough) Object.assign(same, { ...found, services: [...found.services, ...same.services] });
  else for (const service of found.services) same.services.push(service);
}

/** What the container of a service needs; null where that is not known. */
export function processNeed(facts: ServiceFacts): ProcessNeed | null {
  const { program } = facts;
  const needs = program === null ? null : threadNeeds(program, programSettings(facts));
  const all = withInit(needs, facts);
  if (program === null || needs === null || all === null) return null;
  return { program, needs, atStart: all.atStart, floor: all.floor, working: all.working };
}

/** The needs of a program with Docker's own init process, which stays in front of it where the service asks for that. */
export function withInit(needs: ThreadNeeds | null, { service }: ServiceFacts): ThreadNeeds | null {
  if (needs === null || service.merged.boolean("init")?.value !== true) return needs;
  return { ...needs, atStart: needs.atStart + 1, floor: needs.floor + 1, working: needs.working + 1 };
}

function pidsFindings(facts: ServiceFacts, file: string): ThreadLimitFinding[] {
  const { service } = facts;
  const own = countLimit(service, "pids_limit");
  const deploy = countLimit(service, "deploy", "resources", "limits", "pids");
  // Compose compares them only where the old key says more than 0.
  if (own !== null && deploy !== null && own.value !== 0 && own.value !== deploy.value) {
    const at = placeOfLimit(own, service, file);
    const needed = processNeed(facts);
    const isGood = deploy.value <= 0 || needed === null || kindOf(deploy.value, needed) === null;
    return at === null ? [] : [{ ...plain("conflict", facts, own, at, deploy.value), better: isGood ? deploy.value : null }];
  }
  const limit = own !== null && own.value !== 0 ? own : deploy;
  // An engine takes 0 and less for no limit.
  if (limit === null || limit.value <= 0) return [];
  const at = placeOfLimit(limit, service, file);
  const need = processNeed(facts);
  if (at === null || need === null) return [];
  const kind = kindOf(limit.value, need);
  if (kind === null) return [];
  const twins = limit === own && deploy !== null ? [placeOfLimit(deploy, service, file)] : [];
  return [{ ...plain(kind, facts, limit, at, enoughFor(kind, need)), need, better: betterFor(need), twins }];
}

function kindOf(limit: number, need: ProcessNeed): "tooLow" | "notAllStart" | "belowSettings" | null {
  if (limit < need.floor) return "tooLow";
  if (limit < need.atStart) return "notAllStart";
  // Defaults such as PostgreSQL's 100 connections are no promise of the author's; what the service sets is.
  return limit < workOfSettings(need) ? "belowSettings" : null;
}

function betterFor(need: ProcessNeed): number {
  return Math.max(need.floor, need.atStart, workOfSettings(need));
}

function enoughFor(kind: "tooLow" | "notAllStart" | "belowSettings", need: ProcessNeed): number {
  if (kind === "tooLow") return need.floor;
  return kind === "notAllStart" ? need.atStart : workOfSettings(need);
}

/** What is needed when all that the service itself sets is in use, and nothing else beyond the floor. */
function workOfSettings(need: ProcessNeed): number {
  const { reasons } = need.needs;
  const set = reasons.filter(({ setting }) => setting !== null);
  if (set.length === 0) return need.floor;
  const first = reasons[0];
  const parts = first === undefined || set.includes(first) ? set : [first, ...set];
  return Math.max(need.floor, sum(parts));
}

function sum(reasons: readonly NeedReason[]): number {
  return reasons.reduce((total, { count }) => total + count, 0);
}

function nprocFindings(facts: ServiceFacts, users: UserIndex, file: string): ThreadLimitFinding[] {
  const { service } = facts;
  const limit = softLimit(service, "nproc");
  const at = limit === null ? null : placeOfLimit(limit, service, file);
  if (limit === null || at === null || limit.value < 0) return [];
  const need = processNeed(facts);
  if (need === null) return [];
  const user = containerUser(facts);
  const kind = kindOf(limit.value, need);
  const isOther = user.kind === "other";
  const together = !isOther ? 0 : user.id === null ? need.floor * replicas(facts) : users.floorOf(user.id);
  const better = Math.max(betterFor(need), together);
  const twins = hardLimitsBelow(service, "nproc", better).map((hard) => placeOfLimit(hard, service, file));
  const found = (name: ThreadLimitKind, enough: number): ThreadLimitFinding => ({ ...plain(name, facts, limit, at, enough), need, better, twins });
  if (kind === "tooLow") return [found(kindForUser(user), need.floor)];
  if (!isOther) return [];
  const ofUser = users.of(user.id);
  if (limit.value < together && (ofUser.length > 1 || replicas(facts) > 1)) return [{ ...found("sharedUser", together), ofUser }];
  return kind === null ? [] : [found(kind, enoughFor(kind, need))];
}

function kindForUser({ kind }: ContainerUser): "tooLow" | "rootExempt" | "userUnknown" {
  if (kind === "other") return "tooLow";
  return kind === "root" ? "rootExempt" : "userUnknown";
}

/** How many containers a service has on one host, at most: Compose starts all of its replicas there. */
export function replicas({ service }: ServiceFacts): number {
  const count = countLimit(service, "deploy", "replicas") ?? countLimit(service, "scale");
  return count === null || count.value < 0 ? 1 : count.value;
}

function plain(
  kind: ThreadLimitKind,
  facts: ServiceFacts,
  limit: ServiceLimit,
  at: LimitPlace,
  enough: number,
): ThreadLimitFinding {
  return { kind, limit, at, services: [facts], need: null, enough, better: enough, twins: [], ofUser: [], bystanders: [] };
}

/** What the program does under a limit that is too low, as was measured; in general words where it was not. */
export function describeShortage({ program, atStart }: ProcessNeed, limit: number): string {
  const measured = cries(program, "process-limit");
  const atOnce = limit < atStart;
  const fitting = measured.filter(({ when }) => (when === "at start") === atOnce);
  if (fitting.length === 0) return `${program.title} fails when it creates a process or a thread.`;
  return `${program.title} ${fitting.map(describeCry).join(", or ")}.`;
}

function describeCry({ then, when, words, exit }: Cry): string {
  const outcome = { exits: "stops", hangs: "hangs", "goes on": "fails", "stays up": "stays up but does not work" }[then];
  if (words !== "") return `${outcome} ${when} (\`${words}\`)`;
  return `${outcome} ${when} without a word${exit === null ? "" : ` (exit status ${exit})`}`;
}

/** The parts of a need in brackets behind its count, with the settings that decide them; empty where they do not add up. */
export function describeParts({ needs }: ProcessNeed, enough: number): string {
  const parts: string[] = [];
  let total = 0;
  const isSum = (): boolean => total === enough;
  for (const { count, text, setting } of needs.reasons.filter((reason) => reason.count > 0)) {
    if (isSum()) break;
    // What the program may start by default is no part of what the service's own settings ask for.
    if (setting === null && total + count > enough) continue;
    total += count;
    parts.push(`${count}: ${text}${setting === null ? "" : ` (${setting.name}=${setting.value})`}`);
  }
  return isSum() ? ` (${parts.join("; ")})` : "";
}
