import type { Architecture } from "../engine/architecture.js";
import { compareEngineVersions, type EngineVersion, parseEngineVersion } from "../engine/engine-version.js";
import type { EvaluationContext } from "./evaluation-context.js";
import { kernelAtLeast } from "./kernel-version.js";
import type { RuleConditions, SeccompProfile, SyscallRule } from "./profile.js";

/** A rule as the engine hands it to the runtime: the conditions are decided. */
export interface ResolvedRule {
  names: string[];
  action: string;
  errnoRet: number | null;
  args: SyscallRule["args"];
}

/** The filter's description as the engine hands it to the runtime. */
export interface ResolvedProfile {
  defaultAction: string;
  defaultErrnoRet: number | null;
  /** `SCMP_ARCH_*` names; empty leaves the choice to libseccomp. */
  architectures: string[];
  rules: ResolvedRule[];
  flags: string[] | null;
}

export type ResolveResult =
  | { kind: "filter"; profile: ResolvedProfile }
  /** The engine takes the profile for "no seccomp". */
  | { kind: "no-filter" }
  /** The engine refuses the profile: the container does not start. */
  | { kind: "refused"; reason: string };

/** Which fields an engine knows, read from moby's profiles/seccomp at its tags. */
interface EngineFeatures {
  conditions: boolean;
  minKernel: boolean;
  errnoRet: boolean;
  defaultErrnoRet: boolean;
  flags: boolean;
  /** 17.06 to 18.03 compare with the effective set, which is empty for a process that is not root's. */
  effectiveCapabilities: boolean;
  archMapArchitectures: ReadonlySet<Architecture>;
}

const ARCH_MAP_OF_1_13: ReadonlySet<Architecture> = new Set<Architecture>(["amd64", "arm64"]);
const ARCH_MAP_OF_20_10: ReadonlySet<Architecture> = new Set<Architecture>(["amd64", "arm64", "arm", "386"]);

function engineFeatures(version: EngineVersion, { backport = false, builtIn = false }: EvaluationContext): EngineFeatures {
  const atLeast = (major: number, minor: number, patch = 0): boolean =>
    compareEngineVersions(version, { major, minor, patch }) >= 0;
  return {
    conditions: builtIn || atLeast(1, 13),
    minKernel: atLeast(19, 3),
    errnoRet: backport || atLeast(20, 10, 10),
    defaultErrnoRet: atLeast(23, 0),
    flags: atLeast(23, 0),
    effectiveCapabilities: atLeast(17, 6) && !atLeast(18, 4),
    archMapArchitectures: atLeast(20, 10) ? ARCH_MAP_OF_20_10 : ARCH_MAP_OF_1_13,
  };
}

/** libseccomp's names of the architectures, which the conditions of a profile use. */
const CONDITION_NAME: Record<Architecture, string> = { amd64: "amd64", arm64: "arm64", arm: "arm", "386": "x86" };
export const SECCOMP_NAME: Record<Architecture, string> = {
  amd64: "SCMP_ARCH_X86_64",
  arm64: "SCMP_ARCH_AARCH64",
  arm: "SCMP_ARCH_ARM",
  "386": "SCMP_ARCH_X86",
};

/**
 * What an engine makes of a profile for one container, as the code of that release does it: conditions are decided,
 * and fields that the release does not know are dropped.
 */
export function resolveRules(profile: SeccompProfile, context: EvaluationContext): ResolveResult {
  const version = parseEngineVersion(context.engine);
  if (!version) return { kind: "refused", reason: `the engine version "${context.engine}" is not one` };
  const features = engineFeatures(version, context);
  if (profile.defaultAction === "" && profile.syscalls.length === 0) return { kind: "no-filter" };
  if (features.conditions && profile.architectures.length > 0 && profile.archMap.length > 0) {
    return { kind: "refused", reason: "the profile has both `architectures` and `archMap`" };
  }
  const rules: ResolvedRule[] = [];
  for (const rule of profile.syscalls) {
    if (features.conditions && !applies(rule, features, context)) continue;
    if (features.conditions && rule.hasName && rule.hasNames) {
      return { kind: "refused", reason: "a rule has both `name` and `names`" };
    }
    // Before 1.13 the engine knew `name` only, so that a rule without it names the empty string.
    const names = features.conditions ? rule.names : [rule.hasName ? (rule.names[0] ?? "") : ""];
    rules.push({ names, action: rule.action, errnoRet: features.errnoRet ? rule.errnoRet : null, args: rule.args });
  }
  return {
    kind: "filter",
    profile: {
      defaultAction: profile.defaultAction,
      defaultErrnoRet: features.defaultErrnoRet ? profile.defaultErrnoRet : null,
      architectures: architectures(profile, features, context.architecture),
      rules,
      flags: features.flags ? profile.flags : null,
    },
  };
}

function architectures(profile: SeccompProfile, features: EngineFeatures, native: Architecture): string[] {
  if (!features.conditions || !features.archMapArchitectures.has(native)) return profile.architectures;
  const entry = profile.archMap.find(({ architecture }) => architecture === SECCOMP_NAME[native]);
  const mapped = entry === undefined ? [] : [entry.architecture, ...entry.subArchitectures];
  return [...profile.architectures, ...mapped];
}

function applies(rule: SyscallRule, features: EngineFeatures, context: EvaluationContext): boolean {
  return !isExcluded(rule.excludes, features, context) && isIncluded(rule.includes, features, context);
}

function isExcluded(conditions: RuleConditions, features: EngineFeatures, context: EvaluationContext): boolean {
  if (conditions.arches.includes(CONDITION_NAME[context.architecture])) return true;
  if (conditions.caps.some((capability) => hasCapability(capability, features, context))) return true;
  return features.minKernel && conditions.minKernel !== null && kernelAtLeast(context.kernel, conditions.minKernel);
}

function isIncluded(conditions: RuleConditions, features: EngineFeatures, context: EvaluationContext): boolean {
  if (conditions.arches.length > 0 && !conditions.arches.includes(CONDITION_NAME[context.architecture])) return false;
  if (!conditions.caps.every((capability) => hasCapability(capability, features, context))) return false;
  return !features.minKernel || conditions.minKernel === null || kernelAtLeast(context.kernel, conditions.minKernel);
}

function hasCapability(capability: string, features: EngineFeatures, context: EvaluationContext): boolean {
  if (features.effectiveCapabilities && context.nonRoot === true) return false;
  return context.capabilities.has(capability);
}
