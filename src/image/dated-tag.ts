/** A tag that names the day of its build: `stable-20230612-slim` is `stable-slim` as it was on 2023-06-12. */
export interface DatedTag {
  tag: string;
  /** `YYYY-MM-DD` */
  date: string;
}

const DAY = /^(20[12]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\.\d+)*$/;

/**
 * Takes the day of the build out of a tag; null where it has none, or nothing else (that may be an unreleased state).
 */
export function parseDatedTag(tag: string): DatedTag | null {
  const words = tag.split("-");
  const index = words.findIndex((word) => DAY.test(word));
  const [, year = "", month = "", day = ""] = DAY.exec(words[index] ?? "") ?? [];
  if (index === -1 || words.length === 1) return null;
  return { tag: words.toSpliced(index, 1).join("-"), date: `${year}-${month}-${day}` };
}
