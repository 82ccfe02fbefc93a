import { nearestEarlierRelease } from "../../src/engine/engine-releases.js";
import { parseEngineVersion } from "../../src/engine/engine-version.js";
import { publishedProfile } from "../../src/seccomp/default-profile.js";
import type { RuleConditions, SeccompProfile, SyscallRule } from "../../src/seccomp/profile.js";

/**
 * The default seccomp profile of an engine release in Docker's JSON form, from the project's own data: what
 * `dockerd --seccomp-profile` and `--security-opt seccomp=` read. Throws for what is not an engine release.
 */
export function defaultProfileText(version: string): string {
  const parsed = parseEngineVersion(version);
  const release = parsed === null ? null : nearestEarlierRelease(parsed);
  const profile = release === null ? null : publishedProfile(release.profile);
  if (profile === null) throw new Error(`no default profile of an engine ${version}`);
  return profileText(profile);
}

/** A profile as JSON text. */
export function profileText(profile: SeccompProfile): string {
  const { defaultAction, defaultErrnoRet, architectures, archMap, syscalls, flags } = profile;
  return JSON.stringify({
    defaultAction,
    ...(defaultErrnoRet === null ? {} : { defaultErrnoRet }),
    ...(architectures.length === 0 ? {} : { architectures }),
    ...(archMap.length === 0 ? {} : { archMap }),
    ...(flags === null ? {} : { flags }),
    syscalls: syscalls.map(ruleObject),
  });
}

function ruleObject({ names, action, errnoRet, args, includes, excludes }: SyscallRule): object {
  return {
    names,
    action,
    ...(errnoRet === null ? {} : { errnoRet }),
    // JSON has no 64-bit integers, and no default profile needs more than 53 bits.
    args: args.map((rule) => ({ ...rule, value: Number(rule.value), valueTwo: Number(rule.valueTwo) })),
    includes: conditionsObject(includes),
    excludes: conditionsObject(excludes),
  };
}

function conditionsObject({ caps, arches, minKernel }: RuleConditions): object {
  return { caps, arches, ...(minKernel === null ? {} : { minKernel }) };
}
