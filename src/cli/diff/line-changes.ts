import { diffArrays } from "diff";

/** A line with its line end, and whether both texts have it, or only the old or the new one. */
export type MarkedLine = readonly [mark: " " | "-" | "+", line: string];

// A search takes the square of the number of changes. Fixes change far fewer lines in a row than this; what is changed
// throughout is told as replaced.
const MOST_CHANGES_IN_A_ROW = 1000;

/**
 * The lines of both texts in their order. Lines that each text has once, such as the keys of services, part the texts into
 * pieces, and only within these is searched, so that the time grows with the length of the texts and not with its square.
 */
export function lineChanges(before: readonly string[], after: readonly string[]): MarkedLine[] {
  const marked: MarkedLine[] = [];
  let [from, to] = [0, 0];
  const takeUpTo = (oldEnd: number, newEnd: number): void => {
    addChanges(before.slice(from, oldEnd), after.slice(to, newEnd), marked);
    [from, to] = [oldEnd, newEnd];
  };
  for (const [inOld, inNew] of anchorsOf(before, after)) takeUpTo(inOld, inNew);
  takeUpTo(before.length, after.length);
  return marked;
}

/** Adds the lines of a piece whose first lines, but for the first piece, are the same. */
function addChanges(before: string[], after: string[], marked: MarkedLine[]): void {
  const start = sameAtStart(before, after);
  for (const line of before.slice(0, start)) marked.push([" ", line]);
  const [oldRest, newRest] = [before.slice(start), after.slice(start)];
  const replaced = [{ value: oldRest, removed: true, added: false }, { value: newRest, removed: false, added: true }];
  const changes = diffArrays(oldRest, newRest, { maxEditLength: MOST_CHANGES_IN_A_ROW }) ?? replaced;
  for (const { value, added, removed } of changes) {
    const mark = added ? "+" : removed ? "-" : " ";
    for (const line of value) marked.push([mark, line]);
  }
}

function sameAtStart(before: readonly string[], after: readonly string[]): number {
  let count = 0;
  while (count < before.length && count < after.length && before[count] === after[count]) count += 1;
  return count;
}

type Anchor = readonly [inOld: number, inNew: number];

/** The places of lines that each text has once, as many as stand in the same order in both. */
function anchorsOf(before: readonly string[], after: readonly string[]): Anchor[] {
  const inNew = placesOfUnique(after);
  const anchors: Anchor[] = [];
  for (const [line, place] of placesOfUnique(before)) {
    const other = inNew.get(line);
    if (other !== undefined) anchors.push([place, other]);
  }
  return longestAscending(anchors);
}

function placesOfUnique(lines: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [place, line] of lines.entries()) {
    if (places.has(line)) repeated.add(line);
    else places.set(line, place);
  }
  for (const line of repeated) places.delete(line);
  return places;
}

/** The longest selection whose places in the new text ascend too, by patience sorting. */
function longestAscending(anchors: readonly Anchor[]): Anchor[] {
  /** Of the selections of each length, the last anchor of the one that ends first. */
  const ends: number[] = [];
  const previous: number[] = [];
  for (const [index, [, place]] of anchors.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((anchors[ends[middle] ?? 0]?.[1] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    previous[index] = low === 0 ? -1 : (ends[low - 1] ?? -1);
    ends[low] = index;
  }
  const selection: Anchor[] = [];
  for (let index = ends.at(-1) ?? -1; index !== -1; index = previous[index] ?? -1) {
    const anchor = anchors[index];
    if (anchor !== undefined) selection.push(anchor);
  }
  return selection.reverse();
}
