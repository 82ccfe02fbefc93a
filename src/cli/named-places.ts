import { realpathSync, statSync } from "node:fs";
import path from "node:path";
import { globRoot } from "./glob-root.js";

/**
 * Where a run looks for files and where `--fix` may write: the current folder, the folders that the user named, those of
 * the files that the user named, and those in which globs start. A link below them that leads elsewhere may have come with
 * a project of somebody else.
 */
export class NamedPlaces {
  readonly #named: ReadonlySet<string>;
  readonly #roots: readonly { given: string; real: string }[];

  /** @param named Files, folders and globs that the user named, seen from `cwd`. */
  constructor(cwd: string, named: readonly string[]) {
    const places = named.map((name) => ({ name, place: path.resolve(cwd, name), kind: kindOfPlace(path.resolve(cwd, name)) }));
    this.#named = new Set(places.map(({ place }) => place));
    const files = places.filter(({ kind }) => kind === "file").map(({ place }) => place);
    const folders = places.map(({ name, place, kind }) => {
      if (kind === "folder") return place;
      return kind === "file" ? path.dirname(place) : globRoot(name, cwd);
    });
    this.#roots = [
      ...[...new Set([cwd, ...folders])].map((given) => ({ given, real: realPlace(given) })),
      // What belongs to a file that is a link may be written beside what it leads to.
      ...files.map((given) => ({ given, real: path.dirname(realPlace(given)) })),
    ];
  }

  /**
   * Where links lead that reach a file from one of the places and leave them all; null where none does.
   * @param real Its path without links.
   */
  leadsOutTo(file: string, real = realPlace(file)): string | null {
    // A path that leaves the places by itself, such as one behind `include`, is followed through no link of theirs.
    if (this.#named.has(file) || !this.#roots.some(({ given }) => isBelow(file, given))) return null;
    return this.#roots.some((root) => isBelow(real, root.real)) ? null : real;
  }
}

function kindOfPlace(place: string): "file" | "folder" | "nothing" {
  try {
    return statSync(place).isDirectory() ? "folder" : "file";
  } catch {
    // Such as a glob.
    return "nothing";
  }
}

function isBelow(place: string, folder: string): boolean {
  const relative = path.relative(folder, place);
  return relative === "" || !(relative === ".." || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative));
}

/** A path without links, as far as it is there. */
export function realPlace(place: string): string {
  try {
    return realpathSync.native(place);
  } catch {
    const parent = path.dirname(place);
    return parent === place ? place : path.join(realPlace(parent), path.basename(place));
  }
}
