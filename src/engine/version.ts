import Range from "semver/classes/range.js";
import minVersion from "semver/ranges/min-version.js";
import { type EngineVersion, parseEngineVersion, releaseName } from "./engine-version.js";

/** Which engines a user means. */
export interface EngineRange {
  /** As it was written. */
  text: string;
  /** The version, where exactly one was named. */
  exact: EngineVersion | null;
  /** The lowest version inside. */
  lowest: EngineVersion;
  includes: (version: EngineVersion) => boolean;
}

export interface EngineProblem {
  code: "engine-empty" | "engine-not-a-range" | "engine-nothing-in-range";
  /** One or two sentences for people: what is wrong, and what to write instead. */
  message: string;
  /** What was probably meant. */
  suggestion: string | null;
}

export type EngineRangeResult = { ok: true; range: EngineRange } | { ok: false; problem: EngineProblem };

const FORMS = 'Write a version such as 20.10.9, or a range such as 20.10.x, 19.03 or ">=19.03 <23".';
const MAXIMUM_LENGTH = 256;

/**
 * Reads which engines are meant: one version as Docker or a distribution writes it (`18.09.9`, `1.13.1`,
 * `20.10.5+dfsg1`), or a range in npm's form (`20`, `20.10.x`, `>=19.03 <23`, `18.09 || 20.10`) with or without
 * leading zeros. Never throws.
 */
export function parseEngineRange(text: string): EngineRangeResult {
  const written = text.trim();
  if (written === "") return problem("engine-empty", `The engine is empty. ${FORMS}`, null);
  const exact = parseEngineVersion(written);
  if (exact) return { ok: true, range: exactRange(exact) };
  if (written.length > MAXIMUM_LENGTH) return notARange(`${written.slice(0, 40)}...`, null);
  const strange = strangePart(written);
  if (strange !== null) return strange;
  const range = npmRange(written);
  if (range === null) return notARange(written, suggestionFor(written));
  const lowest = lowestOf(range);
  if (lowest === null) {
    return problem(
      "engine-nothing-in-range",
      `No Docker Engine can be in the range "${written}": its lower end is above its upper end. ${FORMS}`,
      null,
    );
  }
  const includes = (version: EngineVersion): boolean =>
    range.test(`${version.major}.${version.minor}.${version.patch}`);
  return { ok: true, range: { text: written, exact: null, lowest, includes } };
}

/**
 * npm takes a part that names no number for any version: `>=20.10.10 || x` and `>=20 ||` would be all engines. As the
 * whole range `*` says just that, and is meant.
 */
function strangePart(written: string): EngineRangeResult | null {
  if (written === "*") return null;
  for (const alternative of written.split("||")) {
    const parts = alternative.split(/\s+(?:-\s+)?/u).filter((part) => part !== "");
    const strange = parts.find((part) => /^[<>=~^]*[vV]?[xX*]/u.test(part));
    if (strange !== undefined && npmRange(strange) !== null) {
      const message = `In the range "${written}", "${strange}" names no version and would mean any engine. ${FORMS}`;
      return problem("engine-not-a-range", message, null);
    }
    if (parts.length === 0) {
      const message = `In the range "${written}", a side of "||" is empty, which would mean any engine. ${FORMS}`;
      return problem("engine-not-a-range", message, null);
    }
    if (!/\d/u.test(alternative)) return notARange(written, suggestionFor(written));
  }
  return null;
}

function exactRange(exact: EngineVersion): EngineRange {
  return { text: exact.text, exact, lowest: exact, includes: (version) => version.release === exact.release };
}

function npmRange(written: string): Range | null {
  // npm's versions have no leading zeros; Docker's calendar versions do.
  const numbers = written.replace(/(^|[^\w.]|\.|\bv)0+(?=\d)/g, "$1");
  try {
    return new Range(numbers);
  } catch {
    return null;
  }
}

function lowestOf(range: Range): EngineVersion | null {
  const lowest = minVersion(range);
  if (lowest === null) return null;
  const release = releaseName(lowest.major, lowest.minor, lowest.patch);
  return { text: release, release, major: lowest.major, minor: lowest.minor, patch: lowest.patch, suffix: "" };
}

function notARange(written: string, suggestion: string | null): EngineRangeResult {
  const meant = suggestion === null ? "" : ` Did you mean "${suggestion}"?`;
  return problem("engine-not-a-range", `"${written}" is not a Docker Engine version.${meant} ${FORMS}`, suggestion);
}

function problem(code: EngineProblem["code"], message: string, suggestion: string | null): EngineRangeResult {
  return { ok: false, problem: { code, message, suggestion } };
}

/** What was probably meant by a text that is not a range: the usual slips, or the first version in it. */
function suggestionFor(written: string): string | null {
  // Full-width digits and points come from an input method for Chinese or Japanese.
  const plain = written.normalize("NFKC").replaceAll("\u3002", ".");
  const mended = plain
    .replace(/\u2265|=>/g, ">=")
    .replace(/\u2264|=</g, "<=")
    .replace(/^(?:docker|engine|version|docker-ce|moby)[\s:/@=-]*/i, "")
    .replace(/(\d),(?=\d)/g, "$1.")
    .replace(/(?<!\s)\s*,\s*/g, " ");
  if (mended !== written && mended.trim() !== "" && npmRange(mended) !== null) return mended.trim();
  return /\d{1,3}\.\d{1,3}(?:\.\d{1,3})?/.exec(plain)?.[0] ?? null;
}
