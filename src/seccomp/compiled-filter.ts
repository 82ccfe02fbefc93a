import type { NamedNumbers } from "./named-numbers.js";
import type { ArgumentRule } from "./profile.js";
import type { SyscallAbi } from "./syscall-numbers.js";

/** What the kernel does with a syscall. */
export type FilterAction =
  | { kind: "allow" }
  | { kind: "errno"; errno: number }
  /** A tracer decides; without one the syscall gets ENOSYS. */
  | { kind: "trace" }
  /** The process gets SIGSYS. */
  | { kind: "trap" }
  | { kind: "kill" }
  | { kind: "log" }
  | { kind: "notify" };

export interface FilterRule {
  action: FilterAction;
  /** All of them must hold; none for a rule that always matches. */
  args: readonly ArgumentRule[];
}

/** The rules of one architecture, as the filter in the kernel has them. */
export interface AbiFilter {
  rules: ReadonlyMap<number, readonly FilterRule[]>;
  /**
   * How 64-bit arguments are ordered: `halves` is the fault of libseccomp before 2.4.0 (CVE-2019-9893), which compares
   * the two halves each for itself.
   */
  ordering: "full" | "halves";
  /** runc's stub: syscalls above all these numbers get ENOSYS; null for no stub. */
  stubAbove: NamedNumbers | null;
}

/** A filter as the kernel runs it. */
export interface CompiledFilter {
  defaultAction: FilterAction;
  abis: ReadonlyMap<SyscallAbi, AbiFilter>;
}

export type CompileResult =
  | { kind: "filter"; filter: CompiledFilter }
  /** No filter is installed: the kernel alone decides. */
  | { kind: "no-filter" }
  /** The engine or the runtime gives up: the container does not start. */
  | { kind: "does-not-start"; reason: string };

export function sameAction(a: FilterAction, b: FilterAction): boolean {
  return a.kind === b.kind && (a.kind !== "errno" || b.kind !== "errno" || a.errno === b.errno);
}
