import { lstatSync, readlinkSync, realpathSync } from "node:fs";
import path from "node:path";

/** As many as Linux follows. */
const MOST_LINKS = 40;

/**
 * The links that are followed on the way to an absolute path, each by its path without links, and last the place where they
 * lead, which need not be there.
 */
export function linksOnTheWay(file: string): string[] {
  if (isFreeOfLinks(file)) return [file];
  const links: string[] = [];
  let { root: place } = path.parse(file);
  let left = partsBehind(place, file);
  for (let part = left.shift(); part !== undefined; part = left.shift()) {
    const next = path.join(place, part);
    const target = links.length < MOST_LINKS ? targetOf(next) : null;
    if (target === null) {
      place = next;
      continue;
    }
    links.push(next);
    const aim = path.resolve(place, target);
    ({ root: place } = path.parse(aim));
    left = [...partsBehind(place, aim), ...left];
  }
  return [...links, place];
}

/** Asks once, and not of each folder above: nearly all paths are. */
function isFreeOfLinks(place: string): boolean {
  try {
    return realpathSync.native(place) === place;
  } catch {
    const parent = path.dirname(place);
    return parent !== place && targetOf(place) === null && isFreeOfLinks(parent);
  }
}

function partsBehind(root: string, place: string): string[] {
  return place.slice(root.length).split(path.sep).filter((part) => part !== "");
}

/** Where a link leads; null for what is none. */
function targetOf(place: string): string | null {
  try {
    return lstatSync(place).isSymbolicLink() ? readlinkSync(place) : null;
  } catch {
    // It is not there, or a folder above is closed.
    return null;
  }
}
