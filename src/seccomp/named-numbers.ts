import type { ResolvedRule } from "./resolve-rules.js";
import { type LibseccompLevel, resolveName, type SyscallAbi } from "./syscall-numbers.js";

/**
 * The numbers that a profile names, whatever the action of their rules. They are looked up only as far as a question needs: most
 * profiles name some syscall of the last years early.
 */
export class NamedNumbers {
  readonly #rules: readonly ResolvedRule[];
  readonly #abi: SyscallAbi;
  readonly #level: LibseccompLevel;
  readonly #left: Iterator<number, undefined>;
  #highest = 0;

  constructor(rules: readonly ResolvedRule[], abi: SyscallAbi, level: LibseccompLevel) {
    this.#rules = rules;
    this.#abi = abi;
    this.#level = level;
    this.#left = this.#numbers();
  }

  /** Whether a number is above all that are named; none is where no number above 0 is. */
  areAllBelow(number: number): boolean {
    if (this.#highest >= number) return false;
    for (let next = this.#left.next(); next.done !== true; next = this.#left.next()) {
      this.#highest = Math.max(this.#highest, next.value);
      if (this.#highest >= number) return false;
    }
    return this.#highest > 0 && number > this.#highest;
  }

  *#numbers(): Generator<number, undefined> {
    for (const { names } of this.#rules) {
      for (const name of names) {
        const number = resolveName(name, this.#abi, this.#level);
        if (typeof number === "number") yield number;
      }
    }
  }
}
