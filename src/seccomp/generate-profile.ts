import type { EngineSetup } from "../engine/engine-setup.js";
import { describeEngines } from "../engine/describe-engines.js";
import { compareEngineVersions, parseEngineVersion } from "../engine/engine-version.js";
import type { Target } from "../engine/target.js";
import { engineProfile } from "./applied-profile.js";
import { containerCapabilities } from "./capabilities.js";
import { ordinaryContainer } from "./container-security.js";
import { flattenProfile } from "./flatten-profile.js";
import { ourProfileText } from "./our-profile.js";
import {
  commonArchitectures,
  commonPermissions,
  permissionRules,
  permissionsOf,
  type PermissionTable,
} from "./permission-table.js";
import { explainProfile } from "./profile-explanation.js";
import { clone3Rules, type ProfileStrategy, refusalRules, STRATEGIES } from "./profile-strategy.js";
import type { SeccompProfile, SyscallRule } from "./profile.js";
import { syscallNames } from "./syscall-numbers.js";
import { threadOutcome } from "./thread-outcome.js";

export interface GenerateOptions {
  /** The way to answer clone3; without it the narrowest that works on every engine of the target. */
  strategy?: ProfileStrategy | undefined;
}

export interface GeneratedProfile {
  ok: true;
  /** The file to write: the same bytes for the same target. */
  text: string;
  profile: SeccompProfile;
  strategy: ProfileStrategy;
  /** Whether some engine of the target needs it; else its default already lets threads be made. */
  needed: boolean;
  /** For people: what the profile is, why it is so, and what it costs. One sentence or two each. */
  explanation: string[];
}

export interface GenerateProblem {
  ok: false;
  problem: {
    code: "no-docker-engine" | "strategy-does-not-work" | "no-strategy-works";
    message: string;
  };
}

/** Engines before this one know neither conditions nor `names` nor `archMap`. */
const CONDITIONS_SINCE = { major: 1, minor: 13, patch: 0 };

/**
 * The narrowest seccomp profile with which threads can be made on every engine of a target: what the defaults of all of
 * them permit, plus the answer ENOSYS for clone3, so that glibc falls back to clone. It permits no syscall that the
 * default of any of these engines refuses.
 */
export function generateProfile(target: Target, options: GenerateOptions = {}): GeneratedProfile | GenerateProblem {
  const defaults = defaultsOf(target);
  if (defaults === null) {
    const message = `${target.text} has an engine whose default seccomp profile is not known, so nothing can be built on it. If it is a Docker Engine, name its version too: --engine VERSION.`;
    return { ok: false, problem: { code: "no-docker-engine", message } };
  }
  const wanted = options.strategy === undefined ? STRATEGIES : [options.strategy];
  for (const strategy of wanted) {
    const profile = buildProfile(strategy, defaults, target);
    if (profile !== null && failingMembers(target, profile).length === 0) {
      return generated(strategy, profile, target, defaults);
    }
  }
  return { ok: false, problem: nothingWorks(options.strategy, defaults, target) };
}

/** The distinct default profiles of a target; null where one of them is not known. */
function defaultsOf(target: Target): SeccompProfile[] | null {
  const defaults = new Set<SeccompProfile>();
  const byKey = new Map<string, SeccompProfile>();
  for (const setup of target.members) {
    if (setup.engine === null || setup.seccomp === "other") return null;
    const key = `${setup.profile ?? ""} ${setup.backport} ${setup.daemonProfile ?? ""}`;
    const profile = byKey.get(key) ?? engineProfile(setup);
    if (profile === null) return null;
    byKey.set(key, profile);
    defaults.add(profile);
  }
  return [...defaults];
}

function buildProfile(
  strategy: ProfileStrategy,
  defaults: readonly SeccompProfile[],
  target: Target,
): SeccompProfile | null {
  const [first, ...others] = defaults;
  if (first === undefined) return null;
  if (strategy === "default" && others.length === 0) return first;
  // The defaults themselves are to be enough for "default": a profile that adds something is not one.
  if (strategy === "default" && !defaults.every(answersClone3)) return null;
  const permissions = others.map(permissionsOf).reduce(commonPermissions, permissionsOf(first));
  const archMap = others.map((profile) => profile.archMap).reduce(commonArchitectures, first.archMap);
  const traced = strategy === "default-action";
  const profile: SeccompProfile = {
    defaultAction: traced ? "SCMP_ACT_TRACE" : "SCMP_ACT_ERRNO",
    defaultErrnoRet: null,
    architectures: [],
    archMap,
    syscalls: [
      ...permissionRules(permissions),
      ...clone3Rules(strategy, permissions),
      ...(strategy === "default" || strategy === "errno" ? namedErrors(defaults, permissions) : []),
      ...(traced ? refusalRules(permissions, syscallNames().sort()) : []),
    ],
    flags: null,
  };
  return needsOldForm(target) ? flattenProfile(profile, target.architecture, containerCapabilities([], [])) : profile;
}

/**
 * The rules of the defaults that refuse something else with an error of their own (29.4.2 has one), as long as nothing
 * of it is permitted. Only for engines that honour the error: others would see a rule that repeats the default action.
 */
function namedErrors(defaults: readonly SeccompProfile[], permissions: PermissionTable): SyscallRule[] {
  const rules = defaults.flatMap(({ syscalls }) => syscalls.filter(({ action }) => action === "SCMP_ACT_ERRNO"));
  const byName = new Map<string, SyscallRule>();
  for (const rule of rules) {
    for (const name of rule.names) {
      const free = name !== "clone3" && !permissions.has(name) && rule.args.length === 0;
      if (free) byName.set(name, { ...rule, names: [name] });
    }
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule);
}

function answersClone3(profile: SeccompProfile): boolean {
  return profile.syscalls.some(({ names }) => names.includes("clone3"));
}

function needsOldForm(target: Target): boolean {
  return target.members.some(({ engine }) => {
    const version = parseEngineVersion(engine ?? "");
    return version !== null && compareEngineVersions(version, CONDITIONS_SINCE) < 0;
  });
}

/** The engines on which threads cannot be made under a profile. */
function failingMembers(target: Target, profile: SeccompProfile): EngineSetup[] {
  const security = { ...ordinaryContainer(), seccomp: { kind: "profile", profile } as const };
  return target.members.filter((setup) => {
    // A platform without seccomp takes any profile or none.
    return setup.seccomp !== "unconfined" && threadOutcome("clone3", setup, security).result !== "works";
  });
}

function generated(
  strategy: ProfileStrategy,
  profile: SeccompProfile,
  target: Target,
  defaults: readonly SeccompProfile[],
): GeneratedProfile {
  const needed = target.members.some((setup) => threadOutcome("clone3", setup, ordinaryContainer()).result !== "works");
  const { about, explanation } = explainProfile(strategy, target, { needed, defaults: defaults.length });
  return { ok: true, text: ourProfileText(profile, about), profile, strategy, needed, explanation };
}

function nothingWorks(
  strategy: ProfileStrategy | undefined,
  defaults: readonly SeccompProfile[],
  target: Target,
): GenerateProblem["problem"] {
  const last = strategy ?? "default-action";
  const profile = buildProfile(last, defaults, target);
  const failing = profile === null ? target.members : failingMembers(target, profile);
  const where = describeEngines(failing);
  if (strategy === undefined) {
    return { code: "no-strategy-works", message: `No profile lets threads be made on ${where}.` };
  }
  const message = `The strategy "${strategy}" does not let threads be made on ${where}. Leave it out to get one that does.`;
  return { code: "strategy-does-not-work", message };
}
