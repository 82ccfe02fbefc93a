import { describeEngines } from "../engine/describe-engines.js";
import type { Target } from "../engine/target.js";
import { ordinaryContainer } from "../seccomp/container-security.js";
import { ignoredFields } from "../seccomp/ignored-fields.js";
import { NO_ENGINE } from "../seccomp/needed-engines.js";
import type { ProfileProblem } from "../seccomp/profile-problem.js";
import type { SeccompProfile } from "../seccomp/profile.js";
import type { ThreadVerdict } from "../seccomp/thread-creation.js";
import { widenedSyscalls } from "../seccomp/widened-syscalls.js";
import { judgeThreads } from "./judge-threads.js";
import { oldTarget } from "./old-target.js";
import { profileOfText } from "./profile-of-text.js";
import { RememberedOf } from "./remembered.js";
import type { ServiceFacts } from "./service-facts.js";
import { engineName } from "./thread-advice.js";
import { describeHarm, harmOf } from "./thread-verdict.js";

export type ProfileFindingKind =
  | "unreadable"
  | "notJson"
  | "nameAndNames"
  | "notAProfile"
  | "fault"
  | "ignoredField"
  | "breaksThreads"
  | "breaksUnusedThreads"
  | "notNeeded"
  | "wider";

/** What is wrong with the seccomp profile that a service names. */
export interface ProfileFinding {
  kind: ProfileFindingKind;
  data: Readonly<Record<string, string>>;
  /** Whether it is about the profile alone, so that it is the same for all services that name it. */
  ofFile: boolean;
}

const NAMES_SHOWN = 5;

/**
 * What is wrong with the profile of a service, most serious first; nothing for a service that names none.
 *
 * @param text of the profile; null where it cannot be read
 * @param target null where no engine is declared: then only what is wrong on every engine is found
 */
export function profileFindings(facts: ServiceFacts, text: string | null, target: Target | null): ProfileFinding[] {
  const { profile } = facts;
  if (profile === null) return [];
  if (text === null) return [{ kind: "unreadable", data: { problem: profile.problem ?? "cannot be read" }, ofFile: false }];
  const { profile: parsed, problems } = profileOfText(text);
  const fatal = problems.find((problem) => problem.fatal) ?? (parsed === null ? problems[0] : undefined);
  if (fatal !== undefined) return [{ kind: kindOfFatal(fatal), data: placed(fatal), ofFile: false }];
  if (parsed === null) return [];
  const breaking = breakingThreads(facts, target);
  const faults = problems.map((problem): ProfileFinding => ({ kind: "fault", data: placed(problem), ofFile: true }));
  if (target === null) return [...breaking, ...faults];
  if (profile.ours && breaking.length === 0 && worksByDefault(facts, target)) {
    return [{ kind: "notNeeded", data: { engine: engineName(target) }, ofFile: false }];
  }
  // A profile that compose-lint wrote is written again as a whole.
  if (profile.ours && breaking.length > 0) return [...breaking, ...faults];
  // A profile that compose-lint wrote is no wider, which takes long to find out again.
  return [...breaking, ...faults, ...droppedFields(parsed, target), ...(profile.ours ? [] : wider(parsed, target))];
}

/**
 * Whether the profile that a service names, and not the engine, is why its threads fail: they would work with the
 * engine's default, or compose-lint wrote the profile and can write it again. Then the rule about profiles tells of it,
 * where this file names the profile.
 */
export function isFaultOfProfile(file: string, facts: ServiceFacts, target: Target): boolean {
  const { profile, security, service } = facts;
  const entry = service.seccompEntry;
  if (profile === null || entry === null || security.seccomp.kind !== "profile") return false;
  return (entry.file === file || entry.inherited) && (profile.ours || worksByDefault(facts, target));
}

/** Whether the threads of a service work with the engine's own default profile. */
export function worksByDefault({ image, security }: ServiceFacts, target: Target): boolean {
  return judgeThreads(image.libc, target, { ...security, seccomp: ordinaryContainer().seccomp }).verdict === "works";
}

function kindOfFatal({ code }: ProfileProblem): ProfileFindingKind {
  if (code === "profile-not-json" || code === "profile-empty") return "notJson";
  return code === "name-and-names" ? "nameAndNames" : "notAProfile";
}

function placed({ message, loc }: ProfileProblem): { line: string; problem: string } {
  return { line: String(loc.start.line), problem: message };
}

function breakingThreads(facts: ServiceFacts, target: Target | null): ProfileFinding[] {
  const { image, security, program, reference } = facts;
  if (security.seccomp.kind !== "profile") return [];
  const verdict = judgeThreads(image.libc, target ?? oldTarget(), security);
  if (verdict.verdict !== "fails" && verdict.verdict !== "depends") return [];
  const engine = target === null ? onAnyEngine(verdict) : onEngines(verdict, facts, target);
  if (engine === null) return [];
  const kind = harmOf(program) === "none" ? "breaksUnusedThreads" : "breaksThreads";
  return [{ kind, data: { engine, reason: verdict.reason.text, cry: describeHarm(verdict, program, reference) }, ofFile: false }];
}

function onAnyEngine({ needs }: ThreadVerdict): string | null {
  return needs === NO_ENGINE ? "any Docker Engine" : null;
}

/** Where the default would fail too, the rule about threads tells of it and mends it. */
function onEngines({ verdict }: ThreadVerdict, facts: ServiceFacts, target: Target): string | null {
  if (facts.profile?.ours !== true && !worksByDefault(facts, target)) return null;
  return verdict === "fails" ? engineName(target) : `every engine that is meant (${engineName(target)})`;
}

function droppedFields(profile: SeccompProfile, target: Target): ProfileFinding[] {
  const dropping = new Map<string, { since: string; setups: (typeof target.members)[number][] }>();
  for (const setup of target.members) {
    for (const { field, since } of ignoredFields(profile, setup)) {
      const known = dropping.get(field);
      if (known === undefined) dropping.set(field, { since, setups: [setup] });
      else known.setups.push(setup);
    }
  }
  return [...dropping].map(([field, { since, setups }]) => {
    const isAll = setups.length === target.members.length;
    const engine = isAll ? engineName(target) : `Docker Engine ${describeEngines(setups)}`;
    return { kind: "ignoredField", data: { field, since, engine }, ofFile: true };
  });
}

const widened = new RememberedOf<SeccompProfile, string>();

function wider(profile: SeccompProfile, target: Target): ProfileFinding[] {
  const key = JSON.stringify([target.text, target.members.map(({ label }) => label)]);
  const syscalls = widened.get(profile, key, () => {
    return listed(widenedSyscalls(profile, target.members).map(({ name, partly }) => `\`${name}\`${partly ? " (in part)" : ""}`));
  });
  return syscalls === "" ? [] : [{ kind: "wider", data: { syscalls, engine: engineName(target) }, ofFile: true }];
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  const last = shown.pop() ?? "";
  return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
}
