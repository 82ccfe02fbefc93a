import { parseDatedTag } from "./dated-tag.js";
import { releaseOfDistributionTag } from "./distribution-tag.js";
import { compareVersions, parseExactVersion, placeOfVersion } from "./exact-version.js";
import { type Confidence, type FormerRelease, type ImageFacts, unknownFacts } from "./image-facts.js";
import { type OfficialImage, officialImagesDate, officialImagesSource } from "./official-image.js";
import { parentTags } from "./parent-tag.js";
import { factsOfRelease } from "./release-facts.js";
import { isWindowsTag, releaseNamedByTag } from "./suite-tag.js";
import { unofficialFacts } from "./unofficial-facts.js";
import { findUnofficialImage } from "./unofficial-image.js";
import { type HistoryStep, stateAt, type TagHistory } from "./tag-history.js";

/** Words in the tags of an image that are codenames of Ubuntu by accident: ROS has a Kinetic and a Lunar too. */
const NOT_SUITES: Readonly<Record<string, RegExp>> = { ros: /^(?:kinetic|lunar)/, gazebo: /^(?:kinetic|lunar)/ };

/**
 * What a tag of an official image means.
 *
 * @param day `YYYY-MM-DD`, the day on which the image was pulled; null for today
 */
export function officialFacts(image: OfficialImage, tag: string, day: string | null): ImageFacts {
  // From where the table ends, the newest that it has is the best that is known.
  const date = day !== null && day >= officialImagesDate() ? null : day;
  const history = image.historyOf(tag);
  if (history !== null) return listedFacts(image, tag, history, date);
  if (isWindowsTag(tag)) return unknownFacts("windows", `${image.name}:${tag} is a Windows image.`, [image.name]);
  const named = NOT_SUITES[image.name]?.test(tag) === true ? null : releaseNamedByTag(tag);
  if (named !== null) return fixedFacts(image, named, "named");
  const numbered = releaseOfDistributionTag(image.name, tag);
  if (numbered !== null) return fixedFacts(image, numbered, "named");
  return datedFacts(image, tag) ?? versionFacts(image, tag, date);
}

/** The facts of a tag with its day of build: those of the tag without it, on that day. */
function datedFacts(image: OfficialImage, tag: string): ImageFacts | null {
  const dated = parseDatedTag(tag);
  const history = dated === null ? null : image.historyOf(dated.tag);
  const state = dated === null || history === null ? null : stateAt(history, dated.date);
  return state === null ? null : fixedFacts(image, state.step.release, "version");
}

function listedFacts(image: OfficialImage, tag: string, history: TagHistory, date: string | null): ImageFacts {
  const state = stateAt(history, date);
  if (state === null) return tooEarly(image, tag, history, date ?? "");
  const { step, before, goneSince, carriedSince } = state;
  return {
    ...fixedFacts(image, step.release, "listed", date),
    since: step.kind === "since" ? step.date : null,
    before: before === null || step.date === null ? null : formerRelease(before, step.date),
    floating: goneSince === null && step.kind !== "always" && releaseNamedByTag(tag) !== step.release,
    goneSince,
    carriedSince,
  };
}

function tooEarly(image: OfficialImage, tag: string, history: TagHistory, date: string): ImageFacts {
  const first = history.steps[0];
  if (first?.kind !== "since") {
    const message = `What ${image.name}:${tag} was on ${date} is not known.`;
    return unknownFacts("unknown-date", message, [image.name]);
  }
  const message = `${image.name}:${tag} did not exist on ${date}, but since ${first.date ?? "a later day"}.`;
  return unknownFacts("not-yet-published", message, [image.name]);
}

function formerRelease(step: HistoryStep, until: string): FormerRelease {
  const known = factsOfRelease(step.release, "", until);
  return {
    distribution: known?.distribution ?? null,
    libc: known?.libc ?? null,
    since: step.kind === "since" ? step.date : null,
    until,
  };
}

function fixedFacts(image: OfficialImage, key: string, confidence: Confidence, date: string | null = null): ImageFacts {
  const known = factsOfRelease(key, "", date);
  if (known === null) {
    return unknownFacts("unknown-release", `The release "${key}" is not in the table of distributions.`, [image.name]);
  }
  return {
    ...known,
    since: null,
    before: null,
    floating: false,
    goneSince: null,
    carriedSince: null,
    byTagOnly: false,
    confidence,
    source: officialImagesSource(),
    why: null,
    programs: [image.name],
  };
}

/**
 * Official images that were the vendor's own for years (`FROM docker.elastic.co/...`, from 6 on), so that no Dockerfile
 * of theirs says what they stand on; from the second version on there are Dockerfiles again.
 */
const VENDORS: Readonly<Record<string, string>> = {
  elasticsearch: "docker.elastic.co/elasticsearch/elasticsearch",
  kibana: "docker.elastic.co/kibana/kibana",
  logstash: "docker.elastic.co/logstash/logstash",
};
const VENDOR_FROM = "6.0.0-alpha1";
const VENDOR_TO = "7.17.15";

/** Null where an image's own versions tell. */
function vendorFacts(image: OfficialImage, tag: string, version: string, date: string | null): ImageFacts | null {
  const name = Object.hasOwn(VENDORS, image.name) ? VENDORS[image.name] : undefined;
  const vendor = name === undefined || compareVersions(version, VENDOR_FROM) < 0 ? null : findUnofficialImage(name);
  if (vendor === null) return null;
  const facts = unofficialFacts(vendor, tag, date);
  return facts.confidence !== null || compareVersions(version, VENDOR_TO) < 0 ? { ...facts, programs: [image.name] } : null;
}

function versionFacts(image: OfficialImage, tag: string, date: string | null): ImageFacts {
  const exact = parseExactVersion(tag);
  const vendor = exact === null ? null : vendorFacts(image, tag, exact.version, date);
  if (vendor !== null) return vendor;
  const boundaries = exact === null ? null : image.boundariesOf(exact.suffix);
  if (exact === null || boundaries === null) {
    return unknownFacts("unknown-tag", `The tag "${tag}" of ${image.name} is not in the data.`, [image.name]);
  }
  const place = placeOfVersion(exact.version, boundaries);
  if (place.kind === "known") {
    if (isSameOnDay(image, tag, place.release, date)) return fixedFacts(image, place.release, "version");
    const message = `${image.name}:${tag} may have been built on another release before ${date ?? ""}.`;
    return unknownFacts("unknown-date", message, [image.name]);
  }
  const isOlder = place.kind === "older";
  const message = `The version of ${image.name}:${tag} is ${isOlder ? "older" : "newer"} than those in the data.`;
  return unknownFacts(isOlder ? "older-than-data" : "newer-than-data", message, [image.name]);
}

/**
 * The boundaries of exact versions are of their last builds. On an earlier day a version may have stood on another
 * release, unless the tag that floats over it had that release then.
 */
function isSameOnDay(image: OfficialImage, tag: string, release: string, date: string | null): boolean {
  if (date === null) return true;
  const line = parentTags(tag)[0] ?? "";
  const history = image.historyOf(line) ?? image.historyOf(parentTags(line)[0] ?? "");
  return history !== null && /^v?\d/.test(line) && stateAt(history, date)?.step.release === release;
}
