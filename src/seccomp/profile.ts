// The model of a seccomp profile in Docker's JSON form: https://docs.docker.com/engine/security/seccomp/, and the
// structures of moby/profiles/seccomp and opencontainers/runtime-spec that it is read into.

/** One comparison of a syscall's argument. Go reads the numbers as 64-bit unsigned integers. */
export interface ArgumentRule {
  index: number;
  value: bigint;
  valueTwo: bigint;
  /** Such as `SCMP_CMP_EQ`; as written, known or not. */
  op: string;
}

/** Conditions under which a rule is taken into the filter (`includes`) or left out of it (`excludes`). */
export interface RuleConditions {
  caps: string[];
  arches: string[];
  /** `KERNEL.MAJOR`, such as `4.8`. */
  minKernel: string | null;
}

export interface SyscallRule {
  /** The names of `names`, or the single one of the older `name`. */
  names: string[];
  /** Whether the rule used the older `name`; both at once is refused by every engine. */
  hasName: boolean;
  hasNames: boolean;
  /** Such as `SCMP_ACT_ALLOW`; as written, known or not. */
  action: string;
  errnoRet: number | null;
  args: ArgumentRule[];
  includes: RuleConditions;
  excludes: RuleConditions;
  comment: string | null;
}

/** An architecture and those that its kernel runs as well. */
export interface ArchitectureEntry {
  architecture: string;
  subArchitectures: string[];
}

export interface SeccompProfile {
  defaultAction: string;
  defaultErrnoRet: number | null;
  /** The older form; an engine refuses a profile with both. */
  architectures: string[];
  archMap: ArchitectureEntry[];
  syscalls: SyscallRule[];
  /** Flags of the seccomp call, such as `SECCOMP_FILTER_FLAG_LOG`; null where the profile has no such key. */
  flags: string[] | null;
}

/** Conditions that every container meets. */
export function noConditions(): RuleConditions {
  return { caps: [], arches: [], minKernel: null };
}

/** A rule without conditions. */
export function syscallRule(names: readonly string[], action: string, more: Partial<SyscallRule> = {}): SyscallRule {
  return {
    names: [...names],
    hasName: false,
    hasNames: true,
    action,
    errnoRet: null,
    args: [],
    includes: noConditions(),
    excludes: noConditions(),
    comment: null,
    ...more,
  };
}
