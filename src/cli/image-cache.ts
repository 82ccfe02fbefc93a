import { readFileSync } from "node:fs";
import type { FileFindings } from "../image/inspect-files.js";
import { writeFileSafely } from "./write-file.js";

/** Raised when what is read of an image, or how, changes. */
const FORMAT = 1;
const MOST_IMAGES = 500;

/** What was read in images, by their ids, which change with everything in them. It is kept in a file between runs. */
export class ImageCache {
  readonly #file: string | null;
  readonly #images: Map<string, FileFindings>;
  #isChanged = false;

  /** @param file its path, null to keep nothing; one that is missing or broken counts as empty */
  constructor(file: string | null) {
    this.#file = file;
    this.#images = new Map(file === null ? [] : Object.entries(imagesIn(file)));
  }

  get(id: string): FileFindings | undefined {
    return this.#images.get(id);
  }

  set(id: string, findings: FileFindings): void {
    this.#images.set(id, findings);
    this.#isChanged = true;
  }

  /** Writes what is new; a folder that cannot be written costs the next run some time and nothing else. */
  save(): void {
    if (!this.#isChanged || this.#file === null) return;
    const newest = [...this.#images].slice(-MOST_IMAGES);
    try {
      writeFileSafely(this.#file, `${JSON.stringify({ format: FORMAT, images: Object.fromEntries(newest) })}\n`);
    } catch {
      // As said above.
    }
  }
}

function imagesIn(file: string): Record<string, FileFindings> {
  try {
    const content: unknown = JSON.parse(readFileSync(file, "utf8"));
    const { format, images } = content as { format?: unknown; images?: unknown };
    return format === FORMAT && typeof images === "object" && images !== null ? (images as Record<string, FileFindings>) : {};
  } catch {
    return {};
  }
}
