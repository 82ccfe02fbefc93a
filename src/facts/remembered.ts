import { Attached } from "../memory/attached.js";
import { KeptInTurns } from "../memory/kept-in-turns.js";

/**
 * Keeps the results of a costly question under its key: a project asks the same of many services. The oldest results
 * go when there are too many, so that a long-lived editor does not grow.
 */
export class Remembered<Result> {
  readonly #results: KeptInTurns<Result>;

  constructor(most = 1000) {
    this.#results = new KeptInTurns({ keys: most });
  }

  get(key: string, find: () => Result): Result {
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const found = find();
    this.#results.set(key, found);
    return found;
  }

  /** The result of an earlier question; undefined where it was not asked, or is forgotten. */
  known(key: string): Result | undefined {
    return this.#results.get(key);
  }

  forget(key: string): void {
    this.#results.delete(key);
  }

  /** Makes a result the last one to go. */
  protected want(key: string): void {
    const known = this.#results.get(key);
    if (known !== undefined) this.#results.set(key, known);
  }

  clear(): void {
    this.#results.clear();
  }
}

/** The same for questions about an object that lives as long as its answers are wanted. */
export class RememberedOf<Owner extends object, Result> {
  readonly #ofOwner = new Attached<Owner, Remembered<Result>>();

  get(owner: Owner, key: string, find: () => Result): Result {
    const results = this.#ofOwner.get(owner) ?? new Remembered<Result>();
    this.#ofOwner.set(owner, results);
    return results.get(key, find);
  }
}
