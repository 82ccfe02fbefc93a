import {
  type AbiFilter,
  type CompiledFilter,
  type CompileResult,
  type FilterAction,
  sameAction,
} from "./compiled-filter.js";
import type { EvaluationContext } from "./evaluation-context.js";
import type { ArgumentRule, SeccompProfile } from "./profile.js";
import { NamedNumbers } from "./named-numbers.js";
import { type ResolvedProfile, type ResolvedRule, resolveRules } from "./resolve-rules.js";
import { type RuntimeFeatures, runtimeFeatures } from "./runtime-features.js";
import { AbiRules } from "./abi-rules.js";
import { SYSCALL_ABI } from "./syscall-abi.js";
import { libseccompLevel, type LibseccompLevel, resolveName, type SyscallAbi } from "./syscall-numbers.js";

const EPERM = 1;
/** libseccomp refuses this error number and larger ones. */
const FIRST_INVALID_ERRNO = 4095;
const ARGUMENTS = 6;
/** libseccomp 2.4.0. */
const FULL_ORDERING_SINCE = 2_004_000;
/** The actions that came to libseccomp later than to runc, with their release. */
const ACTION_SINCE: Record<string, LibseccompLevel> = {
  SCMP_ACT_LOG: 2_004_000,
  SCMP_ACT_KILL_PROCESS: 2_004_000,
  SCMP_ACT_NOTIFY: 2_005_000,
};

const ABI_OF: Record<string, SyscallAbi> = {
  SCMP_ARCH_X86_64: "x86_64",
  SCMP_ARCH_X86: "x86",
  SCMP_ARCH_X32: "x32",
  SCMP_ARCH_ARM: "arm",
  SCMP_ARCH_AARCH64: "aarch64",
};
/** Architectures that every runc knows and no host of ours runs. */
const FOREIGN_LITTLE_ENDIAN = new Set([
  "SCMP_ARCH_MIPSEL",
  "SCMP_ARCH_MIPSEL64",
  "SCMP_ARCH_MIPSEL64N32",
  "SCMP_ARCH_PPC64LE",
  "SCMP_ARCH_RISCV64",
  "SCMP_ARCH_LOONGARCH64",
]);
const OPERATORS = new Set([
  "SCMP_CMP_NE",
  "SCMP_CMP_LT",
  "SCMP_CMP_LE",
  "SCMP_CMP_EQ",
  "SCMP_CMP_GE",
  "SCMP_CMP_GT",
  "SCMP_CMP_MASKED_EQ",
]);

export interface CompileOptions {
  /** Only the rules of these names are wanted in the result, on the host's own architecture; all are checked. */
  only?: ReadonlySet<string>;
}

/** Why a container does not start; thrown and caught inside this file only. */
class StartFailure extends Error {}

/**
 * The filter that a container's process gets: the profile as the engine resolves it, as runc reads it, and as
 * libseccomp turns it into numbers.
 */
export function compileFilter(
  profile: SeccompProfile,
  context: EvaluationContext,
  options: CompileOptions = {},
): CompileResult {
  const resolved = resolveRules(profile, context);
  if (resolved.kind === "no-filter") return { kind: "no-filter" };
  if (resolved.kind === "refused") return { kind: "does-not-start", reason: resolved.reason };
  try {
    return { kind: "filter", filter: new FilterCompiler(resolved.profile, context, options).compile() };
  } catch (error) {
    if (error instanceof StartFailure) return { kind: "does-not-start", reason: error.message };
    throw error;
  }
}

class FilterCompiler {
  readonly #profile: ResolvedProfile;
  readonly #runtime: RuntimeFeatures;
  readonly #level: LibseccompLevel;
  readonly #native: SyscallAbi;
  readonly #only: ReadonlySet<string> | null;

  constructor(profile: ResolvedProfile, context: EvaluationContext, { only }: CompileOptions) {
    const runtime = runtimeFeatures(context.runc);
    if (runtime === null) throw new StartFailure(`the runtime version "${context.runc}" is not one of runc's`);
    const level = libseccompLevel(context.libseccomp);
    if (level === null) throw new StartFailure(`the libseccomp version "${context.libseccomp}" is not one`);
    this.#profile = profile;
    this.#runtime = runtime;
    this.#level = level;
    this.#native = SYSCALL_ABI[context.architecture];
    this.#only = only ?? null;
  }

  compile(): CompiledFilter {
    this.#checkFlags();
    const defaultAction = this.#defaultAction();
    const listed = this.#listedAbis();
    const abis = new Map<SyscallAbi, AbiRules>();
    for (const abi of new Set([this.#native, ...(this.#only === null ? listed : [])]))
      abis.set(abi, new AbiRules(abi, this.#level));
    for (const rule of this.#profile.rules) this.#addRule(rule, defaultAction, [...abis.values()]);
    return { defaultAction, abis: this.#withStub(abis, listed, defaultAction) };
  }

  #checkFlags(): void {
    if (this.#runtime.flags === "refused" && (this.#profile.flags?.length ?? 0) > 0) {
      throw new StartFailure("this runc does not support `flags`");
    }
  }

  #defaultAction(): FilterAction {
    const errno = this.#runtime.defaultErrnoRet ? this.#profile.defaultErrnoRet : null;
    const action = this.#action(this.#profile.defaultAction, errno);
    if (action.kind === "notify") throw new StartFailure("SCMP_ACT_NOTIFY cannot be the default action");
    this.#checkAction(action, this.#profile.defaultAction, "the default action");
    return action;
  }

  #action(name: string, errnoRet: number | null): FilterAction {
    if (!this.#runtime.actions.has(name)) throw new StartFailure(`the runtime does not know the action "${name}"`);
    switch (name) {
      case "SCMP_ACT_ALLOW":
        return { kind: "allow" };
      case "SCMP_ACT_ERRNO":
        return { kind: "errno", errno: errnoRet === null ? EPERM : errnoRet & 0xffff };
      case "SCMP_ACT_TRACE":
        return { kind: "trace" };
      case "SCMP_ACT_LOG":
        return { kind: "log" };
      case "SCMP_ACT_TRAP":
        return { kind: "trap" };
      case "SCMP_ACT_NOTIFY":
        return { kind: "notify" };
      default:
        return { kind: "kill" };
    }
  }

  /** libseccomp refuses what it does not know, in a rule that it can add. */
  #checkAction(action: FilterAction, name: string, what: string): void {
    const problem = this.#problemOf(action, name);
    if (problem !== null) throw new StartFailure(`${what} has ${problem}`);
  }

  #problemOf(action: FilterAction, name: string): string | null {
    if (action.kind === "errno" && action.errno >= FIRST_INVALID_ERRNO) return `the error number ${action.errno}, which libseccomp refuses`;
    return this.#level < (ACTION_SINCE[name] ?? 0) ? `the action ${name}, which this libseccomp does not know` : null;
  }

  /** The architectures that the profile lists and this library knows. */
  #listedAbis(): SyscallAbi[] {
    return this.#profile.architectures.flatMap((name) => {
      const abi = ABI_OF[name];
      if (abi !== undefined) return [abi];
      if (FOREIGN_LITTLE_ENDIAN.has(name)) return [];
      throw new StartFailure(`the architecture "${name}" cannot be in a filter on this host`);
    });
  }

  #addRule(rule: ResolvedRule, defaultAction: FilterAction, abis: readonly AbiRules[]): void {
    let action: FilterAction | null = null;
    let redundant = false;
    let isSound = false;
    for (const name of rule.names) {
      if (name === "") throw new StartFailure("a rule has an empty syscall name");
      if (action === null) {
        action = this.#action(rule.action, this.#runtime.errnoRet ? rule.errnoRet : null);
        redundant = sameAction(action, defaultAction);
        isSound = !redundant && this.#problemOf(action, rule.action) === null;
      }
      if (redundant && this.#runtime.skipsRedundantRules) continue;
      const isLeftOut = this.#only !== null && !this.#only.has(name);
      // Most names of a profile, which need not be looked up to see that nothing is wrong with them.
      if (isLeftOut && isSound) continue;
      if (resolveName(name, this.#native, this.#level) === null) continue;
      if (redundant) {
        throw new StartFailure(
          `the rule for ${name} asks for what is the default action already, which this runc refuses`,
        );
      }
      this.#checkAction(action, rule.action, `the rule for ${name}`);
      if (!isLeftOut) this.#addName(name, rule, action, abis);
    }
  }

  #addName(name: string, rule: ResolvedRule, action: FilterAction, abis: readonly AbiRules[]): void {
    for (const conditions of this.#alternatives(name, rule.args)) {
      for (const abi of abis) {
        if (!abi.add(name, { action, args: conditions })) {
          throw new StartFailure(`two rules for ${name} have the same conditions and different actions`);
        }
      }
    }
  }

  /** runc makes a rule of each condition where two are about the same argument. */
  #alternatives(name: string, args: readonly ArgumentRule[]): (readonly ArgumentRule[])[] {
    for (const { index, op } of args) {
      if (!OPERATORS.has(op)) throw new StartFailure(`the rule for ${name} has the unknown comparison "${op}"`);
      if (index >= ARGUMENTS)
        throw new StartFailure(`the rule for ${name} is about argument ${index}; the last one is 5`);
    }
    const repeated = new Set(args.map(({ index }) => index)).size < args.length;
    return repeated ? args.map((argument) => [argument]) : [args];
  }

  #withStub(
    abis: ReadonlyMap<SyscallAbi, AbiRules>,
    listed: readonly SyscallAbi[],
    defaultAction: FilterAction,
  ): Map<SyscallAbi, AbiFilter> {
    const permissive = ["allow", "log", "trace"].includes(defaultAction.kind);
    const covered = new Set(this.#runtime.stubCoversNative ? [...listed, this.#native] : listed);
    const result = new Map<SyscallAbi, AbiFilter>();
    for (const [abi, rules] of abis) {
      const stub = this.#runtime.enosysStub && !permissive && covered.has(abi);
      result.set(abi, {
        rules: rules.finished(),
        ordering: this.#level < FULL_ORDERING_SINCE ? "halves" : "full",
        stubAbove: stub ? new NamedNumbers(this.#profile.rules, abi, this.#level) : null,
      });
    }
    return result;
  }
}
