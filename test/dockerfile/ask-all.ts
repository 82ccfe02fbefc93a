import { Buildkit, EngineCrash } from "./ask-buildkit.js";
import type { BuildkitAnswer } from "./buildkit-answer.js";
import type { OracleInput } from "./oracle-inputs.js";

const CRASH: BuildkitAnswer = { targets: "crash", outline: "crash", images: [], steps: [] };

/** Asks a new engine about all inputs, some at a time; `onAnswer` gets each answer as it comes. */
export async function askAll(
  inputs: Iterable<OracleInput>,
  onAnswer: (input: OracleInput, answer: BuildkitAnswer) => void,
): Promise<void> {
  const asker = new Asker(onAnswer);
  try {
    const suspects = await asker.ask(inputs, 3);
    // Which of those that were asked about at the same time ended the engine shows when each is asked about alone.
    for (const input of suspects) {
      const [culprit] = await asker.ask([input], 1);
      if (culprit !== undefined) onAnswer(culprit, CRASH);
    }
  } finally {
    await asker.stop();
  }
}

class Asker {
  readonly #onAnswer: (input: OracleInput, answer: BuildkitAnswer) => void;
  #buildkit: Promise<Buildkit> = Buildkit.start();
  #isStopping = false;

  constructor(onAnswer: (input: OracleInput, answer: BuildkitAnswer) => void) {
    this.#onAnswer = onAnswer;
  }

  async stop(): Promise<void> {
    await (await this.#buildkit).stop();
  }

  /** Returns the inputs that were asked about when an engine ended. */
  async ask(inputs: Iterable<OracleInput>, workers: number): Promise<OracleInput[]> {
    const pending = inputs[Symbol.iterator]();
    const suspects: OracleInput[] = [];
    const work = async (): Promise<void> => {
      // The workers share one iterator.
      for (let next = pending.next(); next.done !== true && !this.#isStopping; next = pending.next()) {
        const input = next.value;
        const running = this.#buildkit;
        try {
          this.#onAnswer(input, await (await running).ask(input.text));
        } catch (error) {
          if (!(error instanceof EngineCrash)) {
            this.#isStopping = true;
            throw error;
          }
          suspects.push(input);
          if (this.#buildkit === running) this.#buildkit = this.#restart(running);
        }
      }
    };
    const results = await Promise.allSettled(Array.from({ length: workers }, work));
    for (const result of results) if (result.status === "rejected") throw result.reason;
    return suspects;
  }

  async #restart(ended: Promise<Buildkit>): Promise<Buildkit> {
    await (await ended).stop();
    return Buildkit.start();
  }
}
