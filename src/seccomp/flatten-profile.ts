import type { Architecture } from "../engine/architecture.js";
import { ASSUMED_KERNEL } from "./evaluation-context.js";
import { type SeccompProfile, type SyscallRule, syscallRule } from "./profile.js";
import { resolveRules } from "./resolve-rules.js";

/** Any engine that knows all conditions decides them alike. */
const DECIDING_ENGINE = "20.10.10";

/**
 * A profile in the form of 1.11 and 1.12, which knows no conditions: they are decided for one architecture and one set of
 * capabilities. Later engines read that form too.
 */
export function flattenProfile(
  profile: SeccompProfile,
  architecture: Architecture,
  capabilities: ReadonlySet<string>,
): SeccompProfile {
  const context = { engine: DECIDING_ENGINE, runc: "1.0.2", libseccomp: "2.5", architecture, kernel: ASSUMED_KERNEL };
  const resolved = resolveRules(profile, { ...context, capabilities });
  if (resolved.kind !== "filter") return profile;
  const { rules, architectures } = resolved.profile;
  const syscalls = rules.flatMap(({ names, action, errnoRet, args }) =>
    names.map((name): SyscallRule => ({
      ...syscallRule([name], action, { errnoRet, args }),
      hasName: true,
      hasNames: false,
    })),
  );
  return { ...profile, architectures, archMap: [], syscalls };
}
