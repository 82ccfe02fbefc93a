import { editDistance } from "../text/edit-distance.js";

/** The known word that differs least from a mistyped one; null if none is close enough to be meant. */
export function closestWord(word: string, known: readonly string[]): string | null {
  // Full-width letters and digits are those of another keyboard, and no mistake each.
  const meant = word.normalize("NFKC");
  let best: string | null = null;
  // Longer words forgive more mistakes; a word of two letters forgives one.
  let bestDistance = Math.max(1, Math.floor(meant.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(meant, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}
