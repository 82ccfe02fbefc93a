import path from "node:path";
import { DIGEST_LENGTH, isDigest, type Dependency, type Question } from "../run/dependency.js";

/** A question with its answer; null for an answer that is a digest, which stands with the file. */
type FormQuestion = readonly [question: Question, about: string, answer: string | null];

/** Tells whether a question has the answer that it had. */
export type HasAnswer = (question: Question, about: string, answer: string) => boolean;

/** Not about a place. */
const placeless: ReadonlySet<Question> = new Set(["variable", "day"]);
/** The file itself, its folder, and what is below that. */
const SELF = "";
const HERE = ".";
const BELOW = "./";

/**
 * The questions of a result without what is its own: places are told from the folder of the file, and answers that are digests
 * are left out. Thousands of files share some forms.
 */
export class DependencyForm {
  /** As it is written in a file. */
  readonly text: string;
  /** Of all files of this form alike. */
  readonly #shared: FormQuestion[] = [];
  readonly #own: FormQuestion[] = [];
  readonly #all: readonly FormQuestion[];
  /** Whether the shared questions have their answers; null while nobody asked. */
  #sharedHold: boolean | null = null;

  constructor(text: string) {
    this.text = text;
    this.#all = JSON.parse(text) as FormQuestion[];
    for (const question of this.#all) (isShared(question) ? this.#shared : this.#own).push(question);
  }

  /** Whether the questions of a file have the answers that they had, which need be asked for one run alone. */
  holds(file: string, digests: string, hasAnswer: HasAnswer): boolean {
    this.#sharedHold ??= this.#shared.every(([question, about, answer]) => hasAnswer(question, about, answer ?? ""));
    if (!this.#sharedHold) return false;
    const start = startOf(file);
    let at = 0;
    return this.#own.every(([question, about, answer]) => {
      const digest = answer ?? digests.slice(at, at + DIGEST_LENGTH);
      if (answer === null) at += DIGEST_LENGTH;
      return hasAnswer(question, aboutIn(question, about, file, start), digest);
    });
  }

  /** What was read for the result of a file, but for what is so short that the form holds it. */
  filesRead(file: string): string[] {
    const start = startOf(file);
    return this.#all.filter(([question, , answer]) => question === "read" && answer === null).map(([question, about]) => aboutIn(question, about, file, start));
  }

  /** The questions of a file with their answers. */
  dependencies(file: string, digests: string): Dependency[] {
    const start = startOf(file);
    let at = 0;
    return this.#all.map(([question, about, answer]): Dependency => {
      const digest = answer ?? digests.slice(at, at + DIGEST_LENGTH);
      if (answer === null) at += DIGEST_LENGTH;
      return [question, aboutIn(question, about, file, start), digest];
    });
  }
}

/** The text of the form of a file's questions, and the answers that are digests, one after the other. */
export function formOf(file: string, dependencies: readonly Dependency[]): { form: string; digests: string } {
  const start = startOf(file);
  let digests = "";
  const questions = dependencies.map(([question, about, answer]): FormQuestion => {
    if (isDigest(answer)) digests += answer;
    return [question, formAbout(question, about, file, start), isDigest(answer) ? null : answer];
  });
  return { form: JSON.stringify(questions), digests };
}

/** Whether a question is about what a run knows of its projects, which changes while it surveys them. */
export function isAboutScope(question: Question): boolean {
  return question === "linted" || question === "root" || question === "also";
}

function isShared([question, about, answer]: FormQuestion): boolean {
  if (answer === null || isAboutScope(question)) return false;
  return placeless.has(question) || !(about === SELF || about === HERE || about.startsWith(BELOW));
}

/** The folder of a file with a separator at its end. */
function startOf(file: string): string {
  return file.slice(0, file.lastIndexOf(path.sep) + 1);
}

/** Absolute places stay what they are; none of them starts with a dot. */
function formAbout(question: Question, about: string, file: string, start: string): string {
  if (placeless.has(question)) return about;
  if (about === file) return SELF;
  if (about.startsWith(start)) return BELOW + about.slice(start.length);
  return about.length === start.length - 1 && start.startsWith(about) ? HERE : about;
}

/** The other way round. */
function aboutIn(question: Question, about: string, file: string, start: string): string {
  if (placeless.has(question)) return about;
  if (about === SELF) return file;
  if (about.startsWith(BELOW)) return start + about.slice(BELOW.length);
  return about === HERE ? start.slice(0, -1) : about;
}
