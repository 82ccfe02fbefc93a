/**
 * Answers kept on the object that they are about, and gone with it. A WeakMap would do the same at a price: once it has
 * become old, V8's collections of young garbage take its values for reachable, and move the tree of each file that was
 * linted to the old space.
 */
export class Attached<Owner extends object, Value> {
  readonly #key = Symbol("attached");

  get(owner: Owner): Value | undefined {
    return Reflect.get(owner, this.#key) as Value | undefined;
  }

  set(owner: Owner, value: Value): void {
    Object.defineProperty(owner, this.#key, { value, writable: true, configurable: true });
  }
}
