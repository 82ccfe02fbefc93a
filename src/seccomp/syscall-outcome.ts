import type { EngineSetup } from "../engine/engine-setup.js";
import { appliedProfile } from "./applied-profile.js";
import { compileFilter } from "./compile-filter.js";
import type { CompileResult } from "./compiled-filter.js";
import type { ContainerSecurity } from "./container-security.js";
import { evaluateCompiled, syscallNumber } from "./evaluate.js";
import { SYSCALL_ABI } from "./syscall-abi.js";
import type { SyscallAbi } from "./syscall-numbers.js";

/** A syscall by its name, as a container makes it. */
export interface NamedCall {
  syscall: string;
  args?: readonly number[];
  /** That of the host's architecture where it is missing. */
  abi?: SyscallAbi;
}

export type SyscallOutcome =
  | { kind: "passes" }
  /** As if the kernel did not have it, which callers expect. */
  | { kind: "missing"; ownProfile: boolean }
  | { kind: "refused"; errno: number; ownProfile: boolean }
  | { kind: "killed"; ownProfile: boolean }
  /** Nothing is known of the filter, or the container does not start. */
  | { kind: "unknown" };

const ENOSYS = 38;

/** What a container gets for a syscall on one engine. A name that the instruction set does not have is `passes`. */
export function syscallOutcome(call: NamedCall, setup: EngineSetup, security: ContainerSecurity): SyscallOutcome {
  const applied = appliedProfile(setup, security);
  if (applied.kind === "none") return { kind: "passes" };
  if (applied.kind !== "profile") return { kind: "unknown" };
  const abi = call.abi ?? SYSCALL_ABI[setup.architecture];
  const number = syscallNumber(call.syscall, abi);
  if (number === null) return { kind: "passes" };
  const compiled = compiledFor(applied.profile, applied.context, call, abi);
  const evaluation = evaluateCompiled(compiled, { abi, number, args: (call.args ?? []).map(BigInt) }, applied.context.kernel);
  if (!evaluation.starts) return { kind: "unknown" };
  const { answer } = evaluation;
  const { own: ownProfile } = applied;
  switch (answer.kind) {
    case "allow":
    case "log":
    case "notify":
      return { kind: "passes" };
    case "trace":
      return { kind: "missing", ownProfile };
    case "errno":
      return answer.errno === ENOSYS ? { kind: "missing", ownProfile } : { kind: "refused", errno: answer.errno, ownProfile };
    default:
      return { kind: "killed", ownProfile };
  }
}

// A range has up to two hundred engines, most of which differ in nothing that matters here.
const compiledFilters = new WeakMap<object, Map<string, CompileResult>>();

function compiledFor(
  profile: Parameters<typeof compileFilter>[0],
  context: Parameters<typeof compileFilter>[1],
  { syscall }: NamedCall,
  abi: SyscallAbi,
): CompileResult {
  const known = compiledFilters.get(profile) ?? new Map<string, CompileResult>();
  compiledFilters.set(profile, known);
  const { capabilities, ...others } = context;
  const isNative = abi === SYSCALL_ABI[context.architecture];
  const key = JSON.stringify([others, [...capabilities].sort(), isNative ? syscall : ""]);
  // Only the host's own instruction set can be compiled for some names alone.
  const compiled = known.get(key) ?? compileFilter(profile, context, isNative ? { only: new Set([syscall]) } : {});
  known.set(key, compiled);
  return compiled;
}
