import { encodeDates, encodeHistories, firstDate, type WrittenHistory } from "../../src/image/history-encoding.js";
import { parentTags } from "../../src/image/parent-tag.js";
import { encodeTagGroups } from "../../src/image/tag-groups.js";
import { restrictHistory, type TagHistory } from "../../src/image/tag-history.js";
import { encodeNumber, encodeWords } from "../../src/image/table-encoding.js";
import type { ImageTimeline } from "./image-timeline.js";

/** The table of the official images: a line a image, `name, dates, histories, tags (2), versions, suites (3)`. */
export function encodeOfficialImages(images: readonly ImageTimeline[], source: string): string {
  const releases = releasesOf(images);
  const lines = images.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((image) => encodeImage(image, releases));
  return [
    `# Made by tools/official-images.ts. Source: ${source}.`,
    `@releases\t${releases.join(" ")}`,
    ...lines,
    "",
  ].join("\n");
}

/** Most used first, so that their numbers are short. */
function releasesOf(images: readonly ImageTimeline[]): string[] {
  const uses = new Map<string, number>();
  const count = (release: string | null): void => {
    if (release !== null) uses.set(release, (uses.get(release) ?? 0) + 1);
  };
  for (const image of images) {
    for (const history of image.floating.values()) for (const step of history.steps) count(step.release);
    for (const { boundaries } of image.versions) for (const boundary of boundaries) count(boundary.release);
  }
  return [...uses].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([release]) => release);
}

function encodeImage(image: ImageTimeline, releases: readonly string[]): string {
  const words = { dates: datesOf(image), releases };
  const groups = groupTags(image);
  const tags = encodeTagGroups(groups.map((group) => group.tags));
  return [
    image.name,
    encodeDates(words.dates),
    encodeHistories(
      groups.map(({ history }) => history),
      words,
    ),
    tags.suffixSets,
    tags.groups,
    encodeVersions(image, releases),
    ...encodeSuites(image),
  ].join("\t");
}

function datesOf(image: ImageTimeline): string[] {
  const dates = new Set<string>();
  for (const history of image.floating.values()) for (const date of datesOfHistory(history)) dates.add(date);
  return [...dates].sort();
}

function datesOfHistory(history: TagHistory): string[] {
  return [...history.steps.map((step) => step.date), history.goneSince, history.carriedSince].filter(
    (date) => date !== null,
  );
}

/** Tags of the same history stand together, in the order of the days on which they began. */
function groupTags(image: ImageTimeline): { history: WrittenHistory; tags: string[] }[] {
  const groups = new Map<string, { history: WrittenHistory; tags: string[] }>();
  for (const [tag, history] of image.floating) {
    const written = writtenHistory(image, tag, history);
    const key = JSON.stringify(written);
    const group = groups.get(key) ?? { history: written, tags: [] };
    group.tags.push(tag);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => {
    const [left, right] = [firstDate(a.history), firstDate(b.history)];
    if (left !== right) return left < right ? -1 : 1;
    return (a.tags[0] ?? "") < (b.tags[0] ?? "") ? -1 : 1;
  });
}

/** The short form where the history is a part of a wider tag's. */
function writtenHistory(image: ImageTimeline, tag: string, history: TagHistory): WrittenHistory {
  const first = history.steps[0];
  const text = JSON.stringify(history);
  for (const [parent, name] of parentTags(tag).entries()) {
    const wider = image.floating.get(name);
    if (wider === undefined || first?.kind !== "since" || first.date === null) continue;
    const part = { kind: "part", parent, since: first.date, goneSince: history.goneSince } as const;
    if (JSON.stringify(restrictHistory(wider, part.since, part.goneSince)) === text) return part;
  }
  return { kind: "full", history };
}

function encodeVersions(image: ImageTimeline, releases: readonly string[]): string {
  return image.versions
    .map(({ suffixes, boundaries }) => {
      const words = boundaries.map(({ from, release }) => {
        return `${from}=${release === null ? "" : encodeNumber(releases.indexOf(release))}`;
      });
      return `${suffixes.join(",")} ${encodeWords(words)}`;
    })
    .join(";");
}

/** The lists of forms, and the tags that have each of them. */
function encodeSuites(image: ImageTimeline): string[] {
  const groups = new Map<string, string[]>();
  for (const [tag, forms] of image.suites) {
    const key = forms.toSorted().join(",");
    groups.set(key, [...(groups.get(key) ?? []), tag]);
  }
  const tags = encodeTagGroups([...groups.values()].map((group) => group.sort()));
  return [[...groups.keys()].join(";"), tags.suffixSets, tags.groups];
}
