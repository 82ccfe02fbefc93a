import { bareVersion } from "../../src/image/variant-tag.js";
import { WORDED_MATCHES } from "./worded-matches.js";
import type { SourceEntry } from "./read-entries.js";

/** What an entry's words mean in the one form of the table, or why they mean nothing there. */
export type Selection = { selectors: readonly string[]; since?: string } | { unused: string };

const VERSION = String.raw`[vV]?(?:stable-|edge-|release-|RELEASE\.)?\d[\w.+-]*`;
const BOUNDS = new RegExp(`^(?:(?:>=|<=|<|>)\\s?${VERSION}\\s*)+$`);
const BOUND = new RegExp(`(>=|<=|<|>)\\s?(${VERSION})`, "g");
const BETWEEN = new RegExp(`^(\\S+) (?:\\.\\.|-) (\\S+)$`);
const FROM_TO = /^(?:built|tags pushed|tags|images built)\b.*?(\d{4}-\d\d-\d\d)/;

/** Words that say that the matter is not in the tag, or was not tied to a release. */
const NOT_IN_TAG: readonly { words: RegExp; reason: string }[] = [
  {
    words: /stored (version|copy)|release not (known|named)|not tied|^about /,
    reason: "one stored version, not tied to a release",
  },
  { words: /^unreleased|unreleased default branch/, reason: "not released yet" },
  { words: /official image/, reason: "the official image has its own table" },
  {
    words: /^kind |base-server|docker-base|homeassistant-base|^base image/,
    reason: "the version is another program's",
  },
  {
    words: /first built|published|pushed before|pushed 20|releases (built|after)|node versions/,
    reason: "the day of the build is not in the tag",
  },
];

/** Brings the words of an entry to the one form; see `ImageRule.selector`. */
export function selectionOf(image: string, entry: SourceEntry): Selection {
  const worded = WORDED_MATCHES[image]?.[entry.match];
  if (worded !== undefined) return typeof worded === "string" ? { unused: worded } : { selectors: worded };
  const variant = variantOf(entry.variant);
  if (variant === null) return { unused: "its variant is a description" };
  return readMatch(entry.match.trim(), variant, entry) ?? { unused: reasonOf(entry.match) };
}

function reasonOf(match: string): string {
  return NOT_IN_TAG.find(({ words }) => words.test(match))?.reason ?? "words";
}

/** `-alpine` and `alpine` are one; null for a description such as "-alpine (java17)". */
export function variantOf(text: string): string | null {
  const variant = text.replace(/^-/, "").replace(/-$/, "").replaceAll("\\", "");
  return /^[\w.-]*$/.test(variant) ? variant : null;
}

function readMatch(match: string, variant: string, entry: SourceEntry): Selection | null {
  if (NOT_IN_TAG.some(({ words }) => words.test(match))) return null;
  const dated = /^default branch from (\d{4}-\d\d-\d\d)/.exec(match) ?? FROM_TO.exec(match);
  if (dated !== null) return { selectors: [`${variant}=`], since: match.includes("before") ? "" : (dated[1] ?? "") };
  const words = match
    .replace(/\s*\((?:latest|floating[^)]*|last one)\)$/, "")
    .replace(/(?:, latest| without suffix|, bionic)+$/g, "");
  if (words === "latest") return { selectors: [`${variant}=`] };
  if (words === "*" || words === "any tag") return { selectors: ["/.*/"] };
  if (/^[\^(-].*\$$/.test(words)) return { selectors: [regexSelector(words)] };
  const glob = /^([\w.-]*\*[\w.*-]*)(?: \(built| ?, built|$)/.exec(words)?.[1];
  if (glob !== undefined) return { selectors: [`/${glob.replaceAll(".", "\\.").replaceAll("*", ".*")}/`] };
  return intervalSelection(words, variant, entry);
}

/**
 * The source's expressions are meant for a part of the tag, the table's for the whole. `^nightly(-.*)?$` was read from
 * the branch as it is now, which says nothing of its older builds.
 */
function regexSelector(text: string): string {
  const branch = /^\^([\w-]+)\(-\.\*\)\?\$$/.exec(text)?.[1];
  if (branch !== undefined) return `/${branch}/`;
  const body = text.replace(/^\^/, "").replace(/\$$/, "");
  return text.startsWith("^") ? `/${body}/` : `/.*${body}/`;
}

function intervalSelection(words: string, variant: string, entry: SourceEntry): Selection | null {
  const line = /^(mainline|stable) (.*)$/.exec(words);
  const kind =
    line === null
      ? (/ \((weekly|LTS)\)$/.exec(words)?.[1]?.toLowerCase() ?? "")
      : line[1] === "mainline"
        ? "odd"
        : "even";
  const bare = (line?.[2] ?? words).replace(/ \((?:weekly|LTS)\)$/, "");
  const interval = boundsInterval(bare, entry) ?? betweenInterval(bare);
  return interval === null ? null : { selectors: [`${variant}${kind === "" ? "" : `%${kind}`}${interval}`] };
}

function boundsInterval(text: string, entry: SourceEntry): string | null {
  if (!BOUNDS.test(text)) return null;
  let low = "[";
  let high = ",)";
  for (const [, sign, version = ""] of text.matchAll(BOUND)) {
    if (sign === ">=" || sign === ">") low = (sign === ">=" ? "[" : "(") + boundOf(version);
    else high = `,${boundOf(version)}${sign === "<=" ? "]" : ")"}`;
  }
  // An open end reaches to the last release that was seen.
  const last = /^\S*\d\S*/.exec(entry.until ?? entry.last_seen ?? "")?.[0];
  if (high !== ",)") return low + high;
  return low + (last !== undefined && !last.startsWith("(") ? `,${boundOf(last)}]` : openEnd(low));
}

/**
 * Where the last release that was seen is not told, the next major version is the end: a number beyond is another
 * scheme.
 */
function openEnd(low: string): string {
  const major = /\d+/.exec(low)?.[0];
  return major === undefined ? ",)" : `,${Number(major) + 2})`;
}

function betweenInterval(text: string): string | null {
  const single = new RegExp(`^${VERSION}$`).exec(text)?.[0];
  if (single !== undefined) return `[${boundOf(single)},${boundOf(single)}]`;
  const [, from = "", to = ""] = BETWEEN.exec(text) ?? [];
  if (!/\d/.test(from) || !/\d/.test(to)) return null;
  const open = /^(.*?)\.x$/.exec(to)?.[1];
  return open === undefined
    ? `[${boundOf(from)},${boundOf(to)}]`
    : `[${boundOf(from.replace(/\.x$/, ""))},${nextOf(boundOf(open))})`;
}

/** The version after all that begin with one: `1.55` after `1.54.x`. */
function nextOf(version: string): string {
  return version.replace(/\d+$/, (last) => String(Number(last) + 1));
}

/** A version as a bound; what `edge-` says of it is the variant. */
function boundOf(version: string): string {
  return bareVersion(version.replace(/^edge-/, ""));
}
