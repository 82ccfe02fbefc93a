import type { Architecture } from "../engine/architecture.js";
import type { EngineSetup } from "../engine/engine-setup.js";
import { appliedProfile, type AppliedProfile } from "./applied-profile.js";
import { compileFilter } from "./compile-filter.js";
import type { CompileResult } from "./compiled-filter.js";
import type { ContainerSecurity } from "./container-security.js";
import type { EvaluationContext } from "./evaluation-context.js";
import { evaluateCompiled, type SyscallAnswer } from "./evaluate.js";
import type { SeccompProfile } from "./profile.js";
import { SYSCALL_ABI } from "./syscall-abi.js";
import type { ThreadCalls } from "./thread-needs.js";

/** Why threads work or fail on one engine. */
export type OutcomeCode =
  /** The C library calls clone, which is allowed. */
  | "clone-allowed"
  /** clone3 gets ENOSYS, so the C library falls back to clone. */
  | "clone3-enosys"
  /** clone3 is allowed. */
  | "clone3-allowed"
  /** clone3 gets an error that is not ENOSYS: EPERM as a rule. */
  | "clone3-refused"
  /** A profile kills the process for clone3 or clone. */
  | "killed"
  /** A custom profile refuses clone itself. */
  | "clone-refused"
  | "privileged"
  | "unconfined"
  /** The platform runs containers without seccomp. */
  | "no-seccomp"
  | "does-not-start"
  | "recorded"
  | "profile-unreadable"
  | "platform-unknown";

/** What happens to threads on one engine. */
export interface ThreadOutcome {
  setup: EngineSetup;
  result: "works" | "fails" | "does-not-start" | "unknown";
  code: OutcomeCode;
  /** The error number, or why the container does not start; null for neither. */
  detail: string | null;
}

const ENOSYS = 38;
const EPERM = 1;
/** What glibc and musl pass to clone for a thread: VM, FS, FILES, SIGHAND, THREAD, SYSVSEM, SETTLS and two CHILD_TIDs. */
const THREAD_FLAGS = 0x3d0f00n;
const NEEDED = new Set(["clone", "clone3"]);
/** Their numbers, as in the table of all syscalls, which need not be read for them. */
export const THREAD_SYSCALLS: Record<Architecture, { clone: number; clone3: number }> = {
  amd64: { clone: 56, clone3: 435 },
  arm64: { clone: 220, clone3: 435 },
  arm: { clone: 120, clone3: 435 },
  "386": { clone: 120, clone3: 435 },
};

/** What happens when a container's program makes a thread on one engine. */
export function threadOutcome(
  calls: Exclude<ThreadCalls, "unknown">,
  setup: EngineSetup,
  security: ContainerSecurity,
): ThreadOutcome {
  const applied = appliedProfile(setup, security);
  const outcome = (
    result: ThreadOutcome["result"],
    code: OutcomeCode,
    detail: string | null = null,
  ): ThreadOutcome => ({
    setup,
    result,
    code,
    detail,
  });
  switch (applied.kind) {
    case "none":
      return outcome("works", applied.why === "platform" ? "no-seccomp" : applied.why);
    case "refused":
      return outcome("does-not-start", "does-not-start", applied.reason);
    case "unknown":
      return outcome("unknown", applied.why === "unreadable" ? "profile-unreadable" : "platform-unknown");
    case "recorded":
      return recordedOutcome(calls, setup);
    default:
      return evaluatedOutcome(calls, setup, applied);
  }
}

function recordedOutcome(calls: ThreadCalls, setup: EngineSetup): ThreadOutcome {
  if (calls !== "clone3") return { setup, result: "works", code: "clone-allowed", detail: null };
  const results = {
    ENOSYS: "works",
    ALLOW: "works",
    EPERM: "fails",
    unknown: "unknown",
    "n/a": "does-not-start",
  } as const;
  return { setup, result: results[setup.recorded], code: "recorded", detail: setup.recorded };
}

function evaluatedOutcome(
  calls: ThreadCalls,
  setup: EngineSetup,
  applied: Extract<AppliedProfile, { kind: "profile" }>,
): ThreadOutcome {
  const compiled = compiledFor(applied.profile, applied.context);
  if (compiled.kind === "does-not-start") {
    return { setup, result: "does-not-start", code: "does-not-start", detail: compiled.reason };
  }
  const clone = answerTo("clone", setup, compiled, [THREAD_FLAGS]);
  if (calls !== "clone3") return { setup, ...cloneOutcome(clone, "clone-allowed") };
  const clone3 = answerTo("clone3", setup, compiled, []);
  switch (clone3.kind) {
    case "allow":
    case "log":
      return { setup, result: "works", code: "clone3-allowed", detail: null };
    case "trace":
      return { setup, ...cloneOutcome(clone, "clone3-enosys") };
    case "errno":
      if (clone3.errno === ENOSYS) return { setup, ...cloneOutcome(clone, "clone3-enosys") };
      return { setup, result: "fails", code: "clone3-refused", detail: errnoName(clone3.errno) };
    default:
      return { setup, result: "fails", code: "killed", detail: "clone3" };
  }
}

function cloneOutcome(clone: SyscallAnswer, code: OutcomeCode): Omit<ThreadOutcome, "setup"> {
  if (clone.kind === "allow" || clone.kind === "log") return { result: "works", code, detail: null };
  if (clone.kind === "errno") return { result: "fails", code: "clone-refused", detail: errnoName(clone.errno) };
  if (clone.kind === "trace") return { result: "fails", code: "clone-refused", detail: "ENOSYS" };
  return { result: "fails", code: "killed", detail: "clone" };
}

function answerTo(
  name: "clone" | "clone3",
  { architecture }: EngineSetup,
  compiled: CompileResult,
  args: readonly bigint[],
): SyscallAnswer {
  const syscall = { abi: SYSCALL_ABI[architecture], number: THREAD_SYSCALLS[architecture][name], args };
  const evaluation = evaluateCompiled(compiled, syscall);
  return evaluation.starts ? evaluation.answer : { kind: "kill", by: "default" };
}

function errnoName(errno: number): string {
  if (errno === EPERM) return "EPERM";
  return errno === ENOSYS ? "ENOSYS" : `error ${errno}`;
}

// A range has up to two hundred engines, most of which differ in nothing that matters here.
const compiledFilters = new WeakMap<SeccompProfile, Map<string, CompileResult>>();

function compiledFor(profile: SeccompProfile, context: EvaluationContext): CompileResult {
  const known = compiledFilters.get(profile) ?? new Map<string, CompileResult>();
  compiledFilters.set(profile, known);
  const key = [
    context.engine,
    context.backport === true,
    context.builtIn === true,
    context.runc,
    context.libseccomp,
    context.architecture,
    context.kernel,
    ...[...context.capabilities].sort(),
  ].join(" ");
  const compiled = known.get(key) ?? compileFilter(profile, context, { only: NEEDED });
  known.set(key, compiled);
  return compiled;
}
