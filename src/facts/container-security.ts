import path from "node:path";
import type { FileSystem } from "../compose/file-system.js";
import { describeFileProblem } from "../compose/environment.js";
import type { ContainerSecurity } from "../seccomp/container-security.js";
import { profileOfText, wroteText } from "./profile-of-text.js";
import type { ServiceModel } from "./service-model.js";

/** The seccomp profile that a service names. */
export interface NamedProfile {
  /** As written. */
  name: string;
  path: string;
  /** Why it cannot be used; null where it can. */
  problem: string | null;
  /** Whether compose-lint wrote it and nobody has changed it since. */
  ours: boolean;
}

/**
 * Whether a fix may write a profile that is missing: only below the project's folder and under a name that a profile
 * would have. A Compose file of somebody else must not choose what is written elsewhere.
 */
export function mayBeWritten({ name, path: file }: NamedProfile, folder: string): boolean {
  return file.startsWith(path.join(folder, path.sep)) && /^[\w.@+ /-]+\.json$/u.test(name);
}

/** What decides about the syscalls of a service's container. */
export interface ServiceSecurity {
  security: ContainerSecurity;
  /** Null where no profile file is named. */
  profile: NamedProfile | null;
}

/** Reads the security settings of a service and the seccomp profile that they name. */
export function serviceSecurity(service: ServiceModel, fileSystem: FileSystem): ServiceSecurity {
  const { privileged, capAdd, capDrop } = service;
  const named = seccompOption(service.securityOpt);
  const { seccomp, profile } = seccompSetting(named, service.folder, fileSystem);
  return { security: { privileged, capAdd, capDrop, seccomp }, profile };
}

/** What a service gets in a stack of Swarm: the engine's default profile, whatever it asks for. */
export function stackSecurity({ capAdd, capDrop }: ServiceModel): ServiceSecurity {
  return { security: { privileged: false, capAdd, capDrop, seccomp: { kind: "default" } }, profile: null };
}

/** Whether an entry of `security_opt` sets the `seccomp` option, in its current or its old form. */
export function isSeccompOption(entry: string): boolean {
  return /^seccomp[=:]/u.test(entry);
}

/** The value of the `seccomp` option: the last one counts (moby, daemon/daemon_unix.go, parseSecurityOpt). */
function seccompOption(entries: readonly string[]): string | null {
  const last = entries.findLast(isSeccompOption);
  return last === undefined ? null : last.slice("seccomp=".length);
}

function seccompSetting(
  named: string | null,
  folder: string,
  fileSystem: FileSystem,
): { seccomp: ContainerSecurity["seccomp"]; profile: NamedProfile | null } {
  if (named === null) return { seccomp: { kind: "default" }, profile: null };
  if (named === "unconfined") return { seccomp: { kind: "unconfined" }, profile: null };
  if (named === "builtin") return { seccomp: { kind: "builtin" }, profile: null };
  // Docker Compose ends on an empty name.
  if (named === "") return { seccomp: { kind: "unreadable" }, profile: null };
  const file = profileFile(named, folder, fileSystem);
  const unusable = (problem: string): ReturnType<typeof seccompSetting> => ({
    seccomp: { kind: "unreadable" },
    profile: { name: named, path: file, problem, ours: false },
  });
  const content = fileSystem.read(file);
  if (!content.ok) return unusable(describeFileProblem(content.problem));
  const read = profileOfText(content.text);
  if (read.profile === null) return unusable(read.problems[0]?.message ?? "is not a seccomp profile");
  return {
    seccomp: { kind: "profile", profile: read.profile },
    profile: { name: named, path: file, problem: null, ours: wroteText(content.text) },
  };
}

/** As Compose finds it: from the project's folder, or from the user's for `~` (compose-go, Project.RelativePath). */
function profileFile(name: string, folder: string, fileSystem: FileSystem): string {
  const home = name.startsWith("~") ? fileSystem.homeDirectory() : null;
  return home === null ? path.resolve(folder, name) : path.join(home, name.slice(1));
}
