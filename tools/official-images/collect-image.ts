import { parseDatedTag } from "../../src/image/dated-tag.js";
import { parseExactVersion } from "../../src/image/exact-version.js";
import { type SuiteForm, suiteFormsOf } from "../../src/image/suite-form.js";
import { isWindowsTag, releaseNamedByTag } from "../../src/image/suite-tag.js";
import { stateAt, type TagHistory } from "../../src/image/tag-history.js";
import { releaseOfDistributionTag } from "../../src/image/distribution-tag.js";
import { collectVersions } from "./collect-versions.js";
import type { ImageTimeline } from "./image-timeline.js";

/**
 * Takes out of an image's tags what the rules of the library find without being told.
 *
 * @param histories every tag that was ever listed for Linux, with what it meant
 */
export function collectImage(name: string, histories: ReadonlyMap<string, TagHistory>): ImageTimeline {
  const linux = new Map([...histories].filter(([tag]) => !isWindowsTag(tag)));
  const releases = new Map([...linux].map(([tag, { steps }]) => [tag, steps.at(-1)?.release ?? ""]));
  const floating = new Map(
    [...linux]
      .filter(([tag, history]) => mustBeListed(name, tag, history, linux))
      .map(([tag, history]) => [tag, isNumberOfDistribution(name, tag, history) ? forGood(history) : history]),
  );
  return { name, floating, versions: collectVersions(releases), suites: collectSuites(linux, floating) };
}

/** `debian:12` is Debian 12 whenever it is pulled. */
function isNumberOfDistribution(image: string, tag: string, history: TagHistory): boolean {
  const release = releaseOfDistributionTag(image, tag);
  return release !== null && history.steps.every((step) => step.release === release);
}

function forGood(history: TagHistory): TagHistory {
  return { ...history, steps: history.steps.map(({ release }) => ({ kind: "always", date: null, release })) };
}

function mustBeListed(image: string, tag: string, history: TagHistory, all: ReadonlyMap<string, TagHistory>): boolean {
  const named = releaseNamedByTag(tag);
  if (named !== null) return history.steps.some(({ release }) => release !== named);
  if (parseExactVersion(tag) !== null) return false;
  return !isFoundByDate(image, tag, history, all);
}

/** Whether the tag without its day of build, as it was on that day, tells the release. */
function isFoundByDate(image: string, tag: string, history: TagHistory, all: ReadonlyMap<string, TagHistory>): boolean {
  const dated = parseDatedTag(tag);
  if (dated === null) return false;
  const wider = all.get(dated.tag);
  const state = wider === undefined ? null : stateAt(wider, dated.date);
  const found = releaseOfDistributionTag(image, tag) ?? state?.step.release;
  return history.steps.every(({ release }) => release === found);
}

/** The tags with a release's name that are still listed, or were until the tag went of which they are a form. */
function collectSuites(
  linux: ReadonlyMap<string, TagHistory>,
  floating: ReadonlyMap<string, TagHistory>,
): Map<string, SuiteForm[]> {
  const suites = new Map<string, SuiteForm[]>();
  for (const [tag, history] of linux) {
    const named = releaseNamedByTag(tag);
    if (named === null || parseExactVersion(tag) !== null || parseDatedTag(tag) !== null) continue;
    const form = suiteFormsOf(tag).find((one) => floating.has(one.tag));
    const wider = form === undefined ? undefined : floating.get(form.tag);
    if (form === undefined || wider === undefined || !isListedTogether(history, wider)) continue;
    if (floating.has(tag)) continue;
    suites.set(form.tag, [...(suites.get(form.tag) ?? []), form.form]);
  }
  return suites;
}

function isListedTogether(history: TagHistory, wider: TagHistory): boolean {
  return history.goneSince === wider.goneSince;
}
