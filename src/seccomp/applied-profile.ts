import type { EngineSetup } from "../engine/engine-setup.js";
import { compareEngineVersions, parseEngineVersion } from "../engine/engine-version.js";
import { allCapabilities, containerCapabilities } from "./capabilities.js";
import type { ContainerSecurity } from "./container-security.js";
import { defaultProfile, profileWithClone3Rule } from "./default-profile.js";
import { ASSUMED_KERNEL, type EvaluationContext } from "./evaluation-context.js";
import type { SeccompProfile } from "./profile.js";
import { readProfile } from "./read-profile.js";

/** Which profile an engine applies to a container. */
export type AppliedProfile =
  | { kind: "profile"; profile: SeccompProfile; context: EvaluationContext; own: boolean }
  /** No filter at all. */
  | { kind: "none"; why: "privileged" | "unconfined" | "platform" }
  | { kind: "refused"; reason: string }
  /** Only what is recorded of the platform can be said. */
  | { kind: "recorded" }
  | { kind: "unknown"; why: "unreadable" | "platform" };

const BUILTIN_SINCE = { major: 23, minor: 0, patch: 0 };
/** From here on a privileged container gets the profile that it asks for. */
const PRIVILEGED_PROFILE_SINCE = { major: 27, minor: 0, patch: 0 };

/**
 * The profile that a container gets on an engine, with the circumstances to evaluate it in. Read from
 * daemon/seccomp_linux.go of moby at its tags.
 */
export function appliedProfile(setup: EngineSetup, security: ContainerSecurity): AppliedProfile {
  const { seccomp } = security;
  const atLeast = (version: typeof BUILTIN_SINCE): boolean => engineAtLeast(setup, version);
  if (seccomp.kind === "unconfined") return { kind: "none", why: "unconfined" };
  if (security.privileged && (seccomp.kind === "default" || !atLeast(PRIVILEGED_PROFILE_SINCE))) {
    return { kind: "none", why: "privileged" };
  }
  if (seccomp.kind === "unreadable") return { kind: "unknown", why: "unreadable" };
  if (seccomp.kind === "builtin" && setup.engine !== null && !atLeast(BUILTIN_SINCE)) {
    return { kind: "refused", reason: `"seccomp=builtin" needs Docker Engine 23.0, this is ${setup.engine}` };
  }
  if (setup.seccomp === "unconfined") {
    return seccomp.kind === "profile" ? { kind: "unknown", why: "platform" } : { kind: "none", why: "platform" };
  }
  if (setup.seccomp === "other" || setup.profile === null || setup.engine === null) {
    return seccomp.kind === "profile" ? { kind: "unknown", why: "platform" } : { kind: "recorded" };
  }
  const own = seccomp.kind === "profile";
  const profile = own ? seccomp.profile : engineProfile(setup, seccomp.kind === "builtin");
  if (profile === null) return { kind: "unknown", why: "platform" };
  const context = contextOf(setup, security);
  return { kind: "profile", profile, context: own ? context : ownContext(setup, context), own };
}

function engineAtLeast(setup: EngineSetup, version: typeof BUILTIN_SINCE): boolean {
  const engine = parseEngineVersion(setup.engine ?? "");
  return engine !== null && compareEngineVersions(engine, version) >= 0;
}

/** The engine's own default: the daemon's where it was read, else that of its release. */
export function engineProfile(setup: EngineSetup, builtin = false): SeccompProfile | null {
  if (setup.daemonProfile !== null && !builtin) return readProfile(setup.daemonProfile).profile;
  const profile = setup.profile === null ? null : defaultProfile(setup.profile);
  return profile !== null && setup.backport ? profileWithClone3Rule(profile) : profile;
}

/** The circumstances in which `engineProfile` is applied. */
export function ownContext({ daemonProfile }: EngineSetup, context: EvaluationContext): EvaluationContext {
  return { ...context, builtIn: daemonProfile === null };
}

/** The circumstances of a container on an engine. */
export function contextOf(
  setup: EngineSetup,
  security: Pick<ContainerSecurity, "privileged" | "capAdd" | "capDrop">,
): EvaluationContext {
  return {
    engine: setup.engine ?? "",
    backport: setup.backport,
    runc: setup.runc,
    libseccomp: setup.libseccomp,
    architecture: setup.architecture,
    kernel: setup.kernel ?? ASSUMED_KERNEL,
    capabilities: security.privileged ? allCapabilities() : containerCapabilities(security.capAdd, security.capDrop),
  };
}
