import { isWide } from "./syscall-abi.js";
import { type FilterRule, sameAction } from "./compiled-filter.js";
import type { ArgumentRule } from "./profile.js";
import { type LibseccompLevel, multiplexedCall, resolveName, type SyscallAbi, tableNumber } from "./syscall-numbers.js";

const SOCKETCALL = 102;
const IPC = 117;
/** Releases of libseccomp from which a rule also covers the direct form of x86's multiplexed syscalls. */
const DIRECT_SOCKET_SINCE = 2_003_000;
const DIRECT_IPC_SINCE = 2_004_002;

/**
 * The rules that libseccomp collects for one architecture, by its own order of precedence. Where several conditional
 * rules of one syscall match and ask for different things, libseccomp follows a tree of its own, and it has known faults
 * with several ordered comparisons (LT, LE, GE, GT) of one argument; here the first rule that matches counts.
 */
export class AbiRules {
  readonly #abi: SyscallAbi;
  readonly #level: LibseccompLevel;
  readonly #isWide: boolean;
  readonly #rules = new Map<number, FilterRule[]>();

  constructor(abi: SyscallAbi, level: LibseccompLevel) {
    this.#abi = abi;
    this.#level = level;
    this.#isWide = isWide(abi);
  }

  /**
   * Adds a rule for a name that the host's own architecture resolves.
   *
   * @returns false where libseccomp refuses it: the same conditions already have another action
   */
  add(name: string, rule: FilterRule): boolean {
    const multiplexed = this.#abi === "x86" ? multiplexedCall(name) : null;
    if (multiplexed === null) {
      const number = resolveName(name, this.#abi, this.#level);
      return typeof number === "number" ? this.#addNumber(number, rule) : true;
    }
    const socket = multiplexed.family === "socketcall";
    // libseccomp overwrites the first comparison with the number of the call, and keeps the others.
    const call: ArgumentRule = { index: 0, value: BigInt(multiplexed.call), valueTwo: 0n, op: "SCMP_CMP_EQ" };
    const args = [call, ...rule.args.filter(({ index }) => index !== 0)];
    const added = this.#addNumber(socket ? SOCKETCALL : IPC, { ...rule, args });
    const direct = tableNumber(name, this.#abi, this.#level);
    if (typeof direct !== "number" || this.#level < (socket ? DIRECT_SOCKET_SINCE : DIRECT_IPC_SINCE)) return added;
    return this.#addNumber(direct, rule) && added;
  }

  finished(): ReadonlyMap<number, readonly FilterRule[]> {
    return this.#rules;
  }

  #addNumber(number: number, { action, args }: FilterRule): boolean {
    // A mask of no bits compares nothing: libseccomp takes such a rule for one without conditions.
    const rule = { action, args: args.filter((argument) => !comparesNothing(argument, this.#isWide)) };
    const known = this.#rules.get(number);
    if (known === undefined) {
      this.#rules.set(number, [rule]);
      return true;
    }
    // A rule without conditions stays, whatever comes after it, and replaces all that have some.
    if (known[0]?.args.length === 0) return true;
    if (rule.args.length === 0) {
      this.#rules.set(number, [rule]);
      return true;
    }
    const same = known.find((other) => sameConditions(other.args, rule.args));
    if (same) return sameAction(same.action, rule.action);
    known.push(rule);
    return true;
  }
}

const LOW_HALF = 0xffffffffn;

function comparesNothing({ op, value }: ArgumentRule, wide: boolean): boolean {
  return op === "SCMP_CMP_MASKED_EQ" && (wide ? value : value & LOW_HALF) === 0n;
}

function sameConditions(a: readonly ArgumentRule[], b: readonly ArgumentRule[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((left) => {
    const right = b.find(({ index }) => index === left.index);
    return right?.op === left.op && right.value === left.value && right.valueTwo === left.valueTwo;
  });
}
