import type { AnchorAutomaton } from "./anchor-automaton.js";

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
 * Finds anchors in a text that comes in pieces, ignoring case, white space, colours and JSON's escapes; counts lines.
 * Takes time linear in the text and memory independent of it.
 */
export class AnchorScanner {
  readonly #automaton: AnchorAutomaton;
  #state = 0;
  /** What was read of a control sequence (from its escape character) or of a JSON escape (from its backslash). */
  #sequence = "";
  #behindReturn = -1;
  /** Units read so far. */
  position = 0;
  line = 1;
  lineStart = 0;

  constructor(automaton: AnchorAutomaton) {
    this.#automaton = automaton;
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
    const state = this.#automaton.next(this.#state, code);
    if (state === -1) return;
    this.#state = state;
    if (state === 0) return;
    const found = this.#automaton.found(state);
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
}
