import path from "node:path";
import type { FileSystem } from "../compose/file-system.js";
import type { Target } from "../engine/target.js";
import type { Libc } from "../image/libc.js";
import type { ContainerSecurity } from "../seccomp/container-security.js";
import { generateProfile, type GeneratedProfile, type GenerateProblem } from "../seccomp/generate-profile.js";
import { isOurProfile } from "../seccomp/our-profile.js";
import { widenedSyscalls } from "../seccomp/widened-syscalls.js";
import { threadsWork } from "./judge-threads.js";
import { profileOfText } from "./profile-of-text.js";
import { RememberedOf } from "./remembered.js";

export interface ProfileRequest {
  target: Target;
  libc: Libc | null;
  security: ContainerSecurity;
  /** The folder of the Compose file, from which Compose resolves the profile's path. */
  folder: string;
  /** As it is to stand behind `seccomp=`. */
  profilePath: string;
  fileSystem: FileSystem;
}

/** A file to be written, whose text is made when it is asked for: most runs only report. */
export interface PlannedFile {
  path: string;
  text: () => string;
}

export type ProfilePlan =
  | {
      ok: true;
      /** The entry for `security_opt`. */
      entry: string;
      /** The profile's absolute path. */
      file: string;
      /** The profile that must be written first; null where the file is there and right. */
      write: PlannedFile | null;
    }
  /** A sentence that says why no profile can be offered; `isPossible` where one would help in another place. */
  | { ok: false; why: string; isPossible: boolean };

const generatedProfiles = new RememberedOf<Target, GeneratedProfile | GenerateProblem>();

/** Decides which profile makes threads work for a container, and whether it may be written where it should be. */
export function planProfile(request: ProfileRequest): ProfilePlan {
  const { folder, profilePath, fileSystem } = request;
  const entry = `seccomp=${profilePath}`;
  const file = path.resolve(folder, profilePath);
  const existing = fileSystem.read(file);
  if (existing.ok && worksWith(existing.text, request) && keepsSandbox(existing.text, request.target)) {
    return { ok: true, entry, file, write: null };
  }
  if (existing.ok && !isOurProfile(existing.text)) {
    return {
      ok: false,
      why: `No fix is offered: ${profilePath} exists, was not written by compose-lint, and does not help here or permits more than the default profile. Name another file in the setting \`profilePath\`.`,
      isPossible: true,
    };
  }
  if (!existing.ok && existing.problem !== "not-found") {
    return { ok: false, why: `No fix is offered: ${profilePath} exists and cannot be read.`, isPossible: true };
  }
  const text = (): string => textOf(generatedFor(request.target));
  if (surelyHasProfile(request)) return { ok: true, entry, file, write: { path: file, text } };
  const generated = generatedFor(request.target);
  if (!generated.ok) return { ok: false, why: `No fix is offered: ${generated.problem.message}`, isPossible: false };
  if (!worksWith(generated.text, request)) {
    return { ok: false, why: "No fix is offered: no seccomp profile makes its threads work on these engines.", isPossible: false };
  }
  return { ok: true, entry, file, write: { path: file, text } };
}

/**
 * Whether a profile for the target exists without trying: for a single upstream engine there always is one (the tests of
 * the generator ask every release).
 */
function surelyHasProfile({ target, security }: ProfileRequest): boolean {
  const [engine, ...others] = target.members;
  return others.length === 0 && engine.engine !== null && engine.seccomp === "default" && !security.privileged;
}

function generatedFor(target: Target): GeneratedProfile | GenerateProblem {
  return generatedProfiles.get(target, "", () => generateProfile(target));
}

function textOf(generated: GeneratedProfile | GenerateProblem): string {
  if (generated.ok) return generated.text;
  throw new Error(`A seccomp profile was planned that cannot be made: ${generated.problem.message}`);
}

/** Whether a profile permits nothing that the engines' own defaults refuse; ours never do. */
function keepsSandbox(text: string, target: Target): boolean {
  if (isOurProfile(text)) return true;
  const { profile } = profileOfText(text);
  return profile !== null && widenedSyscalls(profile, target.members).length === 0;
}

function worksWith(text: string, { libc, target, security }: ProfileRequest): boolean {
  const { profile } = profileOfText(text);
  if (profile === null) return false;
  return threadsWork(libc, target, { ...security, seccomp: { kind: "profile", profile } });
}
