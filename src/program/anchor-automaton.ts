import { squeezedUnit } from "./squeezed-text.js";

const otherClass = 0;
const skippedClass = 1;

/** The tables by which many fixed words are found at once (Aho-Corasick over squeezed units). Never changes. */
export class AnchorAutomaton {
  readonly #classes = new Uint8Array(128);
  readonly #width: number;
  readonly #next: Int32Array;
  readonly #found: (readonly number[] | undefined)[];

  /** `anchors` are squeezed words of ASCII characters. */
  constructor(anchors: readonly string[]) {
    let width = 2;
    for (const anchor of anchors) {
      for (let index = 0; index < anchor.length; index += 1) {
        const code = anchor.charCodeAt(index);
        if ((this.#classes[code] ?? 0) === 0) {
          this.#classes[code] = width;
          width += 1;
        }
      }
    }
    this.#width = width;
    for (let code = 0; code < 128; code += 1) {
      const unit = squeezedUnit(code);
      if (unit === 0) this.#classes[code] = skippedClass;
      else if (unit !== code) this.#classes[code] = this.#classes[unit] ?? otherClass;
    }
    const automaton = this.#build(anchors);
    this.#next = automaton.next;
    this.#found = automaton.found;
  }

  /** The state after one more code unit, 0 being the start; -1 for a unit that squeezed text leaves out. */
  next(state: number, code: number): number {
    const unit = code < 128 ? code : squeezedUnit(code);
    const kind = unit > 127 ? otherClass : unit === 0 ? skippedClass : (this.#classes[unit] ?? otherClass);
    return kind === skippedClass ? -1 : (this.#next[state * this.#width + kind] ?? 0);
  }

  /** The numbers of the anchors that end in a state. */
  found(state: number): readonly number[] | undefined {
    return this.#found[state];
  }

  #build(anchors: readonly string[]): { next: Int32Array; found: (number[] | undefined)[] } {
    const width = this.#width;
    const size = anchors.reduce((sum, anchor) => sum + anchor.length, 1);
    const next = new Int32Array(size * width);
    const found: (number[] | undefined)[] = [];
    let states = 1;
    anchors.forEach((anchor, number) => {
      let state = 0;
      for (let index = 0; index < anchor.length; index += 1) {
        const slot = state * width + (this.#classes[anchor.charCodeAt(index)] ?? 0);
        if ((next[slot] ?? 0) === 0) {
          next[slot] = states;
          states += 1;
        }
        state = next[slot] ?? 0;
      }
      (found[state] ??= []).push(number);
    });
    this.#link(next, found, states);
    return { next, found };
  }

  // Fills in where a mismatch leads, breadth first, and hands down the anchors that end inside others.
  #link(next: Int32Array, found: (number[] | undefined)[], states: number): void {
    const width = this.#width;
    const fallback = new Int32Array(states);
    const queue: number[] = [];
    for (let kind = 0; kind < width; kind += 1) {
      const child = next[kind] ?? 0;
      if (child !== 0) queue.push(child);
    }
    // The queue grows while it is walked.
    for (const state of queue) {
      const back = fallback[state] ?? 0;
      const inherited = found[back];
      if (inherited !== undefined) found[state] = [...(found[state] ?? []), ...inherited];
      for (let kind = 0; kind < width; kind += 1) {
        const slot = state * width + kind;
        const child = next[slot] ?? 0;
        const other = next[back * width + kind] ?? 0;
        if (child === 0) next[slot] = other;
        else {
          fallback[child] = other;
          queue.push(child);
        }
      }
    }
  }
}
