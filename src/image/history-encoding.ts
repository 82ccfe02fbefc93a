import { dateOfDay, dayOfDate, decodeNumber, encodeNumber, endOfNumber } from "./table-encoding.js";
import type { HistoryStep, TagHistory } from "./tag-history.js";

/** Histories and days are written in blocks of so many, so that one of them is read without those before its block. */
const BLOCK = 16;
const NEXT_BLOCK = "|";
const SINCE = ".";
const BY = "<";
const ALWAYS = "*";
const GONE = "!";
const CARRIED = "~";
/** Signs of a part of a parent's history, one for each of the parents in their order. */
const PART_OF = "^&%";
/** Those with a date behind them. */
const SIGNS = GONE + CARRIED + PART_OF;

/** The dates of an image and the releases of the whole table, which histories name by their number. */
export interface HistoryWords {
  dates: readonly string[];
  releases: readonly string[];
}

/** The same for reading, which needs few of the dates. */
export interface HistoryReader {
  dateAt: (number: number) => string;
  releases: readonly string[];
}

/** What is written of a tag's history: all of it, or which part of which parent's history it is. */
export type WrittenHistory =
  { kind: "full"; history: TagHistory } | { kind: "part"; parent: number; since: string; goneSince: string | null };

/** The first day that a history names; "" for one without a day. */
export function firstDate(written: WrittenHistory): string {
  if (written.kind === "part") return written.since;
  const { steps, carriedSince, goneSince } = written.history;
  return steps[0]?.date ?? carriedSince ?? goneSince ?? "";
}

/**
 * Histories as text, each like `1.a3.b!7`: steps of a date's and a release's number, `<` for "by", `*` for "always",
 * `!` for "gone", `~` for "carried forward"; `^1!7` is a part of the parent's. Each date is written as the distance
 * from the one before it, and the first as the distance from the first of the history before in its block.
 *
 * @param histories in the order of their first dates
 */
export function encodeHistories(histories: readonly WrittenHistory[], words: HistoryWords): string {
  return blocksOf(histories)
    .map((block) => {
      let first = 0;
      const texts = block.map((written) => {
        const writer = new Writer(words, first);
        const text = writer.write(written);
        first = writer.first;
        return text;
      });
      return texts.join(";");
    })
    .join(NEXT_BLOCK);
}

function blocksOf<Item>(items: readonly Item[]): Item[][] {
  const blocks: Item[][] = [];
  for (let start = 0; start < items.length; start += BLOCK) blocks.push(items.slice(start, start + BLOCK));
  return blocks;
}

class Writer {
  first: number;
  readonly #words: HistoryWords;
  #date: number;
  #isFirst = true;

  constructor(words: HistoryWords, first: number) {
    this.#words = words;
    this.first = first;
    this.#date = first;
  }

  write(written: WrittenHistory): string {
    if (written.kind === "part") {
      const sign = PART_OF.charAt(written.parent);
      return sign + this.#distance(written.since) + this.#end(GONE, written.goneSince);
    }
    const { steps, goneSince, carriedSince } = written.history;
    const body = steps.map((step) => this.#step(step)).join("");
    return body + this.#end(CARRIED, carriedSince) + this.#end(GONE, goneSince);
  }

  #step({ kind, date, release }: HistoryStep): string {
    const number = encodeNumber(this.#words.releases.indexOf(release));
    // A release takes one digit or, after an apostrophe, two.
    const place = number.length === 1 ? number : `'${number}`;
    if (kind === "always" || date === null) return ALWAYS + place;
    return this.#distance(date) + (kind === "since" ? SINCE : BY) + place;
  }

  #end(sign: string, date: string | null): string {
    return date === null ? "" : sign + this.#distance(date);
  }

  #distance(date: string): string {
    const number = this.#words.dates.indexOf(date);
    const distance = number - this.#date;
    this.#date = number;
    if (this.#isFirst) this.first = number;
    this.#isFirst = false;
    return distance === 0 ? "" : encodeNumber(distance);
  }
}

/** The blocks of histories, for `historyAt`, or of days. */
export function encodedBlocks(text: string): readonly string[] {
  return text.split(NEXT_BLOCK);
}

/** One history of the blocks by its number, with the dates and the releases that it names. */
export function historyAt(blocks: readonly string[], number: number, words: HistoryReader): WrittenHistory {
  const texts = blocks[Math.floor(number / BLOCK)]?.split(";") ?? [];
  const place = number % BLOCK;
  let date = 0;
  for (let before = 0; before < place; before += 1) date += firstDistance(texts[before] ?? "");
  return new Reader(texts[place] ?? "", date, words).read();
}

function firstDistance(text: string): number {
  let start = text.startsWith(ALWAYS) ? ALWAYS.length + lengthOfRelease(text, ALWAYS.length) : 0;
  if (start < text.length && SIGNS.includes(text.charAt(start))) start += 1;
  return decodeNumber(text.slice(start, endOfNumber(text, start)));
}

/** One digit or, after an apostrophe, two. */
function lengthOfRelease(text: string, start: number): number {
  return text.charAt(start) === "'" ? 3 : 1;
}

/** By hand and not by a regular expression, since a program that has just started runs what V8 has not compiled. */
class Reader {
  readonly #text: string;
  readonly #words: HistoryReader;
  #at = 0;
  #date: number;

  constructor(text: string, base: number, words: HistoryReader) {
    this.#text = text;
    this.#words = words;
    this.#date = base;
  }

  read(): WrittenHistory {
    const steps: HistoryStep[] = [];
    let goneSince: string | null = null;
    let carriedSince: string | null = null;
    while (this.#at < this.#text.length) {
      const sign = this.#text.charAt(this.#at);
      const parent = PART_OF.indexOf(sign);
      if (parent !== -1) return this.#part(parent);
      if (sign === ALWAYS) steps.push(this.#always());
      else if (sign === GONE) goneSince = this.#dayBehindSign();
      else if (sign === CARRIED) carriedSince = this.#dayBehindSign();
      else steps.push(this.#step());
    }
    return { kind: "full", history: { steps, goneSince, carriedSince } };
  }

  #part(parent: number): WrittenHistory {
    const since = this.#dayBehindSign();
    return { kind: "part", parent, since, goneSince: this.#at < this.#text.length ? this.#dayBehindSign() : null };
  }

  #always(): HistoryStep {
    this.#at += ALWAYS.length;
    return { kind: "always", date: null, release: this.#release() };
  }

  #step(): HistoryStep {
    const date = this.#day();
    const kind = this.#text.charAt(this.#at) === BY ? "by" : "since";
    this.#at += 1;
    return { kind, date, release: this.#release() };
  }

  #dayBehindSign(): string {
    this.#at += 1;
    return this.#day();
  }

  #day(): string {
    const start = this.#at;
    this.#at = endOfNumber(this.#text, start);
    this.#date += decodeNumber(this.#text.slice(start, this.#at));
    return this.#words.dateAt(this.#date);
  }

  #release(): string {
    const length = lengthOfRelease(this.#text, this.#at);
    const digits = this.#text.slice(length === 1 ? this.#at : this.#at + 1, this.#at + length);
    this.#at += length;
    return this.#words.releases[decodeNumber(digits)] ?? "";
  }
}

/** Days in order, each as its distance from the one before in its block. */
export function encodeDates(dates: readonly string[]): string {
  return blocksOf(dates)
    .map((block) => {
      let before = 0;
      const distances = block.map((date) => {
        const day = dayOfDate(date);
        const distance = encodeNumber(day - before);
        before = day;
        return distance;
      });
      return distances.join(" ");
    })
    .join(NEXT_BLOCK);
}

/** The days of an image, each decoded when it is asked for first. */
export class EncodedDates {
  readonly #blocks: readonly string[];
  readonly #distances: (readonly string[])[] = [];
  readonly #dates: string[] = [];

  /** @param text that `encodeDates` wrote */
  constructor(text: string) {
    this.#blocks = encodedBlocks(text);
  }

  /** A day by its number, as `YYYY-MM-DD`. */
  at(number: number): string {
    return (this.#dates[number] ??= dateOfDay(this.#day(number)));
  }

  #day(number: number): number {
    const block = Math.floor(number / BLOCK);
    const distances = (this.#distances[block] ??= this.#blocks[block]?.split(" ") ?? []);
    let day = 0;
    for (let place = 0; place <= number % BLOCK; place += 1) day += decodeNumber(distances[place] ?? "");
    return day;
  }
}
