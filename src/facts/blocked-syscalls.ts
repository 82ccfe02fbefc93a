import type { YamlPair } from "../compose/ast.js";
import { blockedSyscalls, type BlockedSyscall, type SyscallUser } from "../data/blocked-syscalls.js";
import { engineReleases } from "../engine/engine-releases.js";
import type { EngineSetup } from "../engine/engine-setup.js";
import { resolveTarget, type Target } from "../engine/target.js";
import { ordinaryContainer, type ContainerSecurity } from "../seccomp/container-security.js";
import { syscallOutcome, type SyscallOutcome } from "../seccomp/syscall-outcome.js";
import { RememberedOf } from "./remembered.js";
import { writtenAt } from "./project-services.js";
import type { ServiceFacts } from "./service-facts.js";
import { syscallUser } from "./syscall-user.js";
import { imagePlace } from "./thread-findings.js";

export type HarmfulOutcome = Extract<SyscallOutcome, { kind: "refused" | "killed" | "missing" }>;

/** A syscall of the table that a service makes and that its filter answers with an error. */
export interface BlockedSyscallFinding {
  entry: BlockedSyscall;
  user: SyscallUser;
  at: YamlPair;
  services: [ServiceFacts, ...ServiceFacts[]];
  /** The engines of the target on which it is blocked. */
  blocked: [EngineSetup, ...EngineSetup[]];
  /** Whether it passes on other engines of the target. */
  isPartly: boolean;
  outcome: HarmfulOutcome;
}

/**
 * The blocked calls of the services of a file on a target. Calls that do no harm are left out. What only some programs of
 * a C library meet is one finding for the file, at its first service.
 *
 * @param minor whether calls count without which a program goes on
 */
export function blockedSyscallFindings(
  file: string,
  services: readonly ServiceFacts[],
  target: Target,
  minor: boolean,
): BlockedSyscallFinding[] {
  const findings: BlockedSyscallFinding[] = [];
  const places = new Map<BlockedSyscall, Map<SyscallUser, Map<YamlPair | null, BlockedSyscallFinding>>>();
  for (const facts of services) {
    for (const entry of blockedSyscalls) {
      const isWanted = entry.harm === "fails" || (minor && entry.harm !== "none");
      const found = isWanted ? findingOf(entry, facts, target, file) : null;
      if (found === null) continue;
      const users = places.get(entry) ?? new Map<SyscallUser, Map<YamlPair | null, BlockedSyscallFinding>>();
      places.set(entry, users);
      const ofUser = users.get(found.user) ?? new Map<YamlPair | null, BlockedSyscallFinding>();
      users.set(found.user, ofUser);
      const at = isOfFile(found) ? null : found.at;
      const same = ofUser.get(at);
      if (same !== undefined) {
        same.services.push(facts);
        continue;
      }
      ofUser.set(at, found);
      findings.push(found);
    }
  }
  return findings;
}

/** What only some programs of a C library meet is told once for the file. */
function isOfFile({ entry, user }: BlockedSyscallFinding): boolean {
  return entry.harm === "in use" && user.executables === undefined && user.words === undefined && user.images === undefined;
}

function findingOf(entry: BlockedSyscall, facts: ServiceFacts, target: Target, file: string): BlockedSyscallFinding | null {
  if (entry.architectures?.includes(target.architecture) === false) return null;
  const user = syscallUser(entry, facts);
  const at = user === null ? null : placeOf(user, facts, file);
  if (user === null || at === null) return null;
  const outcomes = target.members.map((setup) => ({ setup, outcome: outcomeOf(entry, setup, facts.security) }));
  const [first, ...others] = outcomes.filter(({ outcome }) => isHarmful(outcome, entry));
  if (first === undefined || !isHarmful(first.outcome, entry)) return null;
  return {
    entry,
    user,
    at,
    services: [facts],
    blocked: [first.setup, ...others.map(({ setup }) => setup)],
    isPartly: outcomes.some(({ outcome }) => outcome.kind !== "unknown" && !isHarmful(outcome, entry)),
    outcome: first.outcome,
  };
}

/**
 * The first call without which the program of a service fails, and which some engine of the target refuses under the
 * service's security; null where there is none.
 */
export function failingCall(facts: ServiceFacts, target: Target): { syscall: string; who: string } | null {
  for (const entry of blockedSyscalls) {
    if (entry.harm !== "fails" || entry.architectures?.includes(target.architecture) === false) continue;
    const user = syscallUser(entry, facts);
    if (user === null) continue;
    const isRefused = target.members.some((setup) => isHarmful(outcomeOf(entry, setup, facts.security), entry));
    if (isRefused) return { syscall: entry.syscall, who: user.who };
  }
  return null;
}

function isHarmful(outcome: SyscallOutcome, { harmedByEnosys }: BlockedSyscall): outcome is HarmfulOutcome {
  if (outcome.kind === "missing") return harmedByEnosys === true;
  return outcome.kind === "refused" || outcome.kind === "killed";
}

function outcomeOf({ syscall, args, abi }: BlockedSyscall, setup: EngineSetup, security: ContainerSecurity): SyscallOutcome {
  return syscallOutcome({ syscall, ...(args === undefined ? {} : { args }), ...(abi === undefined ? {} : { abi }) }, setup, security);
}

/** What runs is told by the command where that names it, else by the image. */
function placeOf(user: SyscallUser, { service }: ServiceFacts, file: string): YamlPair | null {
  if (user.executables !== undefined || user.words !== undefined) {
    for (const key of ["command", "entrypoint"]) {
      const value = service.merged.get(key);
      const written = value === undefined ? null : writtenAt(value);
      if (written?.file === file && written.pair !== null) return written.pair;
    }
  }
  return imagePlace(file, service);
}

const remedies = new RememberedOf<BlockedSyscall, string>();

/** The release since which every engine lets an ordinary container make the call; null where there is none. */
export function engineThatPasses(entry: BlockedSyscall, { members: [setup], architecture }: Target): string | null {
  const { libseccomp, assumed } = setup;
  const given = assumed.includes("libseccomp") ? undefined : libseccomp;
  const found = remedies.get(entry, JSON.stringify([given, architecture]), () => {
    const releases = engineReleases().map(({ version: { release } }) => release);
    const lastBlocked = releases.findLastIndex((release) => {
      const resolved = resolveTarget({ engine: release, libseccomp: given, arch: architecture });
      return !resolved.ok || isHarmful(outcomeOf(entry, resolved.target.members[0], ordinaryContainer()), entry);
    });
    return releases[lastBlocked + 1] ?? "";
  });
  return found === "" ? null : found;
}

/** Whether a container may make the call on all engines of the target once it has the capability of the table. */
export function capabilityHelps({ entry, services: [{ security }], blocked }: BlockedSyscallFinding): boolean {
  const { capability } = entry;
  if (capability === undefined) return false;
  const more = { ...security, capAdd: [...security.capAdd, capability] };
  return blocked.every((setup) => !isHarmful(outcomeOf(entry, setup, more), entry));
}
