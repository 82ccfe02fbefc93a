import type { HistoryStep, TagHistory } from "../../src/image/tag-history.js";

/** Image to tag to what it meant over time. */
export type FloatingTags = Map<string, Map<string, TagHistory>>;

interface TimelineFile {
  images: Record<string, { carried_forward_since?: string; floating: Record<string, [string, string?][]> }>;
}

/** Reads the floating tags of a timeline in JSON; its `read` key explains the forms of a date. */
export function readTimeline(json: string): FloatingTags {
  const file = JSON.parse(json) as TimelineFile;
  return new Map(
    Object.entries(file.images).map(([name, image]) => {
      const carried = image.carried_forward_since ?? null;
      const tags = Object.entries(image.floating).map(
        ([tag, entries]) => [tag, readHistory(entries, carried)] as const,
      );
      return [name, new Map(tags)];
    }),
  );
}

/** @param carriedForward since when Dockerfiles of the image could not be read */
export function readHistory(entries: readonly [string, string?][], carriedForward: string | null): TagHistory {
  const steps: HistoryStep[] = [];
  let goneSince: string | null = null;
  for (const [when, release] of entries) {
    if (release === undefined) goneSince = when.replace(/^gone /, "");
    else if (when === "") steps.push({ kind: "always", date: null, release });
    else if (when.startsWith("<=")) steps.push({ kind: "by", date: when.slice(2), release });
    else steps.push({ kind: "since", date: when, release });
  }
  return { steps, goneSince, carriedSince: carriedSince(steps, goneSince, carriedForward) };
}

/** The timeline says it of the whole image: it then may be so for each tag that was still listed. */
function carriedSince(steps: readonly HistoryStep[], goneSince: string | null, carried: string | null): string | null {
  const last = steps.at(-1)?.date ?? "";
  if (carried === null || steps.at(-1)?.kind === "always" || (goneSince !== null && goneSince <= carried)) return null;
  return carried < last ? null : carried;
}
