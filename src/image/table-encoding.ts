import { dayOf } from "./day.js";

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DAY = 86_400_000;
/** Day 0 of the tables: no official image is older. */
const EPOCH = Date.UTC(2012, 0, 1);

/** Characters of a text that the tables count; longer common beginnings are cut to this. */
export const MAX_SHARED = DIGITS.length - 1;

/** A whole number from 0 in base 62, as the tables of `src/data` write it. */
export function encodeNumber(value: number): string {
  const last = DIGITS.charAt(value % 62);
  return value < 62 ? last : encodeNumber(Math.floor(value / 62)) + last;
}

export function decodeNumber(text: string): number {
  // Called for a thousand numbers by a program that has just started, most of one digit: what is simplest for V8 counts.
  if (text.length === 1) return DIGITS.indexOf(text);
  let value = 0;
  for (let index = 0; index < text.length; index += 1) value = value * 62 + DIGITS.indexOf(text.charAt(index));
  return value;
}

/** Where the number ends that begins at a place of a text. */
export function endOfNumber(text: string, start: number): number {
  let end = start;
  while (end < text.length && DIGITS.includes(text.charAt(end))) end += 1;
  return end;
}

/** `YYYY-MM-DD` as the number of days since the tables' first day. */
export function dayOfDate(date: string): number {
  return Math.round((Date.parse(`${date}T00:00:00Z`) - EPOCH) / DAY);
}

export function dateOfDay(day: number): string {
  return dayOf(new Date(EPOCH + day * DAY));
}

/** Words that mostly begin like the word before them: each is written as the length of that beginning and the rest. */
export function encodeWords(words: readonly string[]): string {
  let before = "";
  return words
    .map((word) => {
      if (isSeparator(word)) return word;
      let shared = 0;
      while (shared < MAX_SHARED && shared < word.length && word[shared] === before[shared]) shared += 1;
      before = word;
      return encodeNumber(shared) + word.slice(shared);
    })
    .join(" ");
}

export function decodeWords(text: string): string[] {
  let before = "";
  return text.split(" ").map((entry) => {
    if (isSeparator(entry)) return entry;
    before = before.slice(0, DIGITS.indexOf(entry.charAt(0))) + entry.slice(1);
    return before;
  });
}

/** What begins with `;` stays as it is between words, and the word after it still refers to the word before it. */
function isSeparator(word: string): boolean {
  return word.startsWith(";");
}
