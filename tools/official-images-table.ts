import { encodeDates, encodeHistory, type HistoryWords } from "../src/image/history-encoding.js";
import type { TagHistory } from "../src/image/tag-history.js";
import { encodeWords } from "../src/image/table-encoding.js";
import type { ImageTimeline, Timeline } from "./read-timeline.js";

/** The table of the official images: a line a image, `name, carried forward, dates, histories, tags, exact`. */
export function encodeOfficialImages(timeline: Timeline): string {
  const releases = releasesOf(timeline);
  const lines = timeline.images
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((image) => encodeImage(image, releases));
  return [
    `# Made by tools/image-timeline.ts. Source: ${timeline.source.replaceAll(/\s+/g, " ")}.`,
    `@releases\t${releases.join(" ")}`,
    ...lines,
    "",
  ].join("\n");
}

/** Most used first, so that their numbers are short. */
function releasesOf(timeline: Timeline): string[] {
  const uses = new Map<string, number>();
  const count = (release: string): void => void uses.set(release, (uses.get(release) ?? 0) + 1);
  for (const image of timeline.images) {
    for (const history of image.floating.values()) for (const step of history.steps) count(step.release);
    for (const boundaries of image.exact.values()) for (const boundary of boundaries) count(boundary.release);
  }
  return [...uses].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([release]) => release);
}

function encodeImage(image: ImageTimeline, releases: readonly string[]): string {
  const words = { dates: datesOf(image), releases };
  const groups = groupTags(image, words);
  return [
    image.name,
    image.carriedForwardSince ?? "",
    encodeDates(words.dates),
    groups.map(({ history }) => history).join(";"),
    groups.map(({ tags }) => encodeWords(tags)).join(";"),
    encodeExact(image, releases),
  ].join("\t");
}

function datesOf(image: ImageTimeline): string[] {
  const dates = new Set<string>();
  for (const history of image.floating.values()) for (const date of datesOfHistory(history)) dates.add(date);
  return [...dates].sort();
}

function datesOfHistory(history: TagHistory): string[] {
  return [...history.steps.map((step) => step.date), history.goneSince].filter((date) => date !== null);
}

/** Tags of the same history stand together; groups and tags in alphabetical order compress best. */
function groupTags(image: ImageTimeline, words: HistoryWords): { history: string; tags: string[] }[] {
  const groups = new Map<string, string[]>();
  for (const [tag, history] of image.floating) {
    const key = encodeHistory(history, words);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [tag]);
    else group.push(tag);
  }
  return [...groups]
    .map(([history, tags]) => ({ history, tags: tags.sort() }))
    .sort((a, b) => ((a.tags[0] ?? "") < (b.tags[0] ?? "") ? -1 : 1));
}

function encodeExact(image: ImageTimeline, releases: readonly string[]): string {
  return [...image.exact]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([suffix, boundaries]) =>
      [suffix, ...boundaries.map(({ from, release }) => `${from}=${releases.indexOf(release)}`)].join(" "),
    )
    .join(";");
}
