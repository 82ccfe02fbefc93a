import type { Libc } from "../image/libc.js";
import { leadingNumbers } from "../text/leading-numbers.js";

/** How a C library makes a thread. */
export type ThreadCalls =
  /** clone3, and clone only when clone3 gets ENOSYS: glibc since 2.34. */
  | "clone3"
  /** clone alone: musl, uClibc, glibc before 2.34. */
  | "clone"
  /** No C library: a static program makes its own calls. Go's runtime calls clone. */
  | "none"
  | "unknown";

const CLONE3_MAJOR = 2;
const CLONE3_MINOR = 34;

/** Which syscalls make threads with a C library. Source: glibc's release notes of 2.34 (2021-08-01). */
export function threadCalls(libc: Libc | null): ThreadCalls {
  if (libc === null) return "unknown";
  if (libc.name === "none") return "none";
  if (libc.name !== "glibc") return "clone";
  const floor = libc.version === null && libc.atLeast !== undefined;
  const [major, minor] = leadingNumbers(libc.version ?? libc.atLeast ?? "");
  if (major === undefined || minor === undefined) return "unknown";
  if (major > CLONE3_MAJOR || (major === CLONE3_MAJOR && minor >= CLONE3_MINOR)) return "clone3";
  // What is not older than an old release may still be a new one.
  return floor ? "unknown" : "clone";
}
