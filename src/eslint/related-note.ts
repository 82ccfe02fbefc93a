import type { Place } from "../compose/project-problem.js";
import type { SourceLocation } from "../text/source-range.js";
import type { LintHost } from "./lint-host.js";

/** Tells the host of the other places that a finding is about, which a message of ESLint cannot carry. */
export function noteRelated(
  source: { host: LintHost; path: string },
  finding: { ruleId: string; loc: SourceLocation },
  related: readonly { place: Place; message: string }[],
): void {
  if (related.length === 0) return;
  source.host.takeNote?.({
    path: source.path,
    ...finding,
    related: related.map(({ place, message }) => ({ path: place.file, loc: place.loc, message })),
  });
}
