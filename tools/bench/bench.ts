// npm run bench: how long the program takes, as ratios against peers that run beside it. Run it on a quiet machine.
// `npm run bench -- --write` also writes docs/performance.md and its plot.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileKind } from "../../src/eslint/file-kind.js";
import { nodeReleaseFolder } from "../../test/e2e/node-release.js";
import { repository, sharedFolder } from "../../test/e2e/places.js";
import { comparisonTable, type Comparison } from "./comparison.js";
import { writeProjects } from "./many-projects.js";
import { writePerformancePage } from "./performance-page.js";
import type { BarGroup } from "./performance-plot.js";
import { installSubjects, type Subjects } from "./subjects.js";
import { median, timeInTurn, UNCOUNTED_ROUNDS, type Measured } from "./time-pairs.js";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 15);
const FEW_ROUNDS = Math.max(3, Math.round(ROUNDS / 3));
const MANY = Number(process.env.BENCH_FILES ?? 10_000);
const node24 = path.join(await nodeReleaseFolder("24"), "node");
const comparisons: Comparison[] = [];
const bars: BarGroup[] = [];

const work = realpathSync(mkdtempSync(path.join(tmpdir(), "compose-lint-bench-")));
try {
  const subjects = installSubjects(work, node24);
  // Compiled code of these runs alone, not of all that this user has run.
  process.env.XDG_CACHE_HOME = path.join(work, "code");
  measureOneFile(subjects);
  measureCorpus(subjects);
  measureManyFiles(subjects);
  measurePlugin(subjects);
  measureServices();
} finally {
  rmSync(work, { recursive: true });
}
const release = spawnSync(node24, ["--version"], { encoding: "utf8" }).stdout.trim();
console.log(`Node ${release}, ${ROUNDS} runs of each in turn (${FEW_ROUNDS} of the long ones)\n`);
console.log(comparisonTable(comparisons));
if (process.argv.includes("--write")) writePerformancePage({ comparisons, bars, node: release, rounds: ROUNDS });

function compare(what: string, aim: string | null, first: readonly number[], second: readonly number[], unit: Comparison["unit"] = "ms"): void {
  const measured: Measured = { first: [...first], second: [...second] };
  const [, kind, ratio] = /^(at most|at least) ([\d.]+)$/u.exec(aim ?? "") ?? [];
  comparisons.push({ what, aim: kind === undefined ? null : { kind: kind as "at most" | "at least", ratio: Number(ratio) }, measured, unit });
}

function measureOneFile({ bare, own, dclint, eslint, yml }: Subjects): void {
  const folder = path.join(work, "one");
  cpSync(path.join(repository, "examples", "node-thread-crash"), folder, { recursive: true });
  const commands = { own: own("compose.yaml"), bare, dclint: dclint("compose.yaml"), eslint: eslint("compose.yaml"), yml: yml("compose.yaml") };
  const times = timeInTurn(commands, ROUNDS, folder);
  compare("one small file, against bare node", "at most 2.5", times.own, times.bare);
  compare("one small file, dclint against us", "at least 5", times.dclint, times.own);
  compare("one small file, ESLint with our plugin against us", null, times.eslint, times.own);
  compare("one small file, ESLint with eslint-plugin-yml against us", null, times.yml, times.own);
  addBars("One file of 20 lines", { "bare node": times.bare, ...peersOf(times) });
}

function measureCorpus({ own, dclint, eslint, yml }: Subjects): void {
  const corpus = path.join(sharedFolder, "corpus");
  if (!existsSync(corpus)) {
    console.log("The corpus of ../shared is not here: its rows are left out.");
    return;
  }
  const folder = path.join(work, "corpus");
  cpSync(corpus, folder, { recursive: true });
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => fileKind(file) === "compose").sort();
  const commands = { own: own(...files), dclint: dclint(...files), eslint: eslint(...files), yml: yml(...files) };
  const times = timeInTurn(commands, FEW_ROUNDS, folder);
  compare(`${files.length} Compose files, dclint against us`, "at least 15", times.dclint, times.own);
  compare(`${files.length} Compose files, ESLint with our plugin against us`, null, times.eslint, times.own);
  compare(`${files.length} Compose files, ESLint with eslint-plugin-yml against us`, null, times.yml, times.own);
  addBars(`${files.length} Compose files of other projects`, peersOf(times));
  const warm = JSON.parse(child("warm.mjs", files.map((file) => path.join(folder, file)))) as { lint: number[]; parse: number[] };
  compare("warm, the same files, against yaml's parse", "at most 2", warm.lint, warm.parse);
}

function peersOf(times: Readonly<Record<"own" | "dclint" | "eslint" | "yml", number[]>>): Record<string, number[]> {
  return { "compose-lint": times.own, dclint: times.dclint, "ESLint with compose-lint": times.eslint, "ESLint with eslint-plugin-yml": times.yml };
}

function measureManyFiles({ own }: Subjects): void {
  writeProjects(path.join(work, "many"), MANY);
  const cache = ["--cache", "--cache-location", path.join(work, "cache")];
  const count = MANY.toLocaleString("en");
  const one = own("--concurrency", "off", "many");
  const commands = { one, core: onOneCore(one), two: own("--concurrency", "2", "many"), auto: own("many"), cached: own(...cache, "many") };
  // The round that is not counted fills the cache.
  const times = timeInTurn(commands, 3, work);
  compare(`${count} files, one core against two with two threads`, "at least 1.7", times.core, times.two);
  compare(`${count} files, one thread against two, both on two cores`, null, times.one, times.two);
  compare(`${count} files, without against with a filled cache`, "at least 5", times.auto, times.cached);
  addBars(`${count} projects of a file`, { "one thread": times.one, "two threads": times.two, "second run with --cache": times.cached });
  const few = path.join(work, "few");
  writeProjects(few, MANY / 10);
  const memory = [few, path.join(work, "many")].map((folder) => [1, 2, 3].map(() => megabytesOf(own("--concurrency", "off", folder)))) as [number[], number[]];
  compare(`memory, ${count} files against ${(MANY / 10).toLocaleString("en")}`, "at most 1.5", memory[1], memory[0], "MB");
}

/** On a machine with `taskset`, as Linux has it. */
function onOneCore(command: readonly string[]): readonly string[] {
  return ["taskset", "--cpu-list", "0", ...command];
}

/** The most memory that a run had. */
function megabytesOf([node = "", ...words]: readonly string[]): number {
  const file = path.join(work, "memory.txt");
  const report = path.join(import.meta.dirname, "report-memory.cjs");
  const { status, stderr } = spawnSync(node, ["--require", report, ...words], { encoding: "utf8", env: { ...process.env, MEMORY_FILE: file }, maxBuffer: 2 ** 30 });
  if (status !== 0 && status !== 1) throw new Error(`The run whose memory is measured failed:\n${stderr}`);
  return Number(readFileSync(file, "utf8")) / 1024;
}

/** What the plugin adds to the start of ESLint, and one more lint of 500 lines, against two others in the same ESLint. */
function measurePlugin({ eslintFolder }: Subjects): void {
  // ESLint's command keeps compiled code (`module.enableCompileCache`), which is of the runs before; an editor does not.
  measureStarts("ESLint's command", eslintFolder, { NODE_COMPILE_CACHE: path.join(work, "compile-cache") });
  measureStarts("ESLint in an editor", eslintFolder, { NODE_DISABLE_COMPILE_CACHE: "1" });
  const warm = JSON.parse(child("plugin-warm.mjs", [eslintFolder])) as Record<string, number[]>;
  for (const [own, peer] of [["compose-lint", "eslint-plugin-yml"], ["compose-lint over JSON", "@eslint/json"]] as const) {
    compare(`warm, 500 lines in ESLint, against ${peer}`, "at most 1", warm[own] ?? [], warm[peer] ?? []);
  }
}

function measureStarts(where: string, folder: string, variables: Readonly<Record<string, string>>): void {
  const peers = ["eslint-plugin-yml", "@eslint/json"];
  const starts = new Map<string, { load: number; lint: number }[]>();
  for (let round = -UNCOUNTED_ROUNDS; round < ROUNDS; round += 1) {
    for (const name of ["compose-lint", ...peers]) {
      const measured = JSON.parse(child("plugin-start.mjs", [folder, name], variables)) as { load: number; lint: number };
      if (round >= 0) starts.set(name, [...(starts.get(name) ?? []), measured]);
    }
  }
  const timesOf = (name: string, part: "load" | "lint"): number[] => (starts.get(name) ?? []).map((start) => start[part]);
  for (const peer of peers) {
    for (const [part, what] of [["load", "plugin loaded"], ["lint", "first lint"]] as const) {
      compare(`${what}, ${where}, against ${peer}`, "at most 1", timesOf("compose-lint", part), timesOf(peer, part));
    }
  }
}

/** Time and memory of one file as it grows. */
function measureServices(): void {
  const [small, large] = [1000, 10_000].map((services) => JSON.parse(child("scale.mjs", [String(services)])) as { ms: number; mb: number });
  if (small === undefined || large === undefined) return;
  compare("one file, 10,000 services against 1,000, time", "at most 12", [large.ms], [small.ms]);
  compare("one file, 10,000 services against 1,000, memory", "at most 12", [large.mb], [small.mb], "MB");
}

function addBars(title: string, times: Readonly<Record<string, number[]>>): void {
  bars.push({ title, bars: Object.entries(times).map(([name, values]) => ({ name, milliseconds: median(values) })) });
}

/** Runs a measurement inside one process, which prints it as JSON. */
function child(script: string, args: readonly string[], variables: Readonly<Record<string, string>> = {}): string {
  const env = { ...process.env, ...variables };
  const run = spawnSync(node24, ["--expose-gc", path.join(import.meta.dirname, script), ...args], { encoding: "utf8", env });
  if (run.status !== 0) throw new Error(`${script} failed:\n${run.stderr}`);
  return run.stdout.trimEnd();
}
