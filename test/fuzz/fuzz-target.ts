/** Something that reads texts of others, and what must hold of it for any text. */
export interface FuzzTarget {
  /** Texts to start from. */
  seeds(): readonly string[];
  /** Pieces of its language, which mutations throw in. */
  readonly pieces: readonly string[];
  /** Throws where something does not hold. */
  check(text: string): void | Promise<void>;
}

/** An input is cut to this many characters: of a bounded text each target must be done within a second. */
export const LONGEST_INPUT = 40_000;
