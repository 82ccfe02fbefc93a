import { editDistance } from "../text/edit-distance.js";

/** The name that a misspelt word most likely means: one slip away, two in a long word; null when none is near. */
export function closestName(word: string, names: readonly string[]): string | null {
  // Nobody misspells that much, and the comparison takes time by the length.
  if (word.length > 40) return null;
  // Full-width letters are those of another keyboard, and no mistake each.
  const meant = word.normalize("NFKC").toLowerCase();
  let best: string | null = null;
  let bestDistance = word.length < 5 ? 2 : 3;
  for (const name of names) {
    if (Math.abs(name.length - word.length) >= bestDistance) continue;
    const distance = editDistance(meant, name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}
