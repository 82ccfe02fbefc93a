import type { Distribution } from "./distribution.js";
import type { Libc } from "./libc.js";

/** How the release of an image is known, surest first. */
export type Confidence =
  /** It was read in the image itself. */
  | "inspected"
  /** The user's configuration says so. */
  | "configured"
  /** This very tag stands in the data. */
  | "listed"
  /** The tag names the release: `-bookworm`, `-alpine3.20`. */
  | "named"
  /** The version lies between two versions that were looked up. */
  | "version"
  /** The publisher's documentation says so. */
  | "documented"
  /** Seen in the image by others. */
  | "reported";

export type UnknownCode =
  | "digest-only"
  | "unknown-image"
  | "unknown-tag"
  | "unknown-date"
  | "not-yet-published"
  | "older-than-data"
  | "newer-than-data"
  | "unknown-release"
  | "windows";

/** Why nothing is said about an image. */
export interface UnknownReason {
  code: UnknownCode;
  /** A sentence for the user. */
  message: string;
}

/** What a tag meant before. */
export interface FormerRelease {
  distribution: Distribution | null;
  libc: Libc | null;
  /** Since when it meant that, `YYYY-MM-DD`; null where that is not known. */
  since: string | null;
  /** The day on which it stopped, `YYYY-MM-DD`. */
  until: string;
}

/** What is known of the image that a reference names, on the day that was asked for. */
export interface ImageFacts {
  /** Null where it is not known, and for an image that has none (then `libc` is known). */
  distribution: Distribution | null;
  /** Null where it is not known. */
  libc: Libc | null;
  /** Since when this reference means this release, `YYYY-MM-DD`; null: always, or not known. */
  since: string | null;
  before: FormerRelease | null;
  /** Whether what the reference means changes with time: another release may come. */
  floating: boolean;
  /** Since when the tag is no longer rebuilt (the registry keeps its last image); null where it still is. */
  goneSince: string | null;
  /**
   * Since when its Dockerfile could not be read, so that the release before that day is assumed; null where it could.
   */
  carriedSince: string | null;
  /** Whether a digest pins another build than the tag's newest, so that the facts are the tag's and not the image's. */
  byTagOnly: boolean;
  /** Null where nothing is known. */
  confidence: Confidence | null;
  /** Where this is from, and the day to which that reaches. */
  source: string | null;
  /** Set exactly where nothing is known. */
  why: UnknownReason | null;
  /** Programs that the image runs: `node`, `redis`. */
  programs: readonly string[];
}

/** Facts that say nothing but why. */
export function unknownFacts(code: UnknownCode, message: string, programs: readonly string[] = []): ImageFacts {
  return {
    distribution: null,
    libc: null,
    since: null,
    before: null,
    floating: false,
    goneSince: null,
    carriedSince: null,
    byTagOnly: false,
    confidence: null,
    source: null,
    why: { code, message },
    programs,
  };
}
