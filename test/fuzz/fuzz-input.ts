import { Random } from "../compose/random.js";
import type { FuzzTarget } from "./fuzz-target.js";
import { mutateText } from "./mutate-text.js";

/** The inputs of a target: the same for the same seed and number, so that each can be made again alone. */
export class FuzzInputs {
  readonly #target: FuzzTarget;
  readonly #seed: number;
  readonly #texts: readonly string[];

  constructor(target: FuzzTarget, seed: number) {
    this.#target = target;
    this.#seed = seed;
    this.#texts = target.seeds();
  }

  at(index: number): string {
    const random = new Random(this.#seed * 1_000_003 + index);
    const text = random.pick(this.#texts);
    if (this.#target.pieces.length === 0) return text;
    return mutateText(text, random, { pieces: this.#target.pieces, others: this.#texts });
  }
}
