import { LargeTable } from "../data/large-table.js";

const table = new LargeTable("unofficial-images.tsv");

export type RuleConfidence = "source" | "documented" | "reported";

/** From when on the tags that a selector takes stand on a release. */
export interface ImageRule {
  /**
   * `alpine[1.2,2.0)`: versions of a variant; `/regex/`: whole tags; `alpine=`: the variant's tag without a version.
   */
  selector: string;
  /** `debian:12`; "" where only the C library is known. May refer to a group of a regular expression as `$1`. */
  release: string;
  /** The C library where it is not the release's own: `musl`, `glibc`, `none`; "" else. */
  libc: string;
  confidence: RuleConfidence;
  /** `YYYY-MM-DD` or a part of it; "" where it is not known. */
  since: string;
  source: string;
}

export interface UnofficialImage {
  name: string;
  programs: readonly string[];
  variants: readonly string[];
  /** Words of a tag that say nothing of the release; null where there are none. */
  ignored: RegExp | null;
  rules: readonly ImageRule[];
}

const CONFIDENCES: Readonly<Record<string, RuleConfidence>> = { s: "source", d: "documented", r: "reported" };

const decoded = new Map<string, UnofficialImage | null>();

/**
 * What is known of an image that is not official.
 *
 * @param name registry and repository in full: `docker.io/grafana/grafana`
 */
export function findUnofficialImage(name: string): UnofficialImage | null {
  const known = decoded.get(name);
  if (known !== undefined) return known;
  const image = readImage(name);
  decoded.set(name, image);
  return image;
}

function readImage(name: string): UnofficialImage | null {
  for (const key of keysOf(name)) {
    const line = table.line(key);
    if (line !== null) return line.startsWith("=") ? findUnofficialImage(line.slice(1)) : decodeLine(key, line);
  }
  return null;
}

/** The keys under which an image can stand: its name, and patterns for all images of a folder. */
function keysOf(name: string): string[] {
  const slash = name.lastIndexOf("/");
  const dash = name.lastIndexOf("-");
  const folder = name.slice(0, slash + 1);
  const ending = dash > slash ? [`${folder}*${name.slice(dash)}`] : [];
  const words = name.slice(slash + 1).split("-");
  const beginnings = words.slice(1).map((_, index) => `${folder}${words.slice(0, index + 1).join("-")}-*`);
  return [name, ...ending, ...beginnings.reverse(), `${folder}*`];
}

function decodeLine(name: string, line: string): UnofficialImage {
  const [programs = "", variants = "", ignored = "", repository = "", dockerfile = "", ...cells] = line.split("\t");
  return {
    name,
    programs: programs === "" ? [] : programs.split(","),
    variants: variants.split(","),
    ignored: ignored === "" ? null : new RegExp(`^(?:${ignored})$`),
    rules: cells.map((cell) => decodeRule(cell, repository, dockerfile)),
  };
}

/** A rule is `selector release libc confidence since source`, with "-" for what is missing. */
function decodeRule(cell: string, repository: string, dockerfile: string): ImageRule {
  const [selector = "", release = "", libc = "", confidence = "", since = "", ...source] = cell.split(" ");
  return {
    selector,
    release: orEmpty(release),
    libc: orEmpty(libc),
    confidence: CONFIDENCES[confidence] ?? "reported",
    since: orEmpty(since),
    source: source
      .join(" ")
      .replace("%f", /\[([^[,]+),/.exec(selector)?.[1] ?? "")
      .replace("%d", dockerfile)
      .replace("%r", repository),
  };
}

function orEmpty(text: string): string {
  return text === "-" ? "" : text;
}

/** The day to which the table reaches, `YYYY-MM-DD`. */
export function unofficialImagesDate(): string {
  return /read (\d{4}-\d\d-\d\d)/.exec(table.head())?.[1] ?? "";
}
