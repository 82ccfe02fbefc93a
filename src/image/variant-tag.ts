/** A tag taken apart by what is known of its image's variants. */
export interface VariantTag {
  /** `alpine` of `1.2.3-alpine`; "" for the default. */
  variant: string;
  /** `1.2.3`; "" where the tag names none (`latest`, `alpine`); null where it has a part of another meaning. */
  version: string | null;
}

/** What stands before a version in some images' tags and says nothing of it. */
const PREFIX = /^(?:stable-|release-|version-|RELEASE\.|[vV](?=\d))/;
/** Words that can follow the first number of a version: `-3`, `-r1`, `-ls82`, `-rc1`. */
const VERSION_WORD = /^(?:\d[\w.]*|(?:r|ls|rc|beta|alpha|preview|p|v|b|m)\.?\d[\w.]*|stable|beta|canary)$/i;
/** The short name of a commit within a version: `1.23.6.4881-e2e58f321-ls65`. */
const COMMIT_WORD = /-(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{8,40}(?=-|$)/g;

/**
 * @param variants the variants that the image has; those of several words first
 * @param ignored words that say nothing of the release: `lts`, `jdk17`; null where there are none
 */
export function parseVariantTag(tag: string, variants: readonly string[], ignored: RegExp | null = null): VariantTag {
  const bare =
    ignored === null
      ? tag
      : tag
          .split("-")
          .filter((word) => !ignored.test(word))
          .join("-");
  const variant = variants.find((name) => name !== "" && `-${bare}-`.includes(`-${name}-`)) ?? "";
  const rest = variant === "" ? bare : `-${bare}-`.replace(`-${variant}-`, "-").slice(1, -1);
  return { variant, version: rest === "latest" || rest === "" ? "" : versionOf(rest) };
}

function versionOf(text: string): string | null {
  const bare = bareVersion(text);
  const [first = "", ...rest] = bare.split(/[-_]/);
  return /^\d[\w.+]*$/.test(first) && rest.every((word) => VERSION_WORD.test(word)) ? bare : null;
}

/** A version without what stands before it and without a commit's name: as bounds are written and tags are compared. */
export function bareVersion(text: string): string {
  return text.replace(PREFIX, "").replaceAll(COMMIT_WORD, "");
}
