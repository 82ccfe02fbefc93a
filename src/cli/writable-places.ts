import { realpathSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Where `--fix` may write: the current folder, the folders that the user named, and those of the files that the user
 * named. A link below them that leads elsewhere may have come with a project of somebody else.
 */
export class WritablePlaces {
  readonly #named: ReadonlySet<string>;
  readonly #roots: readonly { given: string; real: string }[];

  /** @param named Files and folders that the user named, seen from `cwd`; what is not there (a glob) counts for nothing. */
  constructor(cwd: string, named: readonly string[]) {
    const places = named.map((name) => path.resolve(cwd, name));
    this.#named = new Set(places);
    const files = places.filter((place) => !isFolder(place));
    const folders = [cwd, ...places.filter(isFolder), ...files.map((file) => path.dirname(file))];
    this.#roots = [
      ...folders.map((given) => ({ given, real: realPlace(given) })),
      // What belongs to a file that is a link may be written beside what it leads to.
      ...files.map((given) => ({ given, real: path.dirname(realPlace(given)) })),
    ];
  }

  /** Where links lead that reach a file from one of the places and leave them all; null where none does. */
  leadsOutTo(file: string): string | null {
    // A path that leaves the places by itself, such as one behind `include`, is followed through no link of theirs.
    if (this.#named.has(file) || !this.#roots.some(({ given }) => isBelow(file, given))) return null;
    const real = realPlace(file);
    return this.#roots.some((root) => isBelow(real, root.real)) ? null : real;
  }
}

function isFolder(place: string): boolean {
  try {
    return statSync(place).isDirectory();
  } catch {
    // Such as a glob.
    return false;
  }
}

function isBelow(place: string, folder: string): boolean {
  const relative = path.relative(folder, place);
  return relative === "" || !(relative === ".." || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative));
}

/** A path without links, as far as it is there. */
function realPlace(place: string): string {
  try {
    return realpathSync(place);
  } catch {
    const parent = path.dirname(place);
    return parent === place ? place : path.join(realPlace(parent), path.basename(place));
  }
}
