import { compareEngineVersions, parseEngineVersion } from "../engine/engine-version.js";
import type { EngineSetup } from "../engine/engine-setup.js";
import type { SeccompProfile } from "./profile.js";

/** A field of a profile that some engines do not know and so drop without a word. */
export interface IgnoredField {
  field: "errnoRet" | "defaultErrnoRet" | "minKernel" | "flags" | "names";
  /** The first release that obeys it. */
  since: string;
}

// Read from profiles/seccomp of moby at its tags; see resolve-rules.ts, which evaluates so.
const fields: readonly (IgnoredField & { isUsed: (profile: SeccompProfile) => boolean })[] = [
  { field: "names", since: "1.13.0", isUsed: ({ syscalls }) => syscalls.some(({ hasNames }) => hasNames) },
  {
    field: "minKernel",
    since: "19.03.0",
    isUsed: ({ syscalls }) =>
      syscalls.some(({ includes, excludes }) => includes.minKernel !== null || excludes.minKernel !== null),
  },
  // Without a value for it a rule answers EPERM, so only another error is lost.
  {
    field: "errnoRet",
    since: "20.10.10",
    isUsed: ({ syscalls }) => syscalls.some(({ errnoRet }) => errnoRet !== null && errnoRet !== 1),
  },
  {
    field: "defaultErrnoRet",
    since: "23.0.0",
    isUsed: ({ defaultErrnoRet }) => defaultErrnoRet !== null && defaultErrnoRet !== 1,
  },
  { field: "flags", since: "23.0.0", isUsed: (profile) => (profile.flags?.length ?? 0) > 0 },
];

/** The fields that a profile uses and an engine drops. */
export function ignoredFields(profile: SeccompProfile, setup: EngineSetup): IgnoredField[] {
  const engine = parseEngineVersion(setup.engine ?? "");
  if (engine === null) return [];
  return fields.flatMap(({ field, since, isUsed }) => {
    const first = parseEngineVersion(since);
    const obeyed = first !== null && compareEngineVersions(engine, first) >= 0;
    const patched = field === "errnoRet" && setup.backport;
    return obeyed || patched || !isUsed(profile) ? [] : [{ field, since }];
  });
}
