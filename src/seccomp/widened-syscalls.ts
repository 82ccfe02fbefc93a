import type { EngineSetup } from "../engine/engine-setup.js";
import { contextOf, engineProfile, ownContext } from "./applied-profile.js";
import { compileFilter } from "./compile-filter.js";
import type { CompileResult } from "./compiled-filter.js";
import { ordinaryContainer } from "./container-security.js";
import { evaluateCompiled, syscallNumber } from "./evaluate.js";
import type { ArgumentRule, SeccompProfile } from "./profile.js";
import { SYSCALL_ABI } from "./syscall-abi.js";
import { syscallNames, type SyscallAbi } from "./syscall-numbers.js";

/** A syscall that a profile permits and an engine's default refuses. */
export interface WidenedSyscall {
  name: string;
  /** Whether the default refuses it for some arguments only, or for programs of one architecture. */
  partly: boolean;
}

const ARGUMENTS = 6;
const MASK_BITS = 64;
const MASKED = "SCMP_CMP_MASKED_EQ";
/** Far more than any sensible rule needs; beyond it a syscall is tried with fewer arguments. */
const MAXIMUM_TRIED = 5000;

/**
 * The syscalls that a profile permits, for arguments that it or the default tells apart, and that every one of these
 * engines refuses by its own default to an ordinary container. Sorted; empty where a default is not known or where the
 * platform gives containers no profile.
 */
export function widenedSyscalls(profile: SeccompProfile, setups: readonly EngineSetup[]): WidenedSyscall[] {
  const defaults = withDistinctDefaults(setups);
  let common = new Map<string, boolean>();
  for (const [index, setup] of defaults.entries()) {
    const earlier = common;
    common = new Map();
    for (const { name, partly } of widenedOn(
      profile,
      setup,
      index === 0 ? syscallNames().sort() : [...earlier.keys()],
    )) {
      common.set(name, partly || earlier.get(name) === true);
    }
  }
  return [...common].map(([name, partly]) => ({ name, partly }));
}

/** One of the engines for each default profile: what else differs between them changes little and takes long. */
function withDistinctDefaults(setups: readonly EngineSetup[]): EngineSetup[] {
  const found = new Map<string, EngineSetup>();
  for (const setup of setups) {
    const key = JSON.stringify([setup.profile, setup.backport, setup.seccomp, setup.daemonProfile]);
    if (!found.has(key)) found.set(key, setup);
  }
  return [...found.values()];
}

function widenedOn(profile: SeccompProfile, setup: EngineSetup, names: readonly string[]): WidenedSyscall[] {
  const own = setup.seccomp === "default" ? engineProfile(setup) : null;
  if (own === null) return [];
  const context = contextOf(setup, ordinaryContainer());
  return beyond(
    { filter: compileFilter(profile, context), profile },
    { filter: compileFilter(own, ownContext(setup, context)), profile: own },
    { setup, names },
  );
}

/**
 * The syscalls that a profile permits, for arguments that it or another one tells apart, and that the other one refuses to
 * an ordinary container on one of these engines. Sorted; null where one of the profiles keeps containers from starting.
 */
export function syscallsBeyond(profile: SeccompProfile, other: SeccompProfile, setups: readonly EngineSetup[]): WidenedSyscall[] | null {
  const found = new Map<string, boolean>();
  for (const setup of withDistinctDefaults(setups)) {
    const context = contextOf(setup, ordinaryContainer());
    const [one, two] = [profile, other].map((either) => ({ filter: compileFilter(either, context), profile: either }));
    if (one === undefined || two === undefined) continue;
    if ([one, two].some(({ filter }) => filter.kind === "does-not-start")) return null;
    for (const { name, partly } of beyond(one, two, { setup, names: syscallNames() })) found.set(name, partly || found.get(name) === true);
  }
  return [...found].map(([name, partly]) => ({ name, partly })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface Compiled {
  filter: CompileResult;
  profile: SeccompProfile;
}

function beyond(given: Compiled, usual: Compiled, { setup, names }: { setup: EngineSetup; names: readonly string[] }): WidenedSyscall[] {
  if (given.filter.kind === "does-not-start" || usual.filter.kind !== "filter") return [];
  const abis = given.filter.kind === "filter" ? [...given.filter.filter.abis.keys()] : [SYSCALL_ABI[setup.architecture]];
  const rules = [...given.profile.syscalls, ...usual.profile.syscalls];
  return names.flatMap((name) => {
    const tried = argumentsToTry(rules.flatMap(({ names: named, args }) => (named.includes(name) ? args : [])));
    const answers = abis.flatMap((abi) => {
      const number = syscallNumber(name, abi);
      return number === null ? [] : answersOf(given.filter, usual.filter, abi, number, tried);
    });
    if (!answers.some(({ now, before }) => now && !before)) return [];
    return [{ name, partly: answers.some(({ before }) => before) }];
  });
}

interface Answers {
  /** Whether the profile permits the call, and whether the default does. */
  now: boolean;
  before: boolean;
}

function answersOf(
  given: CompileResult,
  usual: CompileResult,
  abi: SyscallAbi,
  number: number,
  tried: readonly bigint[][],
): Answers[] {
  const isAllowed = (filter: CompileResult, args: readonly bigint[]): boolean => {
    const evaluation = evaluateCompiled(filter, { abi, number, args });
    return evaluation.starts && ["allow", "log"].includes(evaluation.answer.kind);
  };
  return tried.map((args) => ({ now: isAllowed(given, args), before: isAllowed(usual, args) }));
}

/** Arguments on both sides of every comparison, each with those of the other arguments. */
function argumentsToTry(comparisons: readonly ArgumentRule[]): bigint[][] {
  let tried = [Array.from({ length: ARGUMENTS }, () => 0n)];
  for (let index = 0; index < ARGUMENTS; index += 1) {
    const values = new Set([0n, ...comparisons.filter((rule) => rule.index === index).flatMap(valuesAround)]);
    if (tried.length * values.size > MAXIMUM_TRIED) break;
    tried = tried.flatMap((args) => [...values].map((value) => args.with(index, value)));
  }
  return tried;
}

function valuesAround({ op, value, valueTwo }: ArgumentRule): bigint[] {
  const values = [value, value + 1n, value > 0n ? value - 1n : 0n, 0xffffffffn];
  if (op !== MASKED) return values;
  const bits = Array.from({ length: MASK_BITS }, (_, at) => 1n << BigInt(at)).filter((bit) => (value & bit) !== 0n);
  // The value that the mask asks for, and that value with each bit turned over.
  return [...values, valueTwo, ...bits.map((bit) => valueTwo ^ bit)];
}
