/** From when on a tag had which release. */
export interface HistoryStep {
  /** `always`: the tag never meant another; `since`: it changed on that day; `by`: known from that day on, not before. */
  kind: "always" | "since" | "by";
  /** `YYYY-MM-DD`; null for `always`. */
  date: string | null;
  /** Distribution and its version or codename: `debian:bookworm`, `alpine:3.20`. */
  release: string;
}

/** What a tag meant over time. */
export interface TagHistory {
  /** Oldest first. */
  steps: readonly HistoryStep[];
  /** Since when the tag is no longer listed, and its image no longer rebuilt; null where it still is. */
  goneSince: string | null;
}

/** What a tag meant on one day. */
export interface TagState {
  step: HistoryStep;
  before: HistoryStep | null;
  /** As in the history, null where that day is later. */
  goneSince: string | null;
}

/**
 * What a tag meant on a day.
 *
 * @param date `YYYY-MM-DD`; null for the newest that is known
 * @returns null where the tag did not exist yet on that day, or its release of then is not known
 */
export function stateAt(history: TagHistory, date: string | null): TagState | null {
  const index = history.steps.findLastIndex((step) => date === null || step.date === null || step.date <= date);
  const step = history.steps[index];
  if (step === undefined) return null;
  const isGone = history.goneSince !== null && (date === null || history.goneSince <= date);
  return { step, before: history.steps[index - 1] ?? null, goneSince: isGone ? history.goneSince : null };
}
