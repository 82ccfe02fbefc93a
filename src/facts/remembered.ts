import { Attached } from "../memory/attached.js";

/**
 * Keeps the results of a costly question under its key: a project asks the same of many services. The oldest results
 * go when there are too many, so that a long-lived editor does not grow.
 */
export class Remembered<Result> {
  readonly #results = new Map<string, { result: Result | undefined }>();
  readonly #most: number;

  constructor(most = 1000) {
    this.#most = most;
  }

  get(key: string, find: () => Result): Result {
    const known = this.#results.get(key)?.result;
    if (known !== undefined) return known;
    const found = find();
    if (this.#results.size >= this.#most) this.#forgetOldest();
    this.#results.set(key, { result: found });
    return found;
  }

  forget(key: string): void {
    const entry = this.#results.get(key);
    // A Map that turns over leaves tables behind that keep its earlier entries reachable for long.
    if (entry !== undefined) entry.result = undefined;
    this.#results.delete(key);
  }

  #forgetOldest(): void {
    for (const oldest of this.#results.keys()) {
      this.forget(oldest);
      return;
    }
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
