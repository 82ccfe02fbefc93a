import { isDigest, type Dependencies, type Dependency } from "../run/dependency.js";
import { fitsInLine, NumberedTexts, partOf, textOfPart, type Part } from "./cache-text.js";
import { DependencyForm, formOf, type HasAnswer } from "./dependency-form.js";
import { SharedQuestions } from "./shared-questions.js";

export type PartOfFile = readonly [file: string, part: Part];

/**
 * The questions on which what is kept depends: the forms of those of each file, and lists of those that several files share,
 * each written as a part of the file that its form is told from. Nothing is parsed before it is asked for.
 */
export class QuestionTable {
  readonly #formTexts: NumberedTexts;
  readonly #listTexts: NumberedTexts;
  readonly #forms: DependencyForm[] = [];
  readonly #lists: SharedQuestions[] = [];
  /** The numbers of lists as they come from those who ask. */
  readonly #numbers = new WeakMap<Dependencies, number>();

  constructor(forms: string[] = [], lists: string[] = []) {
    this.#formTexts = new NumberedTexts(forms);
    this.#listTexts = new NumberedTexts(lists);
  }

  get texts(): { forms: string[]; shared: string[] } {
    return { forms: this.#formTexts.all, shared: this.#listTexts.all };
  }

  /** Whether all on which a part of a file depends is as it was. */
  holds(file: string, { form, shared, digests }: Part, hasAnswer: HasAnswer): boolean {
    return this.#form(form).holds(file, digests, hasAnswer) && (shared.length === 0 || shared.every((number) => this.#list(number).holds(hasAnswer)));
  }

  /** The questions of parts of files with their answers; what they share is there once. */
  dependencies(parts: readonly PartOfFile[]): Dependency[] {
    const own = parts.flatMap(([file, { form, digests }]) => this.#form(form).dependencies(file, digests));
    return [...own, ...this.#listsOf(parts).flatMap((list) => list.dependencies)];
  }

  /** What was read for parts of files, but for what is so short that its form holds it. */
  filesRead(parts: readonly PartOfFile[]): Set<string> {
    const read = new Set<string>();
    for (const [file, { form }] of parts) for (const other of this.#form(form).filesRead(file)) read.add(other);
    for (const list of this.#listsOf(parts)) {
      for (const [question, about, answer] of list.dependencies) if (question === "read" && isDigest(answer)) read.add(about);
    }
    return read;
  }

  /** The text of a part of a file that depends on these. */
  add(file: string, { own, shared }: Dependencies, rest: string): string {
    const { form, digests } = formOf(file, own);
    return textOfPart({ form: this.#formTexts.numberOf(form), shared: shared.map((list) => this.#numberOf(list)), digests, rest });
  }

  /** Returns what takes over all on which parts in another table depend. */
  takerFrom(from: QuestionTable): (part: Part) => Part {
    const known = new Map<number, number>();
    const take = (part: Part): Part => {
      const shared = part.shared.map((number) => {
        const taken = known.get(number) ?? this.#listTexts.numberOf(textOfPart(take(from.#partOfList(number))));
        known.set(number, taken);
        return taken;
      });
      return { ...part, form: this.#formTexts.numberOf(from.#formTexts.all[part.form] ?? "[]"), shared };
    };
    return take;
  }

  #numberOf(list: Dependencies): number {
    let number = this.#numbers.get(list);
    if (number === undefined) {
      const read = list.own.find(([question]) => question === "read")?.[1] ?? "";
      const place = fitsInLine(read) ? read : "";
      number = this.#listTexts.numberOf(this.add(place, list, place));
      this.#numbers.set(list, number);
    }
    return number;
  }

  #form(number: number): DependencyForm {
    return (this.#forms[number] ??= new DependencyForm(this.#formTexts.all[number] ?? "[]"));
  }

  #list(number: number): SharedQuestions {
    let list = this.#lists[number];
    if (list === undefined) {
      const { form, shared, digests, rest } = this.#partOfList(number);
      const others = shared.map((other) => this.#list(other));
      this.#lists[number] = list = new SharedQuestions(this.#form(form).dependencies(rest, digests), others);
    }
    return list;
  }

  /** The lists that parts depend on, and those that come with these, each once. */
  #listsOf(parts: readonly PartOfFile[]): SharedQuestions[] {
    const numbers = new Set(parts.flatMap(([, { shared }]) => shared));
    // Those that are added are gone through too.
    for (const number of numbers) for (const other of this.#partOfList(number).shared) numbers.add(other);
    return Array.from(numbers, (number) => this.#list(number));
  }

  #partOfList(number: number): Part {
    const part = partOf(this.#listTexts.all[number] ?? "");
    if (part === null) throw new Error(`There is no list ${number} of questions.`);
    return part;
  }
}
