// Makes src/data/unofficial-images.tsv, checks the form of its source and says what is not used and what is stale.
// Usage: node --import tsx tools/unofficial-images.ts SOURCE.json [--output FILE] [--list]
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { parseImageReference } from "../src/image/reference.js";
import { knownName } from "../src/image/registry-alias.js";
import type { ImageRule } from "../src/image/unofficial-image.js";
import { encodeUnofficialImages, type TableImage } from "./unofficial-images/encode-table.js";
import { readEntries, type SourceEntry, type SourceImage } from "./unofficial-images/read-entries.js";
import { releaseOfEntry } from "./unofficial-images/release-of-entry.js";
import { type Selection, selectionOf, variantOf } from "./unofficial-images/selector-of-match.js";
import { IGNORED_WORDS, SPLIT_IMAGES } from "./unofficial-images/worded-matches.js";

const STALE_AFTER_DAYS = 365;
/** Names that the source takes for others and that were given up: Docker Hub's cAdvisor ends with 0.33 of 2019. */
const ENDED_NAMES = new Set(["google/cadvisor"]);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    output: { type: "string", default: "src/data/unofficial-images.tsv" },
    list: { type: "boolean", default: false },
  },
});
const [input] = positionals;
if (input === undefined) {
  console.error("Usage: tools/unofficial-images.ts SOURCE.json [--output FILE] [--list]");
  process.exit(2);
}

const file = readEntries(input);
const unused: string[] = [];

/** The name under which the library looks an image up; null for a remark such as "spark (official)". */
function fullName(name: string): string | null {
  const parsed = parseImageReference(name.replaceAll("*", "00"));
  if (!parsed.ok || parsed.reference.tag !== null) return null;
  return knownName(parsed.reference).replaceAll("00", "*");
}

function dateIn(text: string | null | undefined): string {
  return /\d{4}-\d\d(?:-\d\d)?/.exec(/\(([^)]*)\)/.exec(text ?? "")?.[1] ?? text ?? "")?.[0] ?? "";
}

function rulesOf(image: string, entry: SourceEntry, selection: Selection): ImageRule[] {
  const note = `${image}\t${entry.match}\t${entry.distribution ?? "-"}`;
  if ("unused" in selection) {
    unused.push(`${note}\t${selection.unused}`);
    return [];
  }
  const release = releaseOfEntry(entry);
  if (release === null) {
    unused.push(`${note}\tno one release`);
    return [];
  }
  const { confidence, source } = entry;
  const since = selection.since ?? dateIn(entry.since);
  return selection.selectors.map((selector) => ({ selector, ...release, confidence, since, source }));
}

/** The newest that is known of a tag without a version, where no entry says it. */
function latestRules(image: SourceImage, rules: readonly ImageRule[]): ImageRule[] {
  const has = (selector: string): boolean => rules.some((rule) => rule.selector === selector);
  // A remark says that it is not so for every name or tag.
  const isPlain = image.latest !== null && !image.latest.includes(" ");
  const release = releaseOfEntry({ distribution: isPlain ? image.latest : null });
  const source = `newest Dockerfile of ${image.repo ?? image.image}`;
  const latest: ImageRule[] =
    release === null || has("=") || has("/.*/") || has("/latest/")
      ? []
      : [{ selector: "=", ...release, confidence: "documented", since: "", source }];
  const variants = new Set(
    image.tags.map((entry) => variantOf(entry.variant)).filter((name) => name !== null && name !== ""),
  );
  return [...latest, ...[...variants].flatMap((name) => variantRule(name ?? "", rules, has))];
}

/** A variant's tag without a version stands on what its last interval says, if that has no end. */
function variantRule(name: string, rules: readonly ImageRule[], has: (selector: string) => boolean): ImageRule[] {
  const last = rules.filter(({ selector }) => selector.startsWith(`${name}[`)).at(-1);
  if (has(`${name}=`) || last === undefined || last.selector.endsWith(")") !== last.selector.endsWith(",)")) return [];
  return [{ ...last, selector: `${name}=`, since: "" }];
}

function splitImages(image: SourceImage): TableImage[] {
  return SPLIT_IMAGES.filter((split) => split.image === image.image).flatMap((split) => {
    const entry = image.tags.find(({ match }) => match === split.match);
    if (entry === undefined) throw new Error(`${split.image} has no entry "${split.match}" any more`);
    return split.names.map((name) => tableImage(image, name, [], rulesOf(name, entry, { selectors: split.selectors })));
  });
}

function tableImage(image: SourceImage, name: string, aliases: string[], rules: ImageRule[]): TableImage {
  return {
    name: fullName(name) ?? name,
    aliases,
    programs: image.programs,
    ignored: IGNORED_WORDS[image.image] ?? "",
    repository: image.repo ?? "",
    dockerfile: image.dockerfile ?? "",
    rules,
  };
}

/** The images of distroless that are only files, without a C library. */
function staticImages(images: readonly TableImage[]): TableImage[] {
  return images
    .filter(({ name }) => name.startsWith("gcr.io/distroless/*"))
    .map((image) => ({
      ...image,
      name: image.name.replace("*", "static"),
      aliases: [],
      rules: image.rules.map((rule) => ({ ...rule, libc: "none" })),
    }));
}

const images = file.images.flatMap((image) => {
  const rules = image.tags.flatMap((entry) => rulesOf(image.image, entry, selectionOf(image.image, entry)));
  const all = [...rules, ...latestRules(image, rules)];
  const aliases = image.also.filter((name) => !ENDED_NAMES.has(name)).map(fullName).filter((name) => name !== null);
  const own = all.length === 0 ? [] : [tableImage(image, image.image, aliases, all)];
  const split = splitImages(image);
  // An entry for single names takes the place of the pattern that stood for them.
  return [...own.filter(({ name }) => !split.some((other) => other.name === name)), ...split];
});
/** Only the names that are still built follow the default release; `nodejs18` or `java` stay what they were last. */
function onlyNamed(image: TableImage): TableImage {
  const [first, ...aliases] = image.aliases.filter((name) => !name.endsWith("/static"));
  return image.name === "gcr.io/distroless/*" && first !== undefined ? { ...image, name: first, aliases } : image;
}

const table = encodeUnofficialImages(
  [...images.map(onlyNamed), ...staticImages(images)],
  `# Made by tools/unofficial-images.ts. Source: Dockerfiles and documents of the publishers, read ${file.date}.`,
);
writeFileSync(values.output, table);

const entries = file.images.reduce((sum, { tags }) => sum + tags.length, 0);
console.log(`${values.output}: ${images.length} images, ${table.length} bytes`);
console.log(`${entries - unused.length} of ${entries} entries used; not used: ${unused.length}`);
if (values.list) console.log(unused.join("\n"));
const limit = new Date(Date.parse(file.date) - STALE_AFTER_DAYS * 86_400_000).toISOString().slice(0, 10);
for (const image of file.images) {
  const newest =
    JSON.stringify(image.tags)
      .match(/20[12]\d-\d\d-\d\d/g)
      ?.sort()
      .at(-1) ?? "";
  if (newest < limit) console.log(`stale: ${image.image}: newest day is ${newest === "" ? "not given" : newest}`);
}
