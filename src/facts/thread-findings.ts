import type { YamlPair } from "../compose/ast.js";
import type { Target } from "../engine/target.js";
import type { Program } from "../program/program.js";
import type { ThreadVerdict } from "../seccomp/thread-creation.js";
import { NO_ENGINE } from "../seccomp/needed-engines.js";
import { judgeThreads } from "./judge-threads.js";
import { oldTarget } from "./old-target.js";
import { isFaultOfProfile } from "./profile-findings.js";
import type { ServiceFacts } from "./service-facts.js";
import type { ServiceModel, WrittenAt } from "./service-model.js";
import { harmOf, type Harm } from "./thread-verdict.js";

export type ThreadFindingKind = "doesNotStart" | "crashes" | "threadsFail" | "threadsMayFail" | "threadsUnused" | "depends";

const kindOfHarm = {
  "dies at start": "crashes",
  "fails in use": "threadsFail",
  "depends on its build": "threadsMayFail",
  unknown: "threadsFail",
  none: "threadsUnused",
} as const satisfies Record<Harm, ThreadFindingKind>;

/** What a verdict that is not "works" means for a program. */
export function findingKind({ verdict, reason }: ThreadVerdict, program: Program | null): ThreadFindingKind {
  if (reason.code === "does-not-start") return "doesNotStart";
  return verdict === "depends" ? "depends" : kindOfHarm[harmOf(program)];
}

/** Services that share an image, and what becomes of their threads on the target. */
export interface ThreadFinding {
  /**
   * `doesNotStart`: the runtime refuses the container, whatever is in it; `crashes`: the program that runs needs a thread at its start; `threadsFail`: it starts, or is not known;
   * `threadsMayFail`: it does so only if it was built so (Go); `threadsUnused`: it creates none; `depends`: the engines of the target differ.
   */
  kind: ThreadFindingKind;
  /** The pair `image:` or `build:` that all of them get; `extends:` where that is written in another file. */
  at: YamlPair;
  services: [ServiceFacts, ...ServiceFacts[]];
  verdict: ThreadVerdict;
}

/**
 * The services of a file whose threads fail, or may fail, on the target; those that share a pair stand in one finding.
 * Without those whose own seccomp profile is to blame, which is told where the profile is named.
 */
export function threadFindings(file: string, services: readonly ServiceFacts[], target: Target): ThreadFinding[] {
  return findingsOf(file, services.filter((facts) => !isFaultOfProfile(file, facts, target)), target);
}

function findingsOf(file: string, services: readonly ServiceFacts[], target: Target): ThreadFinding[] {
  const findings = new Map<YamlPair, ThreadFinding[]>();
  for (const facts of services) {
    const verdict = judgeThreads(facts.image.libc, target, facts.security);
    if (verdict.verdict !== "fails" && verdict.verdict !== "depends") continue;
    const at = imagePlace(file, facts.service);
    if (at === null) continue;
    const kind = findingKind(verdict, facts.program);
    // That an engine does not know `seccomp=builtin` is told of that entry.
    if (kind === "doesNotStart" && facts.security.seccomp.kind === "builtin") continue;
    const ofPair = findings.get(at) ?? [];
    findings.set(at, ofPair);
    const same = ofPair.find((finding) => finding.kind === kind);
    if (same === undefined) ofPair.push({ kind, at, services: [facts], verdict });
    else same.services.push(facts);
  }
  return [...findings.values()].flat();
}

/**
 * The services for which a seccomp entry in the file is right: those of its findings, and those of which another file tells
 * that says which image they have.
 */
export function servicesNeedingEntry(file: string, services: readonly ServiceFacts[], target: Target, findings: readonly ThreadFinding[]): ReadonlySet<ServiceModel> {
  const needing = new Set(findings.flatMap((finding) => finding.services.map(({ service }) => service)));
  for (const facts of services) {
    const { service, image, security } = facts;
    if (needing.has(service) || security.seccomp.kind !== "default") continue;
    const { verdict } = judgeThreads(image.libc, target, security);
    if ((verdict === "fails" || verdict === "depends") && (imageTeller(service) ?? file) !== file) needing.add(service);
  }
  return needing;
}

/** Where this file says which image a service has; null if only another file of the project does, or tells of it. */
export function imagePlace(file: string, service: ServiceModel): YamlPair | null {
  const written = writtenImage(service);
  if (written === undefined || (imageTeller(service) ?? file) !== file) return null;
  return written.file === file ? written.pair : (service.node.extends?.node ?? null);
}

/**
 * The file that tells what is wrong with the image of a service; null where that is each that is linted. It is the one that
 * writes the image; where an entry there would reach others that may not need it, as services of other projects which lack the
 * profile, it is the file in which the service itself extends.
 */
function imageTeller(service: ServiceModel): string | null {
  const written = writtenImage(service);
  if (written === undefined) return null;
  const steps = written.value.via.filter((step) => step.kind === "extends");
  const [inner, outer] = [steps[0], steps.at(-1)];
  const isElsewhere = inner !== undefined && outer !== undefined && outer.origin.file !== written.file;
  const isOfOthers = isElsewhere && service.reachesOthers(written.file, inner.base);
  const teller = isOfOthers ? outer.origin.file : written.pair === null ? null : written.file;
  return teller !== null && service.isToldIn(teller) ? teller : null;
}

function writtenImage({ build, image }: ServiceModel): WrittenAt | undefined {
  return build?.at ?? image?.at;
}

/** The services that need a newer engine than some that are in use; for a project that declares no engine. */
export function needsNewerEngine(file: string, services: readonly ServiceFacts[]): ThreadFinding[] {
  const findings = findingsOf(file, services, oldTarget());
  const needing = findings.filter(({ kind, verdict }) => kind !== "threadsUnused" && verdict.needs !== NO_ENGINE);
  // The first stands for all, so it is one that fails for sure.
  return needing.sort((a, b) => Number(a.kind === "threadsMayFail") - Number(b.kind === "threadsMayFail"));
}
