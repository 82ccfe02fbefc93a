import { dateOfDay, dayOfDate, decodeNumber, encodeNumber } from "./table-encoding.js";
import type { HistoryStep, TagHistory } from "./tag-history.js";

const SIGN_OF_KIND = { since: ".", by: "<" } as const;
const ALWAYS = "*";
const GONE = "!";

/** The dates of an image and the releases of the whole table, which histories name by their number. */
export interface HistoryWords {
  dates: readonly string[];
  releases: readonly string[];
}

/** A history as `1.a,3.b,!7`: numbers of date and release; `<` for "by", `*` for "always", `!` for "gone". */
export function encodeHistory(history: TagHistory, words: HistoryWords): string {
  const steps = history.steps.map(({ kind, date, release }) => {
    const number = encodeNumber(words.releases.indexOf(release));
    if (kind === "always" || date === null) return ALWAYS + number;
    return encodeNumber(words.dates.indexOf(date)) + SIGN_OF_KIND[kind] + number;
  });
  const gone = history.goneSince === null ? [] : [GONE + encodeNumber(words.dates.indexOf(history.goneSince))];
  return [...steps, ...gone].join(",");
}

export function decodeHistory(text: string, words: HistoryWords): TagHistory {
  const steps: HistoryStep[] = [];
  let goneSince: string | null = null;
  for (const entry of text.split(",")) {
    if (entry.startsWith(GONE)) goneSince = words.dates[decodeNumber(entry.slice(1))] ?? null;
    else steps.push(decodeStep(entry, words));
  }
  return { steps, goneSince };
}

function decodeStep(entry: string, words: HistoryWords): HistoryStep {
  const place = entry.search(/[.<*]/);
  const release = words.releases[decodeNumber(entry.slice(place + 1))] ?? "";
  const sign = entry.charAt(place);
  if (sign === ALWAYS) return { kind: "always", date: null, release };
  const date = words.dates[decodeNumber(entry.slice(0, place))] ?? null;
  return { kind: sign === SIGN_OF_KIND.by ? "by" : "since", date, release };
}

/** Days in order, each as its distance from the one before. */
export function encodeDates(dates: readonly string[]): string {
  let before = 0;
  return dates
    .map((date) => {
      const day = dayOfDate(date);
      const distance = encodeNumber(day - before);
      before = day;
      return distance;
    })
    .join(" ");
}

export function decodeDates(text: string): string[] {
  if (text === "") return [];
  let day = 0;
  return text.split(" ").map((distance) => {
    day += decodeNumber(distance);
    return dateOfDay(day);
  });
}
