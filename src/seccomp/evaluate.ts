import { compileFilter } from "./compile-filter.js";
import type { CompiledFilter, CompileResult, FilterAction } from "./compiled-filter.js";
import { ASSUMED_KERNEL, type EvaluationContext } from "./evaluation-context.js";
import { kernelAtLeast } from "./kernel-version.js";
import type { ArgumentRule, SeccompProfile } from "./profile.js";
import { isWide } from "./syscall-abi.js";
import { resolveName, type SyscallAbi, tableNumber } from "./syscall-numbers.js";

/** One syscall as the kernel sees it. */
export interface Syscall {
  abi: SyscallAbi;
  /** The number; that of x32 without its bit 30. */
  number: number;
  /** The first arguments; missing ones are 0. */
  args?: readonly bigint[];
}

/** Who decided. */
export type DecidedBy = "rule" | "default" | "enosys-stub" | "architecture" | "kernel" | "no-filter";

export type SyscallAnswer = FilterAction & { by: DecidedBy };

export type Evaluation = { starts: true; answer: SyscallAnswer } | { starts: false; reason: string };

const ENOSYS = 38;
const MASK_32 = 0xffffffffn;
const MASK_64 = 0xffffffffffffffffn;
/** A number that no libseccomp table reaches: the newest names, whatever library the host has. */
const NEWEST_LEVEL = Infinity;

/**
 * What a container's process gets for a syscall.
 *
 * @param profile the profile that the engine applies; null for none (`unconfined`, `privileged`)
 */
export function evaluate(profile: SeccompProfile | null, context: EvaluationContext, syscall: Syscall): Evaluation {
  const compiled: CompileResult = profile === null ? { kind: "no-filter" } : compileFilter(profile, context);
  return evaluateCompiled(compiled, syscall, context.kernel);
}

/**
 * The same for a filter that is compiled already, to ask for many syscalls.
 *
 * @param kernel the host's kernel, such as `6.1`
 */
export function evaluateCompiled(compiled: CompileResult, syscall: Syscall, kernel = ASSUMED_KERNEL): Evaluation {
  switch (compiled.kind) {
    case "does-not-start":
      return { starts: false, reason: compiled.reason };
    case "no-filter":
      return { starts: true, answer: { kind: "allow", by: "no-filter" } };
    default:
      return isUnfiltered(syscall, kernel)
        ? { starts: true, answer: { kind: "allow", by: "kernel" } }
        : { starts: true, answer: answerOf(compiled.filter, syscall) };
  }
}

/** The number of a syscall by its name, as the newest known kernel headers have it; null where there is none. */
export function syscallNumber(name: string, abi: SyscallAbi): number | null {
  const number = tableNumber(name, abi, NEWEST_LEVEL) ?? resolveName(name, abi, NEWEST_LEVEL);
  return typeof number === "number" ? number : null;
}

/** The calls that the kernel makes itself for uprobes and lets through any filter, with its version since when. */
const UNFILTERED: Record<number, string> = { 335: "6.14", 336: "6.18" };

function isUnfiltered({ abi, number }: Syscall, kernel: string): boolean {
  const since = abi === "x86_64" ? UNFILTERED[number] : undefined;
  return since !== undefined && kernelAtLeast(kernel, since);
}

function answerOf(filter: CompiledFilter, syscall: Syscall): SyscallAnswer {
  const abi = filter.abis.get(syscall.abi);
  // libseccomp kills what comes in over an architecture that is not in the filter.
  if (abi === undefined) return { kind: "kill", by: "architecture" };
  if (abi.stubAbove?.areAllBelow(syscall.number) === true) {
    return { kind: "errno", errno: ENOSYS, by: "enosys-stub" };
  }
  const wide = isWide(syscall.abi);
  const holds = (rule: ArgumentRule): boolean => {
    const actual = syscall.args?.[rule.index] ?? 0n;
    return wide && abi.ordering === "halves"
      ? holdsByHalves(rule, actual)
      : holdsFor(rule, actual, wide ? MASK_64 : MASK_32);
  };
  const rule = abi.rules.get(syscall.number)?.find(({ args }) => args.every(holds));
  return rule === undefined ? { ...filter.defaultAction, by: "default" } : { ...rule.action, by: "rule" };
}

function holdsFor({ value, valueTwo, op }: ArgumentRule, argument: bigint, mask: bigint): boolean {
  const actual = argument & mask;
  const wanted = value & mask;
  switch (op) {
    case "SCMP_CMP_NE":
      return actual !== wanted;
    case "SCMP_CMP_LT":
      return actual < wanted;
    case "SCMP_CMP_LE":
      return actual <= wanted;
    case "SCMP_CMP_EQ":
      return actual === wanted;
    case "SCMP_CMP_GE":
      return actual >= wanted;
    case "SCMP_CMP_GT":
      return actual > wanted;
    default:
      // libseccomp cuts the value that is compared with to the mask.
      return (actual & wanted) === (valueTwo & wanted);
  }
}

const HALF = 32n;

function holdsByHalves(rule: ArgumentRule, argument: bigint): boolean {
  const [high, low] = [(argument & MASK_64) >> HALF, argument & MASK_32];
  const [wantedHigh, wantedLow] = [(rule.value & MASK_64) >> HALF, rule.value & MASK_32];
  switch (rule.op) {
    case "SCMP_CMP_LT":
      return high < wantedHigh || low < wantedLow;
    case "SCMP_CMP_LE":
      return high < wantedHigh || low <= wantedLow;
    case "SCMP_CMP_GE":
      return high >= wantedHigh && low >= wantedLow;
    case "SCMP_CMP_GT":
      return high >= wantedHigh && low > wantedLow;
    default:
      return holdsFor(rule, argument, MASK_64);
  }
}
