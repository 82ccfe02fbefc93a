/** The capabilities of a container that asks for none: the same in every Docker Engine since 1.11. */
const DEFAULT_CAPABILITIES = [
  "CAP_CHOWN",
  "CAP_DAC_OVERRIDE",
  "CAP_FSETID",
  "CAP_FOWNER",
  "CAP_MKNOD",
  "CAP_NET_RAW",
  "CAP_SETGID",
  "CAP_SETUID",
  "CAP_SETFCAP",
  "CAP_SETPCAP",
  "CAP_NET_BIND_SERVICE",
  "CAP_SYS_CHROOT",
  "CAP_KILL",
  "CAP_AUDIT_WRITE",
];

/** Those that a default profile looks at; `ALL` stands for them and the default ones. */
const CONDITIONAL_CAPABILITIES = [
  "CAP_BPF",
  "CAP_DAC_READ_SEARCH",
  "CAP_PERFMON",
  "CAP_SYSLOG",
  "CAP_SYS_ADMIN",
  "CAP_SYS_BOOT",
  "CAP_SYS_MODULE",
  "CAP_SYS_NICE",
  "CAP_SYS_PACCT",
  "CAP_SYS_PTRACE",
  "CAP_SYS_RAWIO",
  "CAP_SYS_TIME",
  "CAP_SYS_TTY_CONFIG",
];

/** The further capabilities of Linux, which no default profile looks at. */
const OTHER_CAPABILITIES = [
  "CAP_AUDIT_CONTROL",
  "CAP_AUDIT_READ",
  "CAP_BLOCK_SUSPEND",
  "CAP_CHECKPOINT_RESTORE",
  "CAP_IPC_LOCK",
  "CAP_IPC_OWNER",
  "CAP_LEASE",
  "CAP_LINUX_IMMUTABLE",
  "CAP_MAC_ADMIN",
  "CAP_MAC_OVERRIDE",
  "CAP_NET_ADMIN",
  "CAP_NET_BROADCAST",
  "CAP_SYS_RESOURCE",
  "CAP_WAKE_ALARM",
];

/** All capabilities of Linux. */
export function allCapabilities(): ReadonlySet<string> {
  return new Set([...DEFAULT_CAPABILITIES, ...CONDITIONAL_CAPABILITIES, ...OTHER_CAPABILITIES]);
}

/**
 * The capabilities of a container, as Docker combines `cap_add` and `cap_drop`: names with or without `CAP_`, in any
 * case; `ALL` in one of them is the base for the other.
 */
export function containerCapabilities(add: readonly string[], drop: readonly string[]): ReadonlySet<string> {
  const [added, dropped] = [add.map(capabilityName), drop.map(capabilityName)];
  if (added.includes(ALL)) return without(allCapabilities(), dropped);
  if (dropped.includes(ALL)) return new Set(added);
  return new Set([...without(new Set(DEFAULT_CAPABILITIES), dropped), ...added]);
}

const ALL = "ALL";

function capabilityName(written: string): string {
  const name = written.trim().toUpperCase();
  return name === ALL || name.startsWith("CAP_") ? name : `CAP_${name}`;
}

function without(set: ReadonlySet<string>, removed: readonly string[]): ReadonlySet<string> {
  return new Set([...set].filter((name) => !removed.includes(name)));
}
