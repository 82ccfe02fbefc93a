import type { Architecture } from "./architecture.js";

/** What a container meets by default for `clone3`, where a platform is known by reports and not by its profile. */
export type RecordedClone3 = "ENOSYS" | "EPERM" | "ALLOW" | "unknown" | "n/a";

/** Which seccomp profile the engine gives a container that asks for none. */
export type EngineSeccomp =
  /** The default profile of `profile`. */
  | "default"
  /** None: the platform runs containers without seccomp. */
  | "unconfined"
  /** A profile of the platform's own that we do not have; `recorded` tells what is known of it. */
  | "other";

/** What of a setup was not given and therefore assumed; `release`: what a release that is not known is like. */
export type Assumption = "architecture" | "runc" | "libseccomp" | "backport" | "release";

/** One concrete engine with everything that decides a container's syscalls. */
export interface EngineSetup {
  /** The version as Docker writes it, such as `20.10.9`; null for a platform without a Docker Engine. */
  engine: string | null;
  /** The first release with the default profile of this engine; null where `engine` is. */
  profile: string | null;
  /** The distribution added the answer for `clone3` to that profile. */
  backport: boolean;
  runc: string;
  libseccomp: string;
  architecture: Architecture;
  /** The host's kernel, where it is known. */
  kernel: string | null;
  seccomp: EngineSeccomp;
  /** What is known of `clone3` where `seccomp` is "other". */
  recorded: RecordedClone3;
  /** The JSON text of the daemon's own default profile (`--seccomp-profile`), where it was read; stands before `profile`. */
  daemonProfile: string | null;
  /** For people, such as `Docker Engine 20.10.9 (runc 1.0.1, libseccomp 2.5)`. */
  label: string;
  assumed: readonly Assumption[];
}

/** The label of a setup. */
export function setupLabel(
  setup: Pick<EngineSetup, "engine" | "runc" | "libseccomp" | "architecture" | "backport">,
): string {
  if (setup.engine === null) return "an engine of unknown version";
  const parts = [
    ...(setup.backport ? ["with its distribution's clone3 patch"] : []),
    `runc ${setup.runc}`,
    `libseccomp ${setup.libseccomp}`,
    ...(setup.architecture === "amd64" ? [] : [setup.architecture]),
  ];
  return `Docker Engine ${setup.engine} (${parts.join(", ")})`;
}
