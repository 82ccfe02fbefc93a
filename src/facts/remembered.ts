/**
 * Keeps the results of a costly question under its key: a project asks the same of many services. The oldest results
 * go when there are too many, so that a long-lived editor does not grow.
 */
export class Remembered<Result> {
  readonly #results = new Map<string, Result>();
  readonly #most: number;

  constructor(most = 1000) {
    this.#most = most;
  }

  get(key: string, find: () => Result): Result {
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const found = find();
    if (this.#results.size >= this.#most) {
      for (const oldest of this.#results.keys()) {
        this.#results.delete(oldest);
        break;
      }
    }
    this.#results.set(key, found);
    return found;
  }

  clear(): void {
    this.#results.clear();
  }
}

/** The same for questions about an object that lives as long as its answers are wanted. */
export class RememberedOf<Owner extends WeakKey, Result> {
  readonly #ofOwner = new WeakMap<Owner, Remembered<Result>>();

  get(owner: Owner, key: string, find: () => Result): Result {
    const results = this.#ofOwner.get(owner) ?? new Remembered<Result>();
    this.#ofOwner.set(owner, results);
    return results.get(key, find);
  }
}
