interface Entry<Value> {
  /** Undefined where it was let go. */
  value: Value | undefined;
  weight: number;
  /** When it was wanted last. */
  turn: number;
  isWantedAgain: boolean;
}

export interface KeptOptions {
  /** The most keys that are known, whether their values are kept or not; what was wanted longest ago goes first. */
  keys?: number;
  /** The most that the weights of what is kept come to. */
  weight?: number;
  /** For how many turns a value is kept that only one of them wanted. */
  turns?: number;
}

/**
 * Keeps values for work that is done in turns. What a second turn wants too, as a file that many others include, stays;
 * all else is soon let go: V8 moves to the old space, or makes there at once, what it sees to live for a while, and that
 * costs more than to make it again.
 */
export class KeptInTurns<Value> {
  readonly #most: Required<KeptOptions>;
  readonly #entries = new Map<string, Entry<Value>>();
  #weight = 0;
  #turn = 0;

  constructor({ keys = Number.POSITIVE_INFINITY, weight = Number.POSITIVE_INFINITY, turns = Number.POSITIVE_INFINITY }: KeptOptions = {}) {
    this.#most = { keys, weight, turns };
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key)?.value;
  }

  /** Keeps a value; set again, it is wanted again. */
  set(key: string, value: Value, weight = 1): void {
    const known = this.#entries.get(key);
    const isWantedAgain = known !== undefined && (known.isWantedAgain || known.turn !== this.#turn);
    this.delete(key);
    this.#entries.set(key, { value, weight, turn: this.#turn, isWantedAgain });
    this.#weight += weight;
    this.#makeRoom(key);
  }

  delete(key: string): void {
    const known = this.#entries.get(key);
    if (known === undefined) return;
    this.#letGo(known);
    this.#entries.delete(key);
  }

  clear(): void {
    for (const key of [...this.#entries.keys()]) this.delete(key);
  }

  /** The work at hand is done, and the next begins. */
  nextTurn(): void {
    this.#turn += 1;
    const oldest = this.#turn - this.#most.turns;
    for (const entry of this.#entries.values()) if (!entry.isWantedAgain && entry.turn <= oldest) this.#letGo(entry);
  }

  #makeRoom(newest: string): void {
    const { keys, weight } = this.#most;
    for (const oldest of this.#entries.keys()) {
      if ((this.#entries.size <= keys && this.#weight <= weight) || oldest === newest) return;
      this.delete(oldest);
    }
  }

  /** The entry too is emptied: a Map that turns over leaves tables behind that keep its earlier entries reachable for long. */
  #letGo(entry: Entry<Value>): void {
    if (entry.value === undefined) return;
    this.#weight -= entry.weight;
    entry.value = undefined;
  }
}
