import type { VersionBoundary } from "../src/image/official-image.js";
import type { HistoryStep, TagHistory } from "../src/image/tag-history.js";

export interface ImageTimeline {
  name: string;
  carriedForwardSince: string | null;
  /** Tag to what it meant over time. */
  floating: Map<string, TagHistory>;
  /** Suffix of exact versions to their boundaries. */
  exact: Map<string, VersionBoundary[]>;
}

export interface Timeline {
  source: string;
  images: ImageTimeline[];
}

interface TimelineFile {
  source: string;
  images: Record<
    string,
    {
      carried_forward_since?: string;
      floating: Record<string, [string, string?][]>;
      exact: Record<string, [string, string][]>;
    }
  >;
}

/** Reads the JSON form of the timeline; its `read` key explains the forms of a date. */
export function readTimeline(json: string): Timeline {
  const file = JSON.parse(json) as TimelineFile;
  const images = Object.entries(file.images).map(([name, image]) => ({
    name,
    carriedForwardSince: image.carried_forward_since ?? null,
    floating: new Map(Object.entries(image.floating).map(([tag, entries]) => [tag, readHistory(entries)])),
    exact: new Map(
      Object.entries(image.exact).map(([suffix, entries]) => [
        suffix,
        entries.map(([from, release]) => ({ from, release })),
      ]),
    ),
  }));
  return { source: file.source, images };
}

export function readHistory(entries: readonly [string, string?][]): TagHistory {
  const steps: HistoryStep[] = [];
  let goneSince: string | null = null;
  for (const [when, release] of entries) {
    if (release === undefined) goneSince = when.replace(/^gone /, "");
    else if (when === "") steps.push({ kind: "always", date: null, release });
    else if (when.startsWith("<=")) steps.push({ kind: "by", date: when.slice(2), release });
    else steps.push({ kind: "since", date: when, release });
  }
  return { steps, goneSince };
}
