import { compareVersions, parseExactVersion } from "../../src/image/exact-version.js";
import { releaseNamedByTag } from "../../src/image/suite-tag.js";
import type { VersionClass } from "./image-timeline.js";

type Releases = Map<string, string>;

/**
 * The boundaries of an image's exact versions. Suffixes that never disagree on a version share them.
 *
 * @param releases tag to the release that it had when it was built last
 */
export function collectVersions(releases: ReadonlyMap<string, string>): VersionClass[] {
  const classes: { suffixes: string[]; releases: Releases }[] = [];
  for (const [suffix, versions] of bySuffix(releases)) {
    const shared = bestClass(classes, versions);
    if (shared === undefined) classes.push({ suffixes: [suffix], releases: new Map(versions) });
    else {
      shared.suffixes.push(suffix);
      for (const [version, release] of versions) shared.releases.set(version, release);
    }
  }
  return classes.map((one) => ({ suffixes: one.suffixes.sort(), boundaries: boundariesOf(one.releases) }));
}

/** Longest first, so that the short ones find a class. */
function bySuffix(releases: ReadonlyMap<string, string>): [string, Releases][] {
  const found = new Map<string, Releases>();
  for (const [tag, release] of releases) {
    const exact = parseExactVersion(tag);
    if (exact === null || releaseNamedByTag(exact.suffix) !== null) continue;
    found.set(exact.suffix, (found.get(exact.suffix) ?? new Map<string, string>()).set(exact.version, release));
  }
  return [...found].sort(([a, m], [b, n]) => n.size - m.size || (a < b ? -1 : 1));
}

function bestClass<T extends { releases: Releases }>(classes: readonly T[], versions: Releases): T | undefined {
  const rated = classes.map((one) => ({ one, agreement: agreementOf(one.releases, versions) }));
  return rated.filter(({ agreement }) => agreement > 0).sort((a, b) => b.agreement - a.agreement)[0]?.one;
}

/** How many versions two suffixes share; 0 where they disagree on one. */
function agreementOf(known: Releases, versions: Releases): number {
  let agreement = 0;
  for (const [version, release] of versions) {
    const other = known.get(version);
    if (other === undefined) continue;
    if (other !== release) return 0;
    agreement += 1;
  }
  return agreement;
}

/** The last boundary is the highest version known: above it nothing is. */
function boundariesOf(releases: Releases): VersionClass["boundaries"] {
  const sorted = [...releases].sort(([a], [b]) => compareVersions(a, b));
  const changes = sorted.filter(([, release], index) => release !== sorted[index - 1]?.[1]);
  const last = sorted.at(-1)?.[0] ?? "";
  return [...changes.map(([from, release]) => ({ from, release })), { from: last, release: null }];
}
