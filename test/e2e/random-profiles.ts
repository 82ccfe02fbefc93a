import type { ArgumentRule, SeccompProfile, SyscallRule } from "../../src/seccomp/profile.js";
import { noConditions, syscallRule } from "../../src/seccomp/profile.js";

/** Syscalls that neither a runtime nor the probe program needs. */
const HARMLESS = [
  ...["mincore", "getcpu", "sysinfo", "times", "sched_getparam", "personality", "socket", "semget", "shmget"],
  ...["readahead", "swapon", "acct", "quotactl", "kcmp", "io_setup", "mq_open", "inotify_init1", "timerfd_create"],
  ...["clone3", "setns", "unshare", "syslog", "statx", "memfd_create", "no_such_call", "semop", "accept", "sendmmsg"],
];
const ACTIONS = [
  "ALLOW",
  "TRACE",
  "TRAP",
  "KILL",
  "ALLOW",
  "TRACE",
  "TRAP",
  "KILL",
  "LOG",
  "KILL_PROCESS",
  "ERRNO",
].map((action) => `SCMP_ACT_${action}`);
const ERRNOS = [null, null, 0, 1, 13, 38, 4094];
const OPERATORS = ["NE", "LT", "LE", "EQ", "GE", "GT", "MASKED_EQ"].map((op) => `SCMP_CMP_${op}`);
const VALUES = [0n, 1n, 2n, 8n, 40n, 0xffffffffn, 0x1_0000_0000n, 0x1_0000_0028n, 0xffffffff_ffffffffn];
const CAPABILITIES = ["CAP_SYS_ADMIN", "CAP_CHOWN"];

/** A default profile with random rules for harmless syscalls instead of its own. */
export function randomProfile(base: SeccompProfile, random: () => number): SeccompProfile {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const maybe = (chance: number): boolean => random() < chance;
  const argument = (index: number): ArgumentRule => ({
    index,
    value: pick(VALUES),
    valueTwo: maybe(0.5) ? 0n : pick(VALUES),
    op: pick(OPERATORS),
  });
  // libseccomp merges overlapping conditional rules of one syscall in a tree, with faults of its own, so each syscall has
  // at most one of them, beside any number of rules without conditions.
  const conditional = new Set<string>();
  const actions = ACTIONS.slice(0, pick([4, 8, 9, ACTIONS.length]));
  const rule = (): SyscallRule => {
    const name = pick(HARMLESS);
    const free = !conditional.has(name) && maybe(0.7);
    if (free) conditional.add(name);
    const args = !free ? [] : maybe(0.7) ? [argument(pick([0, 1]))] : [argument(0), argument(1)];
    return syscallRule([name], pick(actions), {
      errnoRet: pick(ERRNOS),
      args,
      includes: { ...noConditions(), ...(maybe(0.2) ? { caps: [pick(CAPABILITIES)] } : {}) },
      excludes: { ...noConditions(), ...(maybe(0.2) ? { caps: [pick(CAPABILITIES)] } : {}) },
    });
  };
  const kept = base.syscalls.map((one) => ({ ...one, names: one.names.filter((name) => !HARMLESS.includes(name)) }));
  const architectures = maybe(0.7)
    ? null
    : maybe(0.5)
      ? []
      : ["SCMP_ARCH_X86_64", pick(["SCMP_ARCH_X86", "SCMP_ARCH_X32"])];
  return {
    ...base,
    defaultErrnoRet: maybe(0.3) ? pick([1, 13, 38]) : base.defaultErrnoRet,
    ...(architectures === null ? {} : { archMap: [], architectures }),
    syscalls: [...kept.filter(({ names }) => names.length > 0), ...Array.from({ length: 25 }, rule)],
  };
}
