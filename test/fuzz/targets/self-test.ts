import type { FuzzTarget } from "../fuzz-target.js";

function targetOf(check: () => void): FuzzTarget {
  return { seeds: () => ["x"], pieces: [], check };
}

export const fails = targetOf(() => {
  throw new Error("as it should");
});

export const hangs = targetOf(() => {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- a loop without an end
  while (true);
});

export const exits = targetOf(() => {
  process.exit(3);
});
