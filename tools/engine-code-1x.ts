// What Docker Engine 1.11 and 1.12 really do. Their profile is Go code that looks at the host and the container, and the
// published file is what that code gives on amd64 without added capabilities. Read from profiles/seccomp/
// seccomp_default.go of v1.11.0, v1.11.2 and v1.12.6; 1.13 has the same conditions in its file.
import type { RawConditions, RawProfile, RawRule } from "./raw-profile.js";

const ARCHITECTURES_BY_HOST = [
  { architecture: "SCMP_ARCH_X86_64", subArchitectures: ["SCMP_ARCH_X86", "SCMP_ARCH_X32"] },
  { architecture: "SCMP_ARCH_AARCH64", subArchitectures: ["SCMP_ARCH_ARM"] },
];

/** The names that 1.12 allows under a condition. */
const CONDITIONAL_IN_1_12: { names: string[]; includes: RawConditions }[] = [
  { names: ["breakpoint", "cacheflush", "set_tls"], includes: { arches: ["arm", "arm64"] } },
  { names: ["arch_prctl"], includes: { arches: ["amd64", "x32"] } },
  { names: ["modify_ldt"], includes: { arches: ["amd64", "x32", "x86"] } },
  { names: ["name_to_handle_at", "open_by_handle_at"], includes: { caps: ["CAP_DAC_READ_SEARCH"] } },
  {
    names: ["bpf", "clone", "fanotify_init", "lookup_dcookie", "mount", "perf_event_open", "setdomainname"].concat([
      "sethostname",
      "setns",
      "umount",
      "umount2",
      "unshare",
    ]),
    includes: { caps: ["CAP_SYS_ADMIN"] },
  },
  { names: ["reboot"], includes: { caps: ["CAP_SYS_BOOT"] } },
  { names: ["chroot"], includes: { caps: ["CAP_SYS_CHROOT"] } },
  { names: ["delete_module", "init_module", "finit_module", "query_module"], includes: { caps: ["CAP_SYS_MODULE"] } },
  { names: ["acct"], includes: { caps: ["CAP_SYS_PACCT"] } },
  { names: ["kcmp", "process_vm_readv", "process_vm_writev", "ptrace"], includes: { caps: ["CAP_SYS_PTRACE"] } },
  { names: ["iopl", "ioperm"], includes: { caps: ["CAP_SYS_RAWIO"] } },
  { names: ["settimeofday", "stime", "adjtimex"], includes: { caps: ["CAP_SYS_TIME"] } },
  { names: ["vhangup"], includes: { caps: ["CAP_SYS_TTY_CONFIG"] } },
];

function byHost({ defaultAction, syscalls }: RawProfile): RawProfile {
  return { defaultAction, archMap: ARCHITECTURES_BY_HOST, syscalls };
}

function withConditions(profile: RawProfile): RawProfile {
  const conditional = new Set(CONDITIONAL_IN_1_12.flatMap(({ names }) => names));
  const syscalls: RawRule[] = profile.syscalls.flatMap((rule) => {
    if (rule.name === "clone") return [{ ...rule, excludes: { caps: ["CAP_SYS_ADMIN"] } }];
    return conditional.has(rule.name ?? "") ? [] : [rule];
  });
  for (const { names, includes } of CONDITIONAL_IN_1_12) syscalls.push({ names, action: "SCMP_ACT_ALLOW", includes });
  return { ...profile, syscalls };
}

/** The code of the releases before 1.13 in the form of a 1.13 profile, named after the published profile. */
export function engineCodeOf1x(
  published: readonly { name: string; profile: RawProfile }[],
): { name: string; profile: RawProfile }[] {
  return published.flatMap(({ name, profile }) => {
    if (name.startsWith("1.11.")) return [{ name: `${name}/code`, profile: byHost(profile) }];
    return name.startsWith("1.12.") ? [{ name: `${name}/code`, profile: byHost(withConditions(profile)) }] : [];
  });
}
