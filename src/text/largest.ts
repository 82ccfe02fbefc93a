/** The largest of some numbers, 0 at least; of more too than a call of `Math.max` takes arguments. */
export function largest(numbers: Iterable<number>): number {
  let found = 0;
  for (const number of numbers) if (number > found) found = number;
  return found;
}
