import type { Dependencies, Dependency } from "./dependency.js";

/** A record of more questions than that is not copied into those that it counts for, which would grow with their square. */
const MOST_COPIED = 50;

/** What some work asked for, each question once. */
export class DependencyRecord {
  readonly #own = new Map<string, Dependency>();
  readonly #shared = new Set<DependencyRecord>();
  #dependencies: Dependencies | null = null;

  has(key: string): boolean {
    return this.#own.has(key);
  }

  set(key: string, dependency: Dependency): void {
    this.#own.set(key, dependency);
  }

  /** Takes in the questions of work that is done, and on which this one depends too. */
  add(done: DependencyRecord): void {
    if (done.#own.size > MOST_COPIED) {
      this.#shared.add(done);
      return;
    }
    for (const [key, dependency] of done.#own) this.#own.set(key, dependency);
    for (const shared of done.#shared) this.#shared.add(shared);
  }

  /** All of it, once the work is done; the same object each time, so that what is shared is known again. */
  get dependencies(): Dependencies {
    this.#dependencies ??= { own: [...this.#own.values()], shared: Array.from(this.#shared, ({ dependencies }) => dependencies) };
    return this.#dependencies;
  }
}
