import { randomNumbers } from "../random-numbers.js";

/** Choices that look random and are the same for the same seed. */
export class Random {
  readonly #numbers: () => number;

  constructor(seed: number) {
    this.#numbers = randomNumbers(Math.imul(seed + 1, 0x9e3779b1));
  }

  /** From 0 to below 1. */
  next(): number {
    return this.#numbers();
  }

  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.integer(0, items.length - 1)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }

  /** Some of the items, in their order. */
  some<T>(items: readonly T[], most: number): T[] {
    const count = this.integer(1, Math.min(most, items.length));
    const left = [...items.keys()];
    const chosen: number[] = [];
    for (let index = 0; index < count; index += 1) {
      chosen.push(...left.splice(this.integer(0, left.length - 1), 1));
    }
    return chosen.sort((a, b) => a - b).flatMap((index) => items.slice(index, index + 1));
  }
}
