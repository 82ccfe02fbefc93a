import type { SeccompProfile } from "./profile.js";

/** The profile that a container asks for. */
export type RequestedSeccomp =
  /** None: it gets the engine's default. */
  | { kind: "default" }
  | { kind: "unconfined" }
  /** `seccomp=builtin`, since Engine 23.0: the default that is built in, whatever the daemon's configuration says. */
  | { kind: "builtin" }
  | { kind: "profile"; profile: SeccompProfile }
  /** A profile that cannot be read, so that nothing can be said about it. */
  | { kind: "unreadable" };

/** What of a container's configuration decides its syscalls. */
export interface ContainerSecurity {
  privileged: boolean;
  /** Names with or without `CAP_`, in any case. */
  capAdd: readonly string[];
  capDrop: readonly string[];
  seccomp: RequestedSeccomp;
}

/** A container that asks for nothing special. */
export function ordinaryContainer(): ContainerSecurity {
  return { privileged: false, capAdd: [], capDrop: [], seccomp: { kind: "default" } };
}
