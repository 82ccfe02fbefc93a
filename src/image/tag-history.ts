/** From when on a tag had which release. */
export interface HistoryStep {
  /**
   * `always`: the tag never meant another; `since`: it changed on that day; `by`: known from that day on, not before.
   */
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
  /**
   * Since when its Dockerfile could not be read, so that the release before is carried forward; null where it could.
   */
  carriedSince: string | null;
}

/** What a tag meant on one day. */
export interface TagState {
  step: HistoryStep;
  before: HistoryStep | null;
  /** As in the history, null where that day is later. */
  goneSince: string | null;
  carriedSince: string | null;
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
  const before = history.steps[index - 1] ?? null;
  return {
    step,
    before,
    goneSince: reached(history.goneSince, date),
    carriedSince: reached(history.carriedSince, date),
  };
}

function reached(day: string | null, date: string | null): string | null {
  return day !== null && (date === null || day <= date) ? day : null;
}

/**
 * What a tag meant that was listed for a part of its parent's time and always meant the same as the parent.
 *
 * @param since the day on which it was first listed
 * @param goneSince the day from which on it was not listed any more; null where it still is
 */
export function restrictHistory(parent: TagHistory, since: string, goneSince: string | null): TagHistory | null {
  const first = parent.steps.findLast((step) => step.date === null || step.date <= since);
  if (first === undefined) return null;
  const later = parent.steps.filter(
    (step) => step.date !== null && step.date > since && (goneSince === null || step.date < goneSince),
  );
  const isCarried = parent.carriedSince !== null && (goneSince === null || parent.carriedSince < goneSince);
  const carriedSince = isCarried ? parent.carriedSince : null;
  return { steps: [{ kind: "since", date: since, release: first.release }, ...later], goneSince, carriedSince };
}
