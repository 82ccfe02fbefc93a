import { releaseNamedByTag } from "./suite-tag.js";

/**
 * How a tag that names a release is made of one that does not: `+0bookworm` appends a word, `+1bookworm` puts it before
 * the last one, `=0alpine3.20` puts it in the place of the last one.
 */
export type SuiteForm = string;

/** The tag that a form makes: `20-bookworm-slim` of `20-slim` and `+1bookworm`. */
export function applySuiteForm(tag: string, form: SuiteForm): string {
  const [kind, fromEnd, word] = [form[0], form[1], form.slice(2)];
  const words = tag === "latest" ? [] : tag.split("-");
  const isReplacing = kind === "=";
  words.splice(words.length - Number(fromEnd) - (isReplacing ? 1 : 0), isReplacing ? 1 : 0, word);
  return words.join("-");
}

/** The tags that a tag with a release's name may be a form of, likeliest first. */
export function suiteFormsOf(tag: string): { tag: string; form: SuiteForm }[] {
  const words = tag.split("-");
  const start = words.findIndex((word, index) => namedAt(words, index) > 0 && word !== "");
  const length = namedAt(words, start);
  if (start === -1 || length === 0) return [];
  const word = words.slice(start, start + length).join("-");
  const fromEnd = words.length - start - length;
  const without = words.toSpliced(start, length).join("-");
  const inserted = { tag: without === "" ? "latest" : without, form: `+${fromEnd}${word}` };
  if (!word.startsWith("alpine")) return [inserted];
  return [{ tag: words.toSpliced(start, length, "alpine").join("-"), form: `=${fromEnd}${word}` }, inserted];
}

/** The number of words that name a release from a place on: `bookworm`, or the two of `alpine-3.20`. */
function namedAt(words: readonly string[], index: number): number {
  const word = words[index];
  const next = words[index + 1];
  if (word === undefined) return 0;
  if (releaseNamedByTag(word) !== null) return 1;
  return next !== undefined && releaseNamedByTag(`${word}-${next}`) !== null && releaseNamedByTag(next) === null
    ? 2
    : 0;
}
