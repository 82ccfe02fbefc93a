import assert from "node:assert/strict";

const FACTOR = 5;
/** Growth with the square would make it twenty-five. */
const MOST = 15;
/** Milliseconds below which a measurement says nothing. */
const NOISE = 150;

/** Asserts that five times the input takes clearly less than the square of five times the processor time. */
export function assertEvenGrowth(run: (size: number) => unknown, size: number): void {
  run(size);
  const small = processorTime(() => run(size));
  const large = processorTime(() => run(FACTOR * size));
  assert.ok(large < MOST * small + NOISE, `${large} ms after ${small} ms for ${FACTOR} times the input`);
}

/** Milliseconds of processor time, which other work on the machine hardly changes. */
function processorTime(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
