import type { EngineSetup } from "../engine/engine-setup.js";
import { contextOf, engineProfile } from "./applied-profile.js";
import { compileFilter } from "./compile-filter.js";
import type { CompileResult } from "./compiled-filter.js";
import { ordinaryContainer } from "./container-security.js";
import { evaluateCompiled, syscallNumber } from "./evaluate.js";
import type { SeccompProfile } from "./profile.js";
import { SYSCALL_ABI } from "./syscall-abi.js";
import { syscallNames, type SyscallAbi } from "./syscall-numbers.js";

const ARGUMENTS = 6;

/**
 * The syscalls that a profile permits and the engine's own default refuses to an ordinary container, for any of the
 * arguments that one of the two profiles tells apart. Empty where the default is not known.
 */
export function widenedSyscalls(profile: SeccompProfile, setup: EngineSetup): string[] {
  const own = engineProfile(setup);
  if (own === null) return [];
  const context = contextOf(setup, ordinaryContainer());
  const [given, usual] = [compileFilter(profile, context), compileFilter(own, context)];
  if (given.kind === "does-not-start" || usual.kind !== "filter") return [];
  const abi = SYSCALL_ABI[setup.architecture];
  return syscallNames().filter((name) => {
    const number = syscallNumber(name, abi);
    if (number === null) return false;
    return argumentsToTry(name, [profile, own]).some(
      (args) => isAllowed(given, abi, number, args) && !isAllowed(usual, abi, number, args),
    );
  });
}

function isAllowed(filter: CompileResult, abi: SyscallAbi, number: number, args: readonly bigint[]): boolean {
  const evaluation = evaluateCompiled(filter, { abi, number, args });
  return evaluation.starts && ["allow", "log"].includes(evaluation.answer.kind);
}

/** No arguments, and for each comparison about the syscall values at and beside its own. */
function argumentsToTry(name: string, profiles: readonly SeccompProfile[]): bigint[][] {
  const tried: bigint[][] = [[]];
  for (const { names, args } of profiles.flatMap(({ syscalls }) => syscalls)) {
    if (args.length === 0 || !names.includes(name)) continue;
    for (const { index, value, valueTwo } of args) {
      if (index >= ARGUMENTS) continue;
      for (const actual of [value, valueTwo, value + 1n, value > 0n ? value - 1n : 0n, 0xffffffffn]) {
        const list = Array.from({ length: ARGUMENTS }, () => 0n);
        list[index] = actual;
        tried.push(list);
      }
    }
  }
  return tried;
}
