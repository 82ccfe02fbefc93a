import { editDistance } from "../text/edit-distance.js";

/** The known word that differs least from a mistyped one; null if none is close enough to be meant. */
export function closestWord(word: string, known: readonly string[]): string | null {
  let best: string | null = null;
  // Longer words forgive more mistakes; a word of two letters forgives one.
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}
