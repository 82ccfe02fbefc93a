import { writeFileSync } from "node:fs";
import { arch, cpus, loadavg, release, totalmem, type } from "node:os";
import path from "node:path";
import { repository } from "../../test/e2e/places.js";
import { comparisonTable, ratioOf, type Comparison } from "./comparison.js";
import { performancePlot, type BarGroup } from "./performance-plot.js";
import { DCLINT, ESLINT_PEERS } from "./subjects.js";

export interface Benchmark {
  comparisons: readonly Comparison[];
  bars: readonly BarGroup[];
  /** The release of Node that all programs ran on. */
  node: string;
  rounds: number;
}

/** Writes docs/performance.md and docs/performance.svg. */
export function writePerformancePage(benchmark: Benchmark): void {
  const folder = path.join(repository, "docs");
  writeFileSync(path.join(folder, "performance.md"), performancePage(benchmark));
  writeFileSync(path.join(folder, "performance.svg"), performancePlot(benchmark.bars));
}

function performancePage({ comparisons, node, rounds }: Benchmark): string {
  const missed = comparisons.filter((comparison) => !isReached(comparison));
  return `# Performance

This page is written by \`npm run bench -- --write\`; do not edit it by hand.

![Times of compose-lint and its peers](performance.svg)

${comparisonTable(comparisons)}
A ratio is the median of the first over the median of the second; both were run in turn, so that what else the machine did
hit both alike. The quartiles are those of the pairs. ${missedText(missed)}

- Programs: ${[...ESLINT_PEERS, DCLINT].join(", ")}, with the rules that each recommends, on Node ${node}; ${rounds} runs of each,
  fewer of the long ones, after four that are not counted; output thrown away.
- "The Compose files" are those of awesome-compose, compose-go and docker-compose that we test with; the many projects are
  made, each of one file with 42 lines. Memory is the most that the process had in one thread.
- "Warm" is one more lint in a process that has linted for a while, as in an editor; "first" is the first one.
- Machine: ${cpus()[0]?.model.trim() ?? "unknown processor"}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${type()} ${release()} (${arch()}), on ${new Date().toISOString().slice(0, 10)};
  load over the last 15 minutes ${loadavg()[2]?.toFixed(1) ?? "unknown"} (on a quiet machine it is below 2; above that the rows about threads say little).

What makes it fast: the command line is a bundle, with what few runs need in a script of its own; what V8 compiled of it is kept in the user's cache folder (see
[cli.md](cli.md)); nothing is loaded before it is needed; the usual YAML is read by a reader of our own, and all other by
\`yaml\`; no tree outlives its file, so that V8 need not move it; what a folder was seen not to have is not asked for; and what
has not changed is neither read nor linted again (\`--cache\`). Threads (\`--concurrency\`) help less than their number says: V8 compiles the
program anew for each, in threads of its own, which in a run with one thread are on the second core already. Where ours take
all cores, V8 is told to compile less.
`;
}

function isReached(comparison: Comparison): boolean {
  const { aim } = comparison;
  if (aim === null) return true;
  const ratio = ratioOf(comparison);
  return aim.kind === "at most" ? ratio <= aim.ratio : ratio >= aim.ratio;
}

function missedText(missed: readonly Comparison[]): string {
  if (missed.length === 0) return "All aims are reached.";
  return `Not reached yet: ${missed.map(({ what }) => what).join("; ")}.`;
}
