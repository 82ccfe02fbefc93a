import type { Architecture } from "../engine/architecture.js";
import { libcCallers } from "./libc-callers.js";

/** Who makes a call. All that is given must hold. */
export interface SyscallUser {
  /** What calls it, as the subject of a sentence. */
  readonly who: string;
  /** The first release of a C library that makes the call. */
  readonly glibc?: string;
  readonly musl?: string;
  /** Repositories of images, and what their tags look like. */
  readonly images?: readonly string[];
  readonly tag?: RegExp;
  /** The least version in front of the tag. */
  readonly tagSince?: string;
  /** Programs by their names on a command line. */
  readonly executables?: readonly string[];
  /** What stands on the command line, and what must not. */
  readonly words?: (line: string) => boolean;
  readonly unless?: RegExp;
  /** The major version of PostgreSQL, which images have in their tags, from which it makes the call. */
  readonly postgresSince?: number;
  /** Programs of 32-bit x86. */
  readonly is386?: boolean;
  /** What helps beside engine, capability and profile, as an item of "To mend it: ...". */
  readonly remedy?: string;
}

/** A syscall that some default profiles answer with an error which its callers do not expect. */
export interface BlockedSyscall {
  readonly id: string;
  readonly syscall: string;
  readonly args?: readonly number[];
  /** Calls of 32-bit programs, also on a 64-bit host. */
  readonly abi?: "x86";
  /** Whether ENOSYS does the harm too; as a rule callers expect it and go on. */
  readonly harmedByEnosys?: boolean;
  /** The architectures on which the call is made; all where it is missing. */
  readonly architectures?: readonly Architecture[];
  readonly users: readonly SyscallUser[];
  /**
   * `fails`: the program does not do its work; `in use`: only what needs the call fails; `degrades`: it goes on in
   * another way and says so; `none`: it goes on, which is why nothing is reported.
   */
  readonly harm: "fails" | "in use" | "degrades" | "none";
  /** What one sees, as a sentence. */
  readonly effect: string;
  /** A capability with which default profiles permit the call. */
  readonly capability?: string;
  /** Where it is from; `measured` where a test of test/e2e shows it under a real engine. */
  readonly source: string;
}

const rootlessImages = ["docker", "moby/buildkit"];
const NO_SANDBOX = "`--no-sandbox`, which gives up Chromium's own sandbox and keeps Docker's";
/** `[ -x FILE ]` or `test -w FILE` on a command line. */
const testsPermission = (line: string): boolean => (line.includes("[") || line.includes("test")) && /(?:\[\[?|\btest)\s+(?:!\s+)?-[rwx]\s/.test(line);
const chrome = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** The C libraries that make a call, since the releases of src/data/libc-callers.ts, whose files of the call are the source. */
function libraries(syscall: string, before = "The C library ", behind = ""): SyscallUser[] {
  return libcCallers
    .filter((caller) => caller.syscall === syscall)
    .map(({ library, since }) => ({ who: `${before}${library} since ${since}${behind}`, [library]: since }));
}

function permissionTests(): SyscallUser[] {
  return libraries("faccessat2", "A test of permission, with ", ",").map((user) => ({ ...user, words: testsPermission }));
}

/** Known breakages, `clone3` aside, which src/seccomp/thread-creation.ts judges. Read on 2026-11-27. */
export const blockedSyscalls: readonly BlockedSyscall[] = [
  {
    id: "time64",
    syscall: "clock_gettime64",
    architectures: ["arm", "386"],
    users: libraries("clock_gettime64", "The C library ", ", on 32-bit systems,"),
    harm: "fails",
    effect: "The clock cannot be read: programs see dates of 1970 or end, certificates and package signatures are refused.",
    source: "glibc, sysdeps/unix/sysv/linux/clock_gettime.c; musl, src/time/clock_gettime.c, https://musl.libc.org/time64.html; https://wiki.alpinelinux.org/wiki/Release_Notes_for_Alpine_3.13.0#time64_requirements",
  },
  {
    id: "faccessat2-test",
    syscall: "faccessat2",
    users: permissionTests(),
    harm: "fails",
    effect: "The shell says no, whatever the permissions are.",
    source: "measured; https://wiki.alpinelinux.org/wiki/Release_Notes_for_Alpine_3.14.0#faccessat2",
  },
  {
    id: "faccessat2",
    syscall: "faccessat2",
    users: libraries("faccessat2"),
    harm: "in use",
    effect: "Permissions cannot be tested: `test -x`, `-r` and `-w` of shells say no, and make does not find its shell.",
    source: "measured; https://wiki.alpinelinux.org/wiki/Release_Notes_for_Alpine_3.14.0#faccessat2",
  },
  {
    id: "statx",
    syscall: "statx",
    users: [{ who: "`ls` and `stat` of the GNU core utilities (with glibc since 2.32)", glibc: "2.32" }],
    harm: "in use",
    effect: "`ls` and `stat` say `Operation not permitted` for every file.",
    source: "measured",
  },
  {
    id: "fchmodat2",
    syscall: "fchmodat2",
    users: libraries("fchmodat2"),
    harm: "in use",
    effect: "Changing permissions without following links, as tar and systemd-tmpfiles do, ends with `Operation not permitted`.",
    source: "glibc, sysdeps/unix/sysv/linux/fchmodat.c; musl, src/stat/fchmodat.c: both go on in another way on ENOSYS alone",
  },
  {
    id: "io_uring-postgres",
    syscall: "io_uring_setup",
    users: [{ who: "PostgreSQL with `io_method=io_uring`", postgresSince: 18, words: (line) => line.includes("io_uring") && /\bio_method\s*=\s*['"]?io_uring\b/.test(line), remedy: "`io_method=worker`" }],
    harm: "fails",
    harmedByEnosys: true,
    effect: "It ends at its start: `FATAL: could not setup io_uring queue`.",
    source: "postgres/postgres, src/backend/storage/aio/method_io_uring.c; https://www.postgresql.org/docs/18/runtime-config-resource.html",
  },
  {
    id: "io_uring-required",
    syscall: "io_uring_setup",
    users: [{ who: "TigerBeetle", images: ["ghcr.io/tigerbeetle/tigerbeetle", "tigerbeetle/tigerbeetle"] }],
    harm: "fails",
    harmedByEnosys: true,
    effect: "It ends at its start: `io_uring is not available`.",
    source: "measured with fio; tigerbeetle/tigerbeetle#1995; docker/for-mac#7707; https://docs.tigerbeetle.com/operating/deploying/docker/",
  },
  {
    id: "io_uring-mariadb",
    syscall: "io_uring_setup",
    users: [{ who: "MariaDB since 10.6", images: ["mariadb"], tagSince: "10.6" }],
    harm: "degrades",
    effect: "It warns (`io_uring_queue_init() failed`), and reads and writes its files in another, slower way.",
    source: "ddev/ddev#7525; MariaDB/mariadb-docker#454; https://mariadb.com/docs/server/server-usage/storage-engines/innodb/innodb-system-variables#innodb_use_native_aio",
  },
  {
    id: "socketcall",
    syscall: "socketcall",
    // 1 is SYS_SOCKET.
    args: [1],
    abi: "x86",
    // glibc for i386 is built for kernels since 3.2, which have no calls of their own for sockets.
    harmedByEnosys: true,
    architectures: ["amd64", "386"],
    users: [
      { who: "The C library glibc of 32-bit x86", is386: true, glibc: "2.0" },
      { who: "SteamCMD, a 32-bit program,", images: ["cm2network/steamcmd", "steamcmd/steamcmd", "cm2network/csgo", "cm2network/tf2"] },
    ],
    harm: "fails",
    effect: "It has no network: every socket ends with `Function not implemented`.",
    source: "measured; moby/moby#52494, moby/moby#52506 (SteamCMD), moby/moby#52552; glibc, sysdeps/unix/sysv/linux/i386/kernel-features.h",
  },
  {
    id: "af_alg",
    syscall: "socket",
    // AF_ALG, SOCK_SEQPACKET.
    args: [38, 5],
    users: [{ who: "The kernel's cryptography by sockets (AF_ALG)", executables: ["cryptsetup", "kcapi-enc", "kcapi-dgst", "kcapi-rng", "iwd"] }],
    harm: "in use",
    effect: "Sockets of the family AF_ALG end with an error, and with them what the kernel would encrypt.",
    source: "measured; moby/moby#52494 (CVE-2026-31431)",
  },
  {
    id: "user-namespace",
    syscall: "unshare",
    // CLONE_NEWUSER.
    args: [0x10000000],
    users: [
      { who: "Bubblewrap", executables: ["bwrap"] },
      { who: "The sandbox of Chromium", executables: chrome, unless: /--no-sandbox\b/, remedy: NO_SANDBOX },
      { who: "The sandbox of Chromium", images: ["zenika/alpine-chrome"], unless: /--no-sandbox\b/, remedy: NO_SANDBOX },
      { who: "Rootless mode", images: rootlessImages, tag: /(?:^|-)rootless$/ },
      { who: "RootlessKit", executables: ["rootlesskit"] },
    ],
    harm: "fails",
    effect: "It ends at its start, since it may not make a user namespace (`Operation not permitted`).",
    capability: "SYS_ADMIN",
    source: "measured (unshare); https://docs.docker.com/engine/security/rootless/; https://github.com/Zenika/alpine-chrome",
  },
  {
    id: "set_mempolicy",
    syscall: "set_mempolicy",
    users: [{ who: "`numactl`", executables: ["numactl"], words: (line) => /\s(?:-i|-m|-l|-p|--interleave|--membind|--localalloc|--preferred)\b/.test(line) }],
    harm: "fails",
    effect: "It ends with `set_mempolicy: Operation not permitted`, and the program behind it is not started.",
    capability: "SYS_NICE",
    source: "measured",
  },
  {
    id: "ptrace",
    syscall: "ptrace",
    users: [{ who: "A debugger", executables: ["strace", "ltrace", "gdb", "gdbserver"] }],
    harm: "fails",
    effect: "It cannot trace a program: `Operation not permitted`.",
    capability: "SYS_PTRACE",
    source: "measured; https://docs.docker.com/engine/security/seccomp/",
  },
  {
    id: "perf_event_open",
    syscall: "perf_event_open",
    users: [{ who: "`perf`", executables: ["perf"] }],
    harm: "fails",
    effect: "It cannot open its counters: `Operation not permitted`.",
    capability: "SYS_ADMIN",
    source: "https://docs.docker.com/engine/security/seccomp/",
  },
  {
    id: "close_range",
    syscall: "close_range",
    users: libraries("close_range"),
    harm: "none",
    effect: "closefrom goes through /proc instead, whatever the error is.",
    source: "glibc, io/closefrom.c; measured (Python's subprocess, which closes files so)",
  },
  {
    id: "openat2",
    syscall: "openat2",
    users: [{ who: "A program that calls it by itself" }],
    harm: "none",
    effect: "No release of glibc or musl up to 2.42 and 1.2.5 calls it by itself, and programs such as runc and systemd ask first.",
    source: "glibc (openat2 is a function of its own from 2.43 on), musl",
  },
];
