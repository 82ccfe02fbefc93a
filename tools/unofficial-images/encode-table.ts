import type { ImageRule } from "../../src/image/unofficial-image.js";

/** What the table says of one image. */
export interface TableImage {
  name: string;
  aliases: string[];
  programs: readonly string[];
  ignored: string;
  repository: string;
  dockerfile: string;
  rules: ImageRule[];
}

/**
 * The table: a line an image, `name, programs, variants, ignored words, repository, Dockerfile, rules`, or `alias,
 * =name`.
 */
export function encodeUnofficialImages(images: readonly TableImage[], heading: string): string {
  const names = new Set(images.map(({ name }) => name));
  const lines = images.flatMap((image) => [
    encodeImage(image),
    ...image.aliases.filter((alias) => !names.has(alias)).map((alias) => `${alias}\t=${image.name}`),
  ]);
  return [heading, ...[...new Set(lines)].sort(), ""].join("\n");
}

function encodeImage(image: TableImage): string {
  const variants = new Set(image.rules.map(({ selector }) => /^([\w.-]+)(?:%\w+)?[[(=]/.exec(selector)?.[1] ?? ""));
  return [
    image.name,
    image.programs.join(","),
    [...variants]
      .filter((variant) => variant !== "")
      .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
      .join(","),
    image.ignored,
    image.repository,
    image.dockerfile,
    ...image.rules.map((rule) => encodeRule(rule, image)),
  ].join("\t");
}

function encodeRule(rule: ImageRule, image: TableImage): string {
  const fields = [rule.selector, rule.release, rule.libc, rule.confidence.charAt(0), rule.since];
  return `${fields.map((field) => (field === "" ? "-" : field)).join(" ")} ${encodeSource(rule, image)}`;
}

/**
 * The source with `%r` for the repository, `%d` for the Dockerfile and `%f` for the version from which the rule holds.
 */
function encodeSource({ source, selector }: ImageRule, image: TableImage): string {
  const from = /\[([^,]+),/.exec(selector)?.[1] ?? "";
  const parts = [
    [image.repository, "%r"],
    [image.dockerfile, "%d"],
    [from, "%f"],
  ] as const;
  return parts
    .reduce((text, [part, sign]) => (part === "" ? text : text.replace(part, sign)), source)
    .replaceAll(/\s+/g, " ");
}
