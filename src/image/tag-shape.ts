import { releaseNamedByTag } from "./suite-tag.js";

/** A tag without what it says of the distribution. */
export interface TagShape {
  /** Version and variant: `20` of `20-bookworm-slim`, `8.2-fpm` of `8.2-fpm-alpine`, "" of `latest` and `bullseye`. */
  line: string;
  isSlim: boolean;
}

const FLAVOURS = new Set(["alpine", "slim", "latest"]);

/** Takes the words that name a distribution, `alpine`, `slim` and `latest` out of a tag. */
export function tagShape(tag: string): TagShape {
  const words = tag.split("-");
  const line = words.filter((word) => !FLAVOURS.has(word) && releaseNamedByTag(word) === null);
  return { line: line.join("-"), isSlim: words.includes("slim") };
}
