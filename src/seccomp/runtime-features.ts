import { parseRuncVersion, runcAtLeast, type RuncVersion } from "../engine/runc-version.js";

/** What a runc does with a profile, read from libcontainer/seccomp and libcontainer/specconv at its tags. */
export interface RuntimeFeatures {
  /** The actions that it knows; any other keeps the container from starting. */
  actions: ReadonlySet<string>;
  /** Honours `errnoRet` of a rule, else every ERRNO is EPERM. */
  errnoRet: boolean;
  /** Honours `defaultErrnoRet`. */
  defaultErrnoRet: boolean;
  /** Answers ENOSYS for numbered syscalls above the highest one that the profile names. */
  enosysStub: boolean;
  /** The stub covers the host's own architecture also where the profile lists none. */
  stubCoversNative: boolean;
  /** Leaves out a rule whose action is the default one; older ones fail to start the container. */
  skipsRedundantRules: boolean;
  flags: "ignored" | "refused" | "honoured";
}

const FIRST_ACTIONS = ["SCMP_ACT_KILL", "SCMP_ACT_ERRNO", "SCMP_ACT_TRAP", "SCMP_ACT_ALLOW", "SCMP_ACT_TRACE"];

/** @returns null where the version is not one of runc's */
export function runtimeFeatures(runc: string): RuntimeFeatures | null {
  const version = parseRuncVersion(runc);
  if (version === null) return null;
  const since = (major: number, minor: number, patch: number, candidate?: number): boolean =>
    runcAtLeast(version, major, minor, patch, candidate);
  return {
    actions: new Set([
      ...FIRST_ACTIONS,
      ...(since(1, 0, 0, 9) ? ["SCMP_ACT_LOG"] : []),
      ...(since(1, 1, 0, 1) ? ["SCMP_ACT_NOTIFY"] : []),
      ...(since(1, 1, 3) ? ["SCMP_ACT_KILL_THREAD", "SCMP_ACT_KILL_PROCESS"] : []),
    ]),
    errnoRet: since(1, 0, 0, 91),
    defaultErrnoRet: since(1, 0, 0, 95),
    enosysStub: since(1, 0, 0, 93),
    stubCoversNative: since(1, 1, 15),
    skipsRedundantRules: since(1, 0, 2),
    flags: flagSupport(version),
  };
}

function flagSupport(version: RuncVersion): RuntimeFeatures["flags"] {
  if (runcAtLeast(version, 1, 2, 0, 1)) return "honoured";
  return runcAtLeast(version, 1, 0, 0, 93) ? "refused" : "ignored";
}
