import type { Architecture } from "../engine/architecture.js";

/** Everything outside the profile that decides what a container's process gets for a syscall. */
export interface EvaluationContext {
  /** The engine's release, such as `20.10.9`. */
  engine: string;
  /** The engine honours the fields that came with 20.10.10, by a patch of its distribution. */
  backport?: boolean;
  /**
   * The profile is the one in the engine's code, not a file: of 1.11 and 1.12, whose files have no conditions, the code
   * looks at capabilities and architecture all the same.
   */
  builtIn?: boolean;
  /** The runc version, such as `1.0.0-rc93`. */
  runc: string;
  /** The libseccomp version that runc is linked with, such as `2.5.5`. */
  libseccomp: string;
  architecture: Architecture;
  /** The host's kernel, such as `5.10`; the rules with `minKernel` look at it. */
  kernel: string;
  /** The container's capabilities (its bounding set), such as `CAP_CHOWN`. */
  capabilities: ReadonlySet<string>;
  /** The container's process does not run as root: 17.06 to 18.03 looked at its effective capabilities, which are none. */
  nonRoot?: boolean;
}

/** The kernel that is assumed where none is given: newer than any `minKernel` of a default profile. */
export const ASSUMED_KERNEL = "5.10";
