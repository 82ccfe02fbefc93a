import type { Dependency } from "../run/dependency.js";
import { isAboutScope, type HasAnswer } from "./dependency-form.js";

/** Questions on which the results of several files depend, as those of a project; they are asked once. */
export class SharedQuestions {
  readonly dependencies: readonly Dependency[];
  readonly #others: readonly SharedQuestions[];
  readonly #lasting: readonly Dependency[];
  /** What a run knows of its projects changes while it surveys them. */
  readonly #passing: readonly Dependency[];
  /** Whether the lasting questions have their answers; null while nobody asked. */
  #lastingHold: boolean | null = null;

  /** @param others What they come with. */
  constructor(dependencies: readonly Dependency[], others: readonly SharedQuestions[]) {
    this.dependencies = dependencies;
    this.#others = others;
    this.#passing = dependencies.filter(([question]) => isAboutScope(question));
    this.#lasting = dependencies.filter(([question]) => !isAboutScope(question));
  }

  /** Whether all have the answers that they had. */
  holds(hasAnswer: HasAnswer): boolean {
    const isAnswered = ([question, about, answer]: Dependency): boolean => hasAnswer(question, about, answer);
    this.#lastingHold ??= this.#lasting.every(isAnswered);
    return this.#lastingHold && this.#passing.every(isAnswered) && this.#others.every((other) => other.holds(hasAnswer));
  }
}
