import type { Linter } from "eslint";
import { fileKindOf } from "../eslint/file-kind.js";
import type { LintInput } from "./lint-files.js";
import type { FileResult } from "./lint-result.js";
import { newError } from "./new-error.js";

/** What is asked of the run whose files were mended one after the other. */
interface FixingRun {
  lint(input: LintInput): FileResult;
  filesReadBy(input: LintInput): string[];
  /** Lets all files of the project see a text in the place of the one on the disk. */
  show(input: LintInput): void;
  findingsOf(input: LintInput): readonly Linter.LintMessage[];
  takeBack(input: LintInput, why: string): void;
  unfixed(input: LintInput): FileResult;
}

/**
 * Lints files in the order in which their fixes help each other: what a Compose file extends goes before it, so that no
 * entry is given twice, and Dockerfiles go last, whose containers are judged by the services that were mended.
 */
export function fixAll(inputs: readonly LintInput[], run: FixingRun): FileResult[] {
  const results = new Map<LintInput, FileResult | null>();
  const byPath = new Map(inputs.map((input) => [input.path, input]));
  const order = new FixOrder(run);
  const visit = (input: LintInput): void => {
    if (results.has(input)) return;
    results.set(input, null);
    const read = run.filesReadBy(input);
    for (const path of read) {
      const other = byPath.get(path);
      if (other !== undefined) visit(other);
    }
    const result = run.lint(input);
    results.set(input, result);
    order.add(input, read, result);
  };
  const isDockerfile = ({ path, text }: LintInput): boolean => fileKindOf(path, text) === "dockerfile";
  for (const input of inputs) if (!isDockerfile(input)) visit(input);
  for (const input of inputs) if (isDockerfile(input)) results.set(input, run.lint(input));
  for (const [input, result] of order.takeBack()) results.set(input, result);
  return inputs.map((input) => results.get(input)).filter((result) => result != null);
}

interface Step {
  input: LintInput;
  /** The Compose files that were read for it. */
  read: ReadonlySet<string>;
  result: FileResult;
}

/** The files of a run in the order in which they were mended, to find fixes that are wrong for another file. */
class FixOrder {
  readonly #run: FixingRun;
  readonly #steps: Step[] = [];

  constructor(run: FixingRun) {
    this.#run = run;
  }

  add(input: LintInput, read: readonly string[], result: FileResult): void {
    this.#steps.push({ input, read: new Set(read), result });
  }

  /** Takes fixes back that bring an error to another file that is read with theirs. Returns these files with what is found then. */
  takeBack(): [LintInput, FileResult][] {
    if (!this.#bringAnError()) return [];
    const changed: [LintInput, FileResult][] = [];
    for (const step of this.#steps) {
      const { input } = step;
      if (!isMended(step)) continue;
      const added = this.#errorElsewhere(step, shownText(step).text);
      if (added === null) continue;
      this.#run.takeBack(input, `Its fixes would bring a new error to another file of the project: ${added.message}`);
      step.result = this.#run.unfixed(input);
      changed.push([input, step.result]);
    }
    return changed;
  }

  /** Whether a file has an error with the fixes of all others that it has not without them. Mostly none has, which is soon seen. */
  #bringAnError(): boolean {
    const mended = this.#steps.filter(isMended);
    const reading = this.#steps.filter(({ input, read }) => mended.some((other) => other.input !== input && read.has(other.input.path)));
    for (const { input } of mended) this.#run.show(input);
    const before = reading.map((step) => {
      const messages = this.#run.findingsOf(shownText(step));
      this.#run.show(step.input);
      return messages;
    });
    for (const step of mended) this.#run.show(shownText(step));
    return reading.some((step, index) => {
      const text = shownText(step);
      return newError({ text: text.text, messages: before[index] ?? [] }, { text: text.text, messages: this.#run.findingsOf(text) }) !== null;
    });
  }

  #errorElsewhere({ input }: Step, output: string): Linter.LintMessage | null {
    for (const other of this.#steps) {
      if (other.input === input || !other.read.has(input.path)) continue;
      const text = shownText(other);
      this.#run.show(input);
      const before = this.#run.findingsOf(text);
      this.#run.show({ ...input, text: output });
      const added = newError({ text: text.text, messages: before }, { text: text.text, messages: this.#run.findingsOf(text) });
      if (added !== null) return added;
    }
    return null;
  }
}

function isMended({ input, result }: Step): boolean {
  return result.output !== undefined && result.output !== input.text;
}

/** A file as the others see it. */
function shownText({ input, result }: Step): LintInput {
  return { path: input.path, text: result.output ?? input.text };
}
