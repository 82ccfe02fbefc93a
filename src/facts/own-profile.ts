import type { FileSystem } from "../compose/file-system.js";
import type { Target } from "../engine/target.js";
import type { Libc } from "../image/libc.js";
import type { ContainerSecurity } from "../seccomp/container-security.js";
import { permissionsOf } from "../seccomp/permission-table.js";
import { clone3Rules } from "../seccomp/profile-strategy.js";
import type { SeccompProfile } from "../seccomp/profile.js";
import { syscallsBeyond } from "../seccomp/widened-syscalls.js";
import { ruleText } from "../seccomp/write-profile.js";
import { threadsWork } from "./judge-threads.js";
import { profileOfText } from "./profile-of-text.js";
import type { ProfilePlan } from "./profile-plan.js";
import { RememberedOf } from "./remembered.js";
import type { ServiceFacts } from "./service-facts.js";

/** A profile that somebody else wrote and that can be read; what it refuses besides is known to its author alone. */
export interface OwnProfile {
  /** As the service names it. */
  name: string;
  profile: SeccompProfile;
  /** Of the service. */
  facts: ServiceFacts;
}

/** The profile of the user's own that one of these services names; null where none does. */
export function ownProfileOf(services: readonly ServiceFacts[]): OwnProfile | null {
  for (const facts of services) {
    const { profile, security } = facts;
    if (profile === null || profile.ours || security.seccomp.kind !== "profile") continue;
    return { name: profile.name, profile: security.seccomp.profile, facts };
  }
  return null;
}

export interface MissingRule {
  /** The JSON object for the list `syscalls`. */
  text: string;
  /** Whether the profile has rules for clone3 already, in whose place it has to stand. */
  replaces: boolean;
}

interface Container {
  target: Target;
  libc: Libc | null;
  security: ContainerSecurity;
}

/** The one rule with which threads work under a profile on every engine of the target; null where one is not enough. */
export function missingRule(profile: SeccompProfile, { target, libc, security }: Container): MissingRule | null {
  const others = profile.syscalls.flatMap((rule) => {
    const names = rule.names.filter((name) => name !== "clone3");
    return names.length === 0 ? [] : [names.length === rule.names.length ? rule : { ...rule, names }];
  });
  const without = { ...profile, syscalls: others };
  for (const strategy of ["errno", "trace"] as const) {
    const [rule] = clone3Rules(strategy, permissionsOf(without));
    if (rule === undefined) continue;
    const mended = { ...without, syscalls: [...others, rule] };
    if (!threadsWork(libc, target, { ...security, seccomp: { kind: "profile", profile: mended } })) continue;
    const replaces = profile.syscalls.some(({ names }) => names.includes("clone3"));
    return { text: ruleText(rule), replaces };
  }
  return null;
}

const comparisons = new RememberedOf<SeccompProfile, string>();

/** What ours permits and refuses in the place of a profile of the user's own, on the engines of the target, as the rest of "it ...". */
export function comparedWith({ profile }: OwnProfile, ours: ProfilePlan & { ok: true }, target: Target, fileSystem: FileSystem): string {
  const key = JSON.stringify([ours.file, target.text, target.members.map(({ label }) => label)]);
  return comparisons.get(profile, key, () => {
    const other = profileOfText(textOf(ours, fileSystem)).profile;
    const more = other === null ? null : syscallsBeyond(other, profile, target.members);
    const fewer = other === null ? null : syscallsBeyond(profile, other, target.members);
    if (more === null || fewer === null) return "permits what the default profile of the engine permits";
    const permits = more.length === 0 ? "permits nothing that yours refuses" : `is wider: it permits ${counted(more.length)} that yours refuses`;
    return fewer.length === 0 ? permits : `${permits}, and refuses ${counted(fewer.length)} that yours permits`;
  });
}

function textOf({ file, write }: ProfilePlan & { ok: true }, fileSystem: FileSystem): string {
  if (write !== null) return write.text();
  const existing = fileSystem.read(file);
  return existing.ok ? existing.text : "";
}

/** Why a fix leaves a profile where it is. */
export function ownProfileStays({ name }: OwnProfile, compared: string): string {
  const wrote = `compose-lint did not write ${name}`;
  return compared === "" ? `${wrote}.` : `${wrote}, and its own profile in that place ${compared}.`;
}

function counted(count: number): string {
  return count === 1 ? "1 syscall" : `${count} syscalls`;
}
