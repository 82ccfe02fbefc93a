import { readFileSync } from "node:fs";

/** One statement of the source about some tags of an image. */
export interface SourceEntry {
  match: string;
  variant: string;
  distribution: string | null;
  libc?: string | null;
  since: string | null;
  until?: string;
  last_seen?: string;
  confidence: "source" | "documented" | "reported";
  source: string;
}

export interface SourceImage {
  image: string;
  also: string[];
  repo: string | null;
  dockerfile: string | null;
  tags: SourceEntry[];
  latest: string | null;
  programs: string[];
}

export interface SourceFile {
  date: string;
  images: SourceImage[];
}

const TEXTS = ["match", "variant", "confidence", "source"] as const;

/** Reads the collection and checks its form; throws with the place of the first fault. */
export function readEntries(file: string): SourceFile {
  const parsed = JSON.parse(readFileSync(file, "utf8")) as SourceFile;
  for (const image of parsed.images) {
    if (typeof image.image !== "string" || !Array.isArray(image.tags) || !Array.isArray(image.also)) {
      throw new Error(`An image without name, tags or other names: ${JSON.stringify(image).slice(0, 120)}`);
    }
    image.tags.forEach((entry, index) => {
      const wrong = TEXTS.find((key) => typeof entry[key] !== "string");
      if (wrong !== undefined) throw new Error(`${image.image}: entry ${index} has no text "${wrong}"`);
    });
  }
  return parsed;
}
