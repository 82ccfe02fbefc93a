import { plainText } from "./plain-text.js";

/** More than any name, path or image reference that a message has to show whole. */
const LONGEST_WORD = 320;
const WORD_START = 240;
const WORD_END = 60;
const LONGEST_TEXT = 4000;

const longWord = new RegExp(`\\S{${LONGEST_WORD + 1},}`, "gu");

/**
 * A text of a file as a message may hold it, whoever prints that: control characters are shown, and what is too long to be
 * read is cut.
 */
export function toldText(text: string): string {
  const plain = plainText(text);
  if (plain.length <= LONGEST_WORD) return plain;
  const short = plain.replaceAll(longWord, shortened);
  return short.length <= LONGEST_TEXT ? short : `${Array.from(short).slice(0, LONGEST_TEXT).join("")}...`;
}

/** By whole characters, so that no pair of surrogates is torn. */
function shortened(word: string): string {
  const characters = Array.from(word);
  return `${characters.slice(0, WORD_START).join("")}...${characters.slice(-WORD_END).join("")}`;
}
