/** Words of a tag that count versions and builds: `3.11`, `v2`, `8u121`, `RC1`, `beta2`, `ea`, `20240101`. */
const VERSION_WORD = /^(?:v?\d[\w.]*|(?:rc|beta|alpha|m|preview)[.\d]*|ea)$/;
const LEADING_VERSION = /^v?\d[\w.]*$/;

/**
 * Tags that float wider than a tag, nearest first, so that a tag may have meant what one of them did.
 *
 * @returns `20-slim` and `slim` for `20.3-slim`; `latest` for a bare `20`; `beta-fpm` for `beta-5.8-RC1-fpm`
 */
export function parentTags(tag: string): string[] {
  const words = tag.split("-");
  const [first = "", ...rest] = words;
  const parents: string[] = [];
  if (LEADING_VERSION.test(first)) {
    const dot = first.lastIndexOf(".");
    parents.push(dot === -1 ? rest.join("-") || "latest" : [first.slice(0, dot), ...rest].join("-"));
  }
  const last = words.findLastIndex((word) => isVersionWord(word));
  if (last > 0) parents.push(words.toSpliced(last, 1).join("-"));
  const bare = words.filter((word) => !isVersionWord(word)).join("-");
  parents.push(bare === "" ? "latest" : bare);
  return parents.filter((parent, index) => parent !== tag && parents.indexOf(parent) === index);
}

/** The length of a tag up to its last word that counts a version; 0 where it has none. */
export function versionHeadLength(tag: string): number {
  const words = tag.split("-");
  const last = words.findLastIndex((word) => isVersionWord(word));
  return words.slice(0, last + 1).join("-").length;
}

function isVersionWord(word: string): boolean {
  // Upper case is rare, and a regular expression that takes either is slow to be made.
  return VERSION_WORD.test(word.toLowerCase());
}
