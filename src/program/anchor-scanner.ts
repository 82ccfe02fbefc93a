import { squeezedUnit } from "./squeezed-text.js";

const otherClass = 0;
const skippedClass = 1;
const lineFeed = 10;
const carriageReturn = 13;
const escapeCode = 27;
const backslash = 92;

/** One place where the last unit of an anchor stands. */
export interface AnchorHit {
  readonly anchor: number;
  /** Offset in the whole text, of the unit behind the anchor. */
  readonly end: number;
  readonly line: number;
  /** Offset in the whole text where that line starts. */
  readonly lineStart: number;
}

/**
 * Finds many fixed words in a text that comes in pieces, ignoring case, white space and colours (Aho-Corasick over
 * squeezed units). Takes time linear in the text and memory independent of it.
 */
export class AnchorScanner {
  readonly #classes = new Uint8Array(128);
  readonly #width: number;
  readonly #next: Int32Array;
  readonly #found: (number[] | undefined)[];
  #state = 0;
  /** What was read of a control sequence (from its escape character) or of a JSON escape (from its backslash). */
  #sequence = "";
  #behindReturn = -1;
  /** Units read so far. */
  position = 0;
  line = 1;
  lineStart = 0;

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

  /** Reads a piece and reports the anchors that end in it. */
  scan(piece: string, report: (hit: AnchorHit) => void): void {
    const base = this.position;
    for (let index = 0; index < piece.length; index += 1) {
      const code = piece.charCodeAt(index);
      if (code <= escapeCode || code === backslash || this.#sequence !== "") {
        for (const unit of this.#special(code, base + index)) this.#step(unit, base + index, report);
      } else {
        this.#step(code, base + index, report);
      }
    }
    this.position = base + piece.length;
  }

  #step(code: number, offset: number, report: (hit: AnchorHit) => void): void {
    const unit = code < 128 ? code : squeezedUnit(code);
    const kind = unit > 127 ? otherClass : unit === 0 ? skippedClass : (this.#classes[unit] ?? otherClass);
    if (kind === skippedClass) return;
    const state = this.#next[this.#state * this.#width + kind] ?? 0;
    this.#state = state;
    const found = state === 0 ? undefined : this.#found[state];
    if (found === undefined) return;
    for (const anchor of found) report({ anchor, end: offset + 1, line: this.line, lineStart: this.lineStart });
  }

  // Line breaks as LineIndex counts them, terminal control sequences, and escapes of JSON: the text that is in them.
  #special(code: number, offset: number): readonly number[] {
    if (code === lineFeed || code === carriageReturn) {
      if (code === carriageReturn || offset !== this.#behindReturn) this.line += 1;
      this.lineStart = offset + 1;
      if (code === carriageReturn) this.#behindReturn = offset + 1;
      return this.#endSequence();
    }
    if (code === escapeCode) {
      const units = this.#endSequence();
      this.#sequence = "\u001b";
      return units;
    }
    if (this.#sequence === "") {
      if (code === backslash) this.#sequence = "\\";
      return [];
    }
    this.#sequence += String.fromCharCode(code);
    return this.#sequence.startsWith("\\") ? this.#jsonEscape(code) : this.#controlSequence(code);
  }

  #controlSequence(code: number): readonly number[] {
    const length = this.#sequence.length;
    const ends = length === 2 ? code !== 91 : (code >= 64 && code <= 126) || length > 64;
    if (ends) this.#sequence = "";
    return [];
  }

  #jsonEscape(code: number): readonly number[] {
    const text = this.#sequence;
    if (text === "\\n" || text === "\\t" || text === "\\r") {
      this.#sequence = "";
      return [];
    }
    if (code === backslash) {
      const units = this.#endSequence();
      this.#sequence = "\\";
      return units;
    }
    const complete = text.length === 6;
    if (text.startsWith("\\u") && /^[0-9a-fA-F]*$/.test(text.slice(2))) {
      if (!complete) return [];
      const unit = Number.parseInt(text.slice(2), 16);
      this.#sequence = unit === escapeCode ? "\u001b" : "";
      return unit === escapeCode ? [] : [unit];
    }
    return this.#endSequence();
  }

  // A backslash that began no escape is left out, and what followed it is text.
  #endSequence(): readonly number[] {
    const text = this.#sequence;
    this.#sequence = "";
    if (!text.startsWith("\\")) return [];
    return Array.from(text.replaceAll("\\", ""), (unit) => unit.charCodeAt(0));
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
