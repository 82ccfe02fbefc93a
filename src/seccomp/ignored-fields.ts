import { compareEngineVersions, parseEngineVersion } from "../engine/engine-version.js";
import type { EngineSetup } from "../engine/engine-setup.js";
import type { RuleConditions, SeccompProfile } from "./profile.js";

/** A field of a profile that some engines do not know and so drop without a word. */
export interface IgnoredField {
  field: "names" | "archMap" | "includes" | "excludes" | "minKernel" | "errnoRet" | "defaultErrnoRet" | "flags";
  /** The first release that obeys it. */
  since: string;
}

const ERRNO = "SCMP_ACT_ERRNO";
/** What an ERRNO answers without an error number. */
const EPERM = 1;

// Read from profiles/seccomp and api/types of moby at its tags; see resolve-rules.ts, which evaluates so.
const fields: readonly (IgnoredField & { isUsed: (profile: SeccompProfile) => boolean })[] = [
  { field: "names", since: "1.13.0", isUsed: ({ syscalls }) => syscalls.some(({ hasNames }) => hasNames) },
  { field: "archMap", since: "1.13.0", isUsed: ({ archMap }) => archMap.length > 0 },
  { field: "includes", since: "1.13.0", isUsed: ({ syscalls }) => syscalls.some(({ includes }) => saysMore(includes)) },
  { field: "excludes", since: "1.13.0", isUsed: ({ syscalls }) => syscalls.some(({ excludes }) => saysMore(excludes)) },
  {
    field: "minKernel",
    since: "19.03.0",
    isUsed: ({ syscalls }) =>
      syscalls.some(({ includes, excludes }) => includes.minKernel !== null || excludes.minKernel !== null),
  },
  {
    field: "errnoRet",
    since: "20.10.10",
    isUsed: ({ syscalls }) =>
      syscalls.some(({ action, errnoRet }) => action === ERRNO && errnoRet !== null && errnoRet !== EPERM),
  },
  {
    field: "defaultErrnoRet",
    since: "23.0.0",
    isUsed: ({ defaultAction, defaultErrnoRet }) =>
      defaultAction === ERRNO && defaultErrnoRet !== null && defaultErrnoRet !== EPERM,
  },
  { field: "flags", since: "23.0.0", isUsed: ({ flags }) => (flags?.length ?? 0) > 0 },
];

/** Whether there are conditions beside `minKernel`, which has a line of its own. */
function saysMore({ caps, arches }: RuleConditions): boolean {
  return caps.length + arches.length > 0;
}

/** The fields that a profile uses and an engine drops. Where nothing would be lost, a field does not count as used. */
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
