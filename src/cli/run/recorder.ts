import type { FileAnswer } from "../../compose/recording-file-system.js";
import { digestOf, isDigest, type Question } from "./dependency.js";
import { DependencyRecord } from "./dependency-record.js";
import type { FileStamps } from "./file-stamps.js";

/** Takes down what the work at hand asks for. */
export class Recorder {
  /** Null between the work. */
  #record: DependencyRecord | null = null;
  readonly #stamps: FileStamps;
  /** By file, what was read of it last, and its stamp; of a file that is at hand parsed, it may have been something else. */
  readonly #stamped = new Map<string, { digest: string; stamp: string }>();

  /** @param stamps Is told of the files that are opened. */
  constructor(stamps: FileStamps) {
    this.#stamps = stamps;
  }

  /** Does some work, and gives its questions beside its result; they count for the work around it too. */
  during<Result>(work: () => Result): { result: Result; record: DependencyRecord } {
    const around = this.#record;
    const record = new DependencyRecord();
    this.#record = record;
    try {
      return { result: work(), record };
    } finally {
      this.#record = around;
      this.replay(record);
    }
  }

  /** Takes down the questions of work that is not done again, since its result is remembered. */
  replay(record: DependencyRecord): void {
    this.#record?.add(record);
  }

  note(question: Question, about: string, answer: unknown): void {
    const key = `${question} ${about}`;
    if (this.#record?.has(key) === false) this.#take(this.#record, key, question, about, digestOf(answer));
  }

  readonly noteFile = ({ kind, path, answer }: FileAnswer): void => {
    const digest = digestOf(answerOf({ kind, path, answer } as FileAnswer));
    if (kind === "read") this.#noteStamp(path, digest);
    const key = `${kind} ${path}`;
    if (this.#record?.has(key) === false) this.#take(this.#record, key, kind, path, digest);
  };

  #take(record: DependencyRecord, key: string, question: Question, about: string, digest: string): void {
    const stamped = question === "read" ? this.#stamped.get(about) : undefined;
    record.set(key, stamped?.digest === digest ? [question, about, digest, stamped.stamp] : [question, about, digest]);
  }

  /** What is short is kept as it is, and has no stamp. */
  #noteStamp(file: string, digest: string): void {
    const stamp = this.#stamps.ofRead(file);
    if (stamp !== null && isDigest(digest)) this.#stamped.set(file, { digest, stamp });
    else this.#stamped.delete(file);
  }
}

/** What counts of an answer of a file system. */
export function answerOf({ kind, answer }: FileAnswer): unknown {
  if (kind === "read") return answer.ok ? `=${answer.text}` : answer.problem;
  return kind === "list" ? answer.join("\n") : (answer ?? "");
}

/** What counts of a variable: whether it is set, and its value. */
export function variableAnswer(variables: Readonly<Record<string, string | undefined>>, name: string): string {
  return Object.hasOwn(variables, name) && variables[name] !== undefined ? `=${variables[name]}` : "";
}

/** The variables of the process; each that is looked up is taken down. */
export function recordedVariables(
  variables: Readonly<Record<string, string | undefined>>,
  recorder: Recorder,
): Readonly<Record<string, string | undefined>> {
  const note = (name: string | symbol): void => {
    if (typeof name === "string") recorder.note("variable", name, variableAnswer(variables, name));
  };
  return new Proxy(variables, {
    get: (target, name): unknown => {
      note(name);
      return Reflect.get(target, name) as unknown;
    },
    getOwnPropertyDescriptor: (target, name) => {
      note(name);
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
    ownKeys: (target) => {
      for (const name of Object.keys(target)) note(name);
      return Reflect.ownKeys(target);
    },
  });
}
